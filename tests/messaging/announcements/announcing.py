"""Announcing among Moira, the Patels and the Okafors, for the tests of announcements."""

import datetime as dt
import uuid

from constellations.core.database import session
from constellations.models import Constellation, Person
from constellations.notices.models import Notice
from messaging.announcements.actions import Drafted, announce, say_got_it
from messaging.announcements.queries import (
    AnnouncementShown,
    announcement_shown,
    announcements_of,
    unanswered_announcements,
)
from tests.registers import rows
from tests.sleepovers.households import sees


def write(
    person: Person, constellation: Constellation | None, title: str = "Training", at: dt.datetime | None = None
) -> uuid.UUID:
    """Announce something as a person."""
    drafted = Drafted(title, "Tuesday at ten. https://example.org/x", constellation.id if constellation else None, at)
    return announce(sees(person), drafted)


def shown(person: Person, announcement_id: uuid.UUID) -> AnnouncementShown:
    """An announcement as a person reads it now."""
    session().rollback()
    return announcement_shown(sees(person), announcement_id)


def got_it(person: Person, announcement_id: uuid.UUID) -> None:
    """Say so, to the words as they stand."""
    say_got_it(sees(person), announcement_id, shown(person, announcement_id).version)


def titles(person: Person) -> list[str]:
    """What stands in a person's list."""
    session().rollback()
    return [one.title for one in announcements_of(sees(person), 1).rows]


def waiting(person: Person) -> list[str]:
    """What waits on a person's home page."""
    session().rollback()
    return [one.title for one in unanswered_announcements(sees(person))]


def told() -> dict[str, list[str]]:
    """What each person was told by notice, by name."""
    names = {row[0]: row[1] for row in rows(Person.id, Person.name)}
    found: dict[str, list[str]] = {}
    for person_id, words in rows(Notice.person_id, Notice.words):
        found.setdefault(names[person_id], []).append(words)
    return found
