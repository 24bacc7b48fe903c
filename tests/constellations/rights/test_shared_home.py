"""A copy tells a carer of the home what is theirs: no word that may mean another there, and nothing of later."""

import datetime as dt

import pytest
import time_machine

from constellations.access import Viewer, find
from constellations.activity.actions import record
from constellations.children.models import Placement
from constellations.core.clock import now as clock_now
from constellations.core.database import transaction
from constellations.engagement.contacts.models import Contact, Snooze
from constellations.engagement.contacts.rules import ContactKind, SnoozeReason
from constellations.models import Home, Person
from constellations.people.actions import What, change_person
from constellations.people.homes.models import PersonHome
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rights import actions
from constellations.rights.copies.queries import Withheld, withheld_from
from constellations.rights.rules import RequestState, Subject
from constellations.support.due_dates.models import HomeDate
from constellations.support.due_dates.rules import DueKind
from constellations.support.leaving.models import Leaving, LeavingVersion
from constellations.support.leaving.rules import Reason, Scope
from sleepovers.availability.models import ClosedWeekday
from tests import factories
from tests.constellations.rights.families import SYSTEM, Family, fetched, kinds_in, run_job, stored

BEFORE, AFTER = (dt.datetime(2026, month, 1, 9, tzinfo=dt.UTC) for month in (9, 11))
"""Zebedee left on the first of October."""

ONE_DAY = dt.timedelta(days=1)


def call(family: Family, note: str, at: dt.datetime, by: Person | None = None) -> None:
    """A call that somebody wrote down."""
    of = {"service_id": family.service.id, "home_id": family.home.id, "written_by": (by or family.ruth).id}
    factories.stored(Contact(kind=next(iter(ContactKind)), day=at.date(), note=note, written_at=at, **of))


def rows_of(table: str, content: bytes) -> list[dict[str, object]]:
    """What a copy tells of one kind of record."""
    rows: list[dict[str, object]] = next(
        (kind["rows"] for kind in kinds_in(content) if kind["table"] == table),  # type: ignore[misc]  # as it is made
        [],
    )
    return rows


def copy_of(family: Family, person: Person) -> bytes:
    """A copy, handed over where a manager looks at it first."""
    ruth = viewer_for(family.ruth)
    request_id = actions.ask_for_copy(ruth, Subject(person_id=person.id))
    run_job()
    if stored(request_id).state is RequestState.REVIEW:
        actions.hand_over(viewer_for(family.ola), request_id)
        run_job()
    return fetched(ruth, request_id)


@pytest.fixture
def clem(family: Family) -> Person:
    """Another who fosters in Zebedee's home, and stays."""
    return factories.create_person(Role.SATELLITE_CARER, home=family.home, name="Clem Quillfeather")


def test_a_copy_holds_no_word_about_another_who_fosters_there_and_a_manager_looks_first(
    family: Family, clem: Person
) -> None:
    call(family, "Is ill and does not want it known.", BEFORE)
    of = {"service_id": family.service.id, "home_id": family.home.id, "said_by": family.ruth.id, "said_at": BEFORE}
    days = {"starts_on": BEFORE.date(), "until": BEFORE.date()}
    factories.stored(Snooze(reason=SnoozeReason.OTHER, words="The operation", **of, **days))
    ruth, zeb = viewer_for(family.ruth), Subject(person_id=family.zeb.id)
    request_id = actions.ask_for_copy(ruth, zeb)
    run_job()
    assert (stored(request_id).state, stored(request_id).withheld) == (RequestState.REVIEW, 2)
    assert set(withheld_from(zeb, by_another=True)) == {
        Withheld("Calls and visits", 1),
        Withheld("Times for which they were left in peace", 1),
    }
    actions.hand_over(viewer_for(family.ola), request_id)
    run_job()
    content = fetched(ruth, request_id)
    assert [row.get("note") for row in rows_of("contact", content)] == [None]
    assert [(row.get("words"), row.get("reason")) for row in rows_of("snooze", content)] == [(None, None)]
    assert not any(word in str(kinds_in(content)) for word in ("Is ill", "operation"))


def test_who_fostered_there_before_counts_as_another_too(family: Family, clem: Person) -> None:
    call(family, "A long talk.", BEFORE)
    factories.changed(clem, home_id=None, role=Role.FINANCE)
    assert withheld_from(Subject(person_id=family.zeb.id), by_another=True) == [Withheld("Calls and visits", 1)]


def test_who_fosters_alone_reads_what_was_written_of_their_home(family: Family) -> None:
    call(family, "A long talk.", BEFORE)
    assert [row["note"] for row in rows_of("contact", copy_of(family, family.zeb))] == ["A long talk."]


def test_what_somebody_wrote_themself_they_read_in_any_case(family: Family, clem: Person) -> None:
    call(family, "I rang myself.", BEFORE, by=family.zeb)
    assert withheld_from(Subject(person_id=family.zeb.id), by_another=True) == []
    assert [row["note"] for row in rows_of("contact", copy_of(family, family.zeb))] == ["I rang myself."]


def test_nothing_of_the_home_is_told_from_after_they_left(family: Family) -> None:
    for note, at in (("While they were here.", BEFORE), ("Long after.", AFTER)):
        call(family, note, at)
    kind = next(iter(DueKind))
    for at in (BEFORE, AFTER):
        of = {"home_id": family.home.id, "entered_by": family.ruth.id}
        factories.stored(HomeDate(kind=kind, is_done=True, day=at.date(), entered_at=at, **of))
    said = {"scope": next(iter(Scope)), "reasons": frozenset({next(iter(Reason))}), "left_on": AFTER.date()}
    left = Leaving(home_id=family.home.id, departed_on=AFTER.date(), **said)
    factories.stored(left)
    factories.stored(LeavingVersion(leaving_id=left.id, number=1, written_by=family.ruth.id, **said))
    content = copy_of(family, family.zeb)
    assert [row["note"] for row in rows_of("contact", content)] == ["While they were here."]
    assert [row["day"] for row in rows_of("home_date", content)] == ["2026-09-01"]
    assert (rows_of("leaving", content), rows_of("leaving_version", content)) == ([], [])


def test_what_another_who_fosters_there_did_is_not_told(family: Family, clem: Person) -> None:
    factories.changed(family.zeb, left_at=None)
    for person in (clem, family.zeb):
        with transaction():
            record(viewer_for(person), "answered_pulse")
    with transaction():
        record(Viewer.system(), "reminded_home", home_id=family.home.id, service_id=family.service.id)
    told = [(row["action"], row.get("person_id")) for row in rows_of("activity", copy_of(family, family.zeb))]
    assert ("answered_pulse", "this person") in told
    assert ("reminded_home", None) in told
    assert "another carer 1" not in {who for _, who in told}


def test_who_moved_reads_of_each_home_what_is_of_their_time_there(
    family: Family, clock: time_machine.Traveller
) -> None:
    """They go from Larkspur to Harbour on 22 November; a child has lived in Harbour since before, and lives there."""
    assert family.anita.home_id is not None
    harbour, larkspur = find(SYSTEM(), Home, family.anita.home_id), factories.create_home(family.service, "Larkspur")
    rosa = factories.create_person(Role.SATELLITE_CARER, home=larkspur, name="Rosa Larkspur")
    factories.stored(Placement(child_id=family.child.id, home_id=harbour.id, starts_on=dt.date(2026, 1, 1)))
    moved = clock_now()
    for home in (larkspur, harbour):
        factories.stored(ClosedWeekday(home_id=home.id, weekday=2))
        factories.create_stay(factories.create_child(family.service), home, "2026-11-21", "2026-11-23")
        for at in (moved - ONE_DAY, moved + ONE_DAY):
            of = {"service_id": family.service.id, "home_id": home.id}
            factories.stored(Contact(kind=next(iter(ContactKind)), day=at.date(), written_at=at, **of))
    what = What(Role.SATELLITE_CARER, harbour.id)
    change_person(viewer_for(family.ruth), rosa.id, rosa.name, what, find(SYSTEM(), Person, rosa.id).version)
    clock.shift(3 * ONE_DAY)
    content = copy_of(family, rosa)
    told = {
        (table, row["home_id"], row[day])
        for table, day in (("stay_night", "night"), ("contact", "day"), ("placement", "starts_on"))
        for row in rows_of(table, content)
    }
    assert told == {
        ("stay_night", "Larkspur", "2026-11-21"),
        ("stay_night", "Harbour", "2026-11-22"),
        ("contact", "Larkspur", "2026-11-21"),
        ("contact", "Harbour", "2026-11-23"),
        ("placement", "Harbour", "2026-01-01"),
    }
    assert [row["home_id"] for row in rows_of("closed_weekday", content)] == ["Harbour"]


def test_a_home_that_somebody_left_before_days_were_kept_is_not_told(family: Family) -> None:
    """Until when it was theirs is not known: the migration that began with it wrote its own day."""
    larkspur = factories.create_home(family.service, "Larkspur")
    factories.stored(PersonHome(person_id=family.zeb.id, home_id=larkspur.id, ends_on=dt.date(2026, 11, 1)))
    for home in (larkspur, family.home):
        of = {"service_id": family.service.id, "home_id": home.id}
        factories.stored(Contact(kind=next(iter(ContactKind)), day=BEFORE.date(), written_at=BEFORE, **of))
    assert [row["home_id"] for row in rows_of("contact", copy_of(family, family.zeb))] == ["Quillfeather"]
