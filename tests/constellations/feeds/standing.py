"""Entries as they stand in the database, for tests: whether they are right, and what a feed of somebody says."""

import datetime as dt
import re
import uuid

from flask import Flask
from icalendar import Calendar
from sqlalchemy import select
from werkzeug.test import TestResponse

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.feeds.addresses.actions import Wish, make_address
from constellations.feeds.addresses.queries import offered
from constellations.feeds.declaration import sources
from constellations.feeds.entries.actions import GONE
from constellations.feeds.entries.queries import circles_of, written
from constellations.feeds.ics import digest
from constellations.feeds.models import FeedEntry
from constellations.feeds.rules import Content, Detail, is_kept
from constellations.models import Person
from constellations.queries import viewer_for
from tests.client import client_of

EVERYTHING = Viewer.system()


def entries_not_right() -> list[str]:
    """What stands in feeds otherwise than it should, as things are stored now."""
    session().rollback()
    wrong = []
    for source in sources():
        subjects = set(session().scalars(covering(EVERYTHING, select(source.subject.__table__.c.id))))
        derived = [one for one in source.derive(subjects) if is_kept(one, EVERYTHING.today)]
        stored, circles = written(EVERYTHING, subjects), circles_of(EVERYTHING, subjects)
        should = {}
        for one in derived:
            for wording, entry in one.wordings.items():
                should[one.subject_id, one.kind, wording] = (one, digest(entry))
        for key, (one, says) in should.items():
            # What was never in a feed is not called off there.
            if key in stored or not one.is_cancelled:
                is_right = key in stored and stored[key].digest == says and circles[one.subject_id] == one.circles
                wrong += [] if is_right else [f"{key} is not as it should be"]
        stale = [key for key, row in stored.items() if key[1] in source.kinds and key not in should]
        wrong += [f"{key} should be gone" for key in stale if stored[key].digest != GONE]
    return wrong


def sequence_of(subject_id: uuid.UUID) -> int:
    """The highest number of a change that an entry about something has come to."""
    session().rollback()
    rows = select(FeedEntry.sequence).where(FeedEntry.subject_id == subject_id)
    return max(session().scalars(covering(EVERYTHING, rows)))


def address_of(person: Person, detail: Detail = Detail.FULL, *contents: Content) -> str:
    """The path of a feed of somebody, with everything in it that there is for them unless less is asked for."""
    viewer = viewer_for(person)
    made = make_address(viewer, Wish("Phone", contents or offered(viewer), detail))
    return f"/feeds/{made.secret}.ics"


def fetched(app: Flask, path: str, **headers: str) -> TestResponse:
    """What a calendar is answered at an address; of a header's name `_` stands for `-`."""
    return client_of(app).get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def titles(answer: TestResponse) -> list[str]:
    """What stands in a calendar that was fetched, in alphabetical order."""
    assert answer.status_code == 200, answer.status
    return sorted(str(event["summary"]) for event in Calendar.from_ical(answer.data).walk("VEVENT"))


def events_of(answer: TestResponse) -> dict[str, tuple[int, str, str]]:
    """Each entry of a fetched calendar by its lasting name: how often it changed, its title, and how it stands."""
    assert answer.status_code == 200, answer.status
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    return {str(one["uid"]): (int(str(one["sequence"])), str(one["summary"]), str(one["status"])) for one in events}


def secret_in(text: str) -> str:
    """The secret of an address that stands in a text."""
    found = re.search(r"/feeds/(c1[\w-]{32})\.ics", text)
    assert found is not None
    return found[1]


MINUTE = dt.timedelta(minutes=1)
