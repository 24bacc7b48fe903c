"""Dates of homes: what is due first, who sees them, what is written down."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest

from constellations.access import Viewer
from constellations.activity.models import AuditEntry
from constellations.core.database import database
from constellations.core.errors import Forbidden, NotFound
from constellations.rules import HomeStatus
from constellations.support.due_dates.actions import note_dates, remove_date
from constellations.support.due_dates.models import HomeDate
from constellations.support.due_dates.queries import DUE_COLUMNS, dates_of_home, due_dates, due_rows, overdue_dates
from constellations.support.due_dates.rules import DoneOutOfReach, DueKind, DueState
from tests import factories
from tests.constellations.events.families import Families, sees
from tests.constellations.support.factories import create_date
from tests.factories import changed
from tests.queries import count_queries
from tests.registers import rows

TODAY = dt.date(2026, 11, 22)


def test_the_overdue_stand_first_and_of_these_the_oldest(families: Families) -> None:
    create_date(families.patel, "2026-10-01")
    create_date(families.okafor, "2026-09-01")
    create_date(families.okafor, "2026-08-01")
    create_date(families.hub, "2026-11-01", DueKind.REVIEW)
    create_date(families.hub, "2026-12-01", DueKind.VISIT, is_done=False)
    changed(families.patel, approved_on=dt.date(2026, 5, 1))
    found = due_dates(sees(families.liaison))
    assert [(one.home, one.kind.value, str(one.next_on), one.state.value) for one in found] == [
        ("Okafor", "supervision", "2026-10-13", "overdue"),
        ("Patel", "supervision", "2026-11-12", "overdue"),
        ("Moira", "visit", "2026-12-01", "soon"),
        ("Moira", "supervision", "None", "unknown"),
        ("Okafor", "review", "None", "unknown"),
        ("Okafor", "visit", "None", "unknown"),
        ("Patel", "review", "2027-05-01", "later"),
        ("Patel", "visit", "2027-05-01", "later"),
        ("Moira", "review", "2027-11-01", "later"),
    ]
    assert overdue_dates(sees(families.liaison)) == 2
    assert len(due_dates(sees(families.manager))) == 12
    row = dict(zip(DUE_COLUMNS, due_rows(sees(families.liaison))[2], strict=True))
    assert (row["home_key"], row["is_set"], row["last_done_on"], row["state"]) == ("Moira", True, None, "soon")


def test_it_costs_as_many_queries_for_many_homes_as_for_few(families: Families) -> None:
    with count_queries(database().engine) as few:
        due_dates(sees(families.manager))
    for _ in range(5):
        create_date(factories.create_home(families.service), "2026-10-01")
    with count_queries(database().engine) as many:
        due_dates(sees(families.manager))
    assert len(many) == len(few)


def test_homes_that_left_are_due_nothing(families: Families) -> None:
    left = factories.create_home(families.service, status=HomeStatus.LEFT)
    create_date(left, "2026-01-01")
    was_here = factories.create_home(families.service)
    factories.join(was_here, families.ours, ends_on=dt.date(2026, 11, 1))
    create_date(was_here, "2026-01-01")
    assert overdue_dates(sees(families.liaison)) == 0
    assert overdue_dates(sees(families.manager)) == 1


def test_done_and_next_are_written_down_and_the_next_time_is_counted_from_then(families: Families) -> None:
    staff, kind = sees(families.liaison), DueKind.SUPERVISION
    note_dates(staff, families.patel.id, kind, None, dt.date(2026, 12, 3))
    note_dates(staff, families.patel.id, kind, None, dt.date(2026, 12, 4))
    assert rows(HomeDate.day, HomeDate.is_done) == [(dt.date(2026, 12, 4), False)]
    for _ in range(2):
        note_dates(staff, families.patel.id, kind, TODAY, None)
    assert rows(HomeDate.day, HomeDate.is_done) == [(TODAY, True)]
    page = dates_of_home(staff, families.patel.id)
    supervision = page.due[0]
    assert (supervision.next_on, supervision.state, supervision.is_set) == (dt.date(2027, 1, 3), DueState.LATER, False)
    assert [one.day for one in page.done] == [TODAY]
    assert rows(AuditEntry.action, AuditEntry.subject_id) == [("noted_home_date", families.patel.id)] * 4
    with pytest.raises(DoneOutOfReach):
        note_dates(staff, families.patel.id, kind, dt.date(2026, 11, 23), None)
    assert remove_date(staff, page.done[0].id) == families.patel.id
    assert rows(HomeDate.day) == []


def test_carers_and_finance_know_nothing_of_them(families: Families) -> None:
    date = create_date(families.hill, "2026-10-01")
    for one in map(sees, (families.moira, families.sue, families.finance)):
        assert overdue_dates(one) == 0
        assert refused_with(Forbidden, one, families, date.id) == 4
    assert refused_with(NotFound, sees(families.liaison), families, date.id) == 3


def refused_with(no: type[Exception], viewer: Viewer, families: Families, date_id: uuid.UUID) -> int:
    """How many of the four things that staff do with dates of the Hills are refused so."""
    deeds: tuple[Callable[[], object], ...] = (
        lambda: due_dates(viewer),
        lambda: dates_of_home(viewer, families.hill.id),
        lambda: note_dates(viewer, families.hill.id, DueKind.VISIT, TODAY, None),
        lambda: remove_date(viewer, date_id),
    )
    refused = 0
    for deed in deeds:
        try:
            deed()
        except no:
            refused += 1
    return refused


def test_a_liaison_worker_keeps_no_dates_of_a_home_that_went_on_elsewhere(families: Families) -> None:
    date = create_date(families.patel, "2026-10-01")
    ada = families.moves_next_door(families.patel, dt.date(2026, 6, 1))
    assert len(dates_of_home(sees(ada), families.patel.id).done) == 1
    for refused in (
        lambda: dates_of_home(sees(families.liaison), families.patel.id),
        lambda: note_dates(sees(families.liaison), families.patel.id, DueKind.VISIT, TODAY, None),
        lambda: remove_date(sees(families.liaison), date.id),
    ):
        with pytest.raises(NotFound):
            refused()
