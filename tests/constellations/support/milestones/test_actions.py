"""Long service: the list of a year, and who is told in the month."""

import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.core.database import database
from constellations.core.errors import Forbidden
from constellations.models import Home
from constellations.notices.models import Notice
from constellations.rules import HomeStatus
from constellations.support.milestones.actions import tell_of_milestones
from constellations.support.milestones.queries import (
    MILESTONE_COLUMNS,
    homes_without_day,
    milestone_rows,
    milestones,
    own_approval,
)
from tests import factories
from tests.constellations.events.families import Families, sees
from tests.factories import changed
from tests.queries import count_queries
from tests.registers import rows

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def families(app: Flask) -> Families:
    """The Patels have fostered for five years this month, the Hills for ten in December, Moira's for two."""
    made = Families()
    approve(made.patel, "2021-11-03")
    approve(made.hill, "2016-12-24")
    approve(made.hub, "2024-11-03")
    return made


def approve(home: Home, day: str) -> None:
    changed(home, approved_on=dt.date.fromisoformat(day))


def test_the_list_of_a_year_is_of_homes_that_are_here(families: Families) -> None:
    left = factories.create_home(families.service, status=HomeStatus.LEFT)
    approve(left, "2021-01-01")
    found = milestones(sees(families.manager), 2026)
    assert [(one.home, one.years, str(one.day)) for one in found] == [
        ("Patel", 5, "2026-11-03"),
        ("Hill", 10, "2026-12-24"),
    ]
    assert [one.home for one in milestones(sees(families.liaison), 2026)] == ["Patel"]
    assert milestones(sees(families.liaison), 2023) == ()
    assert [one.home for one in milestones(sees(families.liaison), 2027)] == ["Moira"]
    row = dict(zip(MILESTONE_COLUMNS, milestone_rows(sees(families.manager), 2026)[0], strict=True))
    assert (row["carers"], row["years"], row["home_key"]) == ("Anita Patel; Raj Patel", 5, "Patel")
    assert homes_without_day(sees(families.manager)) == homes_without_day(sees(families.liaison)) == 1


def test_it_costs_as_many_queries_for_many_homes_as_for_few(families: Families) -> None:
    manager = sees(families.manager)
    with count_queries(database().engine) as few:
        milestones(manager, 2026)
    for _ in range(5):
        approve(factories.create_home(families.service), "2021-02-01")
    with count_queries(database().engine) as many:
        assert len(milestones(manager, 2026)) == 7
    assert len(many) == len(few) == 2


def test_only_staff_who_look_after_homes_see_the_list(families: Families) -> None:
    for one in (families.anita, families.finance):
        with pytest.raises(Forbidden):
            milestones(sees(one), 2026)
    assert own_approval(sees(families.anita)) == dt.date(2021, 11, 3)
    assert own_approval(sees(families.grace)) is None


def test_the_liaison_worker_is_told_in_the_month_and_once(families: Families) -> None:
    system = replace(Viewer.system(), today=TODAY)
    assert [tell_of_milestones(system, families.service.id, TODAY, TODAY).found for _ in range(2)] == [1, 0]
    assert rows(Notice.person_id, Notice.words, Notice.path) == [
        (families.liaison.id, "Patel: 5 years of fostering on 3 November.", "/support/milestones?year=2026")
    ]
    december = dt.date(2026, 12, 1)
    # Nobody looks after the Hills: nobody is told.
    assert tell_of_milestones(system, families.service.id, december, december).found == 0
