"""Entries follow what they are about: once, in the transaction of the change, each change counted."""

import datetime as dt
import uuid

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session, transaction
from constellations.core.logs import init_logs
from constellations.events.actions import Plan, Wording, plan_event
from constellations.events.models import Event, Occurrence
from constellations.events.rules import Circle, EventKind, Pattern, Repeats
from constellations.feeds.entries.actions import let_feeds_follow, let_feeds_follow_all
from constellations.feeds.ics import Entry
from constellations.feeds.keeping.actions import forget_old_entries, put_right, settle_debt
from constellations.feeds.keeping.jobs import look_through_entries, write_many_entries
from constellations.feeds.models import FeedCircle, FeedDebt, FeedEntry, FeedEntryCircle
from constellations.feeds.rules import CircleKind
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole
from tests.constellations.feeds.standing import entries_not_right, sequence_of
from tests.factories import (
    changed,
    create_constellation,
    create_event,
    create_home,
    create_person,
    create_service,
    join,
)
from tests.registers import rows

FIRST = dt.date(2026, 12, 5)
EVERYTHING = Viewer.system()


class World:
    """A constellation with a hub, and what it plans."""

    def __init__(self) -> None:
        self.service = create_service()
        self.constellation = create_constellation(self.service)
        home = create_home(self.service)
        join(home, self.constellation, HomeRole.HUB)
        self.hub = viewer_for(create_person(Role.HUB_CARER, home=home))

    def plan(self, title: str = "Picnic", first: dt.date = FIRST, **dates: object) -> Event:
        """Plan something for the constellation from two to five."""
        wording = Wording(EventKind.GATHERING, title, "Mill Hall", "Cake", "All are welcome.")
        pattern = Pattern(first, **dates)  # type: ignore[arg-type]  # as the test says
        plan = Plan(wording, Circle.CONSTELLATIONS, pattern, dt.time(14), 180, (self.constellation.id,))
        return plan_event(self.hub, plan)


@pytest.fixture
def world(app: Flask) -> World:
    """The same for each test."""
    return World()


def texts_of(event: Event) -> dict[str, str]:
    """What is written down of an event, by its wording."""
    found = rows(FeedEntry.subject_id, FeedEntry.wording, FeedEntry.text)
    return {wording: text.decode() for key, wording, text in found if key == event.id}


def version_of(kind: CircleKind, key: uuid.UUID) -> int:
    """How often something changed in a circle."""
    session().rollback()
    found = select(FeedCircle.version).where(FeedCircle.circle == kind, FeedCircle.circle_id == key)
    return session().scalar(found) or 0


def act(event: Event) -> None:
    """Let feeds follow an event, as an action does."""
    with transaction():
        let_feeds_follow(Event, event.id)
        let_feeds_follow(Event, event.id)


def test_what_is_planned_is_written_down_at_once_in_every_wording(world: World) -> None:
    event = world.plan()
    texts = texts_of(event)
    assert set(texts) == {"busy", "kind", "words"}
    assert "SUMMARY:Busy\r\n" in texts["busy"]
    assert "URL" not in texts["busy"]
    assert "SUMMARY:Gathering\r\n" in texts["kind"]
    assert "Mill Hall" not in texts["kind"] + texts["busy"]
    for words in ("SUMMARY:Picnic", "LOCATION:Mill Hall", "Bring: Cake", "All are welcome."):
        assert words in texts["words"]
    assert entries_not_right() == []


def test_a_change_is_counted_once_and_its_circles_hear_of_it(world: World, clock: time_machine.Traveller) -> None:
    event = world.plan()
    before = version_of(CircleKind.CONSTELLATION, world.constellation.id)
    changed(event, title="Bonfire")
    clock.shift(60)
    act(event)
    assert sequence_of(event.id) == 1
    assert "SEQUENCE:1" in texts_of(event)["words"]
    assert "LAST-MODIFIED:20261122T090100Z" in texts_of(event)["words"]
    assert "SEQUENCE:0" in texts_of(event)["kind"], "it says what it said"
    assert version_of(CircleKind.CONSTELLATION, world.constellation.id) == before + 1
    assert version_of(CircleKind.WHOLE_SERVICE, world.service.id) == 2


def test_what_says_the_same_is_not_written_again(world: World) -> None:
    event = world.plan()
    before = texts_of(event)
    act(event)
    assert texts_of(event) == before
    assert version_of(CircleKind.CONSTELLATION, world.constellation.id) == 1


def test_nothing_is_written_of_what_was_not_stored(world: World) -> None:
    event = world.plan()
    with pytest.raises(ZeroDivisionError), transaction():
        let_feeds_follow(Event, event.id)
        changed(event, title="Never")
        raise ZeroDivisionError
    act(event)
    assert sequence_of(event.id) == 0


def test_an_event_that_is_called_off_stays_called_off_for_ninety_days(
    world: World, clock: time_machine.Traveller
) -> None:
    event = world.plan(first=dt.date(2027, 6, 5))
    changed(event, cancelled_at=dt.datetime.now(dt.UTC))
    act(event)
    assert "STATUS:CANCELLED" in texts_of(event)["kind"]
    assert "SUMMARY:Called off: Picnic" in texts_of(event)["words"]
    clock.shift(dt.timedelta(days=90))
    forget_old_entries(Viewer.system(), world.service.id)
    assert len(texts_of(event)) == 3
    clock.shift(dt.timedelta(days=1))
    forget_old_entries(Viewer.system(), world.service.id)
    assert texts_of(event) == {}
    assert rows(FeedEntryCircle.subject_id) == []
    assert put_right(Viewer.system(), world.service.id) == 0, "it is not called off anew"


def test_what_is_taken_away_goes_and_counts_on_when_it_comes_back(world: World) -> None:
    event = world.plan()
    with transaction() as here:
        for row in here.scalars(covering(EVERYTHING, select(Occurrence).where(Occurrence.event_id == event.id))):
            here.delete(row)
        let_feeds_follow(Event, event.id)
    assert set(texts_of(event).values()) == {""}
    assert entries_not_right() == []
    with transaction() as here:
        here.add(Occurrence(event_id=event.id, planned_on=FIRST, starts_on=FIRST, starts_at=dt.time(14), minutes=180))
        let_feeds_follow(Event, event.id)
    assert sequence_of(event.id) == 1
    assert entries_not_right() == []


def test_an_entry_that_cannot_be_written_keeps_nobody_from_anything(
    world: World, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(entry: Entry, _stamp: object) -> str:
        raise ValueError(entry)

    monkeypatch.setattr("constellations.feeds.entries.actions.rendered", fail)
    init_logs(for_machines=True)
    event = world.plan("Secret words")
    lines = capfd.readouterr().err
    assert set(texts_of(event).values()) == {""}
    assert lines.count(str(event.id)) == 3
    assert "Secret words" not in lines


def test_what_was_missed_is_put_right_and_said(world: World) -> None:
    missed = create_event(world.constellation)
    assert entries_not_right() != []
    found = look_through_entries(Viewer.system(), world.service.id, FIRST, FIRST)
    assert (found.found, found.words) == (3, "3 entries put right.")
    assert entries_not_right() == []
    assert look_through_entries(Viewer.system(), world.service.id, FIRST, FIRST).found == 0
    assert look_through_entries(Viewer.system(), None, FIRST, FIRST).found == 0
    assert rows(FeedEntry.subject_id) == [(missed.event_id,)] * 3


def test_much_that_changes_at_once_is_written_by_a_job(world: World) -> None:
    create_event(world.constellation)
    assert write_many_entries(Viewer.system(), world.service.id, FIRST, FIRST).found == 0
    for _ in range(2):
        with transaction():
            let_feeds_follow_all([world.service.id])
            let_feeds_follow_all([])
    assert write_many_entries(Viewer.system(), world.service.id, FIRST, FIRST).found == 3
    assert write_many_entries(Viewer.system(), None, FIRST, FIRST).found == 0
    assert rows(FeedDebt.service_id) == []
    assert settle_debt(Viewer.system(), world.service.id) == 0


def test_a_series_stands_there_as_one_with_what_is_otherwise(world: World) -> None:
    event = world.plan(repeats=Repeats.WEEKLY, times=4)
    of = covering(EVERYTHING, select(Occurrence).where(Occurrence.event_id == event.id).order_by(Occurrence.planned_on))
    first, second, third, _ = session().scalars(of).all()
    changed(first, place="Library")
    changed(second, starts_on=dt.date(2026, 12, 13), starts_at=dt.time(11))
    changed(third, cancelled_at=dt.datetime.now(dt.UTC))
    act(event)
    text = texts_of(event)["words"].replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 4
    assert text.count(f"UID:{event.id}") == 4
    assert text.count("RRULE:FREQ=WEEKLY;COUNT=4") == 1
    for planned in ("20261205T140000", "20261212T140000", "20261219T140000"):
        assert f"RECURRENCE-ID;TZID=Europe/London:{planned}" in text
    assert "DTSTART;TZID=Europe/London:20261213T110000" in text
    assert text.count("STATUS:CANCELLED") == 1
    assert "LOCATION:Library" in text
    assert entries_not_right() == []
