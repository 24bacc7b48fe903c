"""Correcting children: arrangements, moves, facts, and who is kept apart."""

import datetime as dt
from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.children import actions
from constellations.children.actions import ChildFacts
from constellations.children.models import Child, ChildStatusFrom, NotTogether, Placement
from constellations.children.rules import LivesThereAlready, NotBornYet, OneAndTheSame
from constellations.core.clock import ALWAYS, Month
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile, KeyTaken
from constellations.models import Home, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import ChildStatus, StayAuthority
from tests import factories

EVERYTHING = Viewer.system()
WORKER = "nina@council.example"
FACTS = ChildFacts("C-9", "JBX", Month(2014, 2), StayAuthority.DELEGATED, is_solo=True, social_worker_email=WORKER)


def day(number: int) -> dt.date:
    return dt.date(2026, 12, number)


@pytest.fixture
def service(app: Flask) -> Service:
    """A service."""
    return factories.create_service()


@pytest.fixture
def home(service: Service) -> Home:
    """A home of it."""
    return factories.create_home(service)


@pytest.fixture
def child(service: Service, home: Home) -> Child:
    """A child who has lived in that home since ever."""
    return factories.create_child(service, home)


@pytest.fixture
def manager(service: Service) -> Viewer:
    """The service's manager."""
    return viewer_for(factories.create_person(Role.MANAGER, service))


def statuses() -> list[tuple[dt.date, dt.date | None, ChildStatus]]:
    rows = session().scalars(visible(EVERYTHING, ChildStatusFrom).order_by(ChildStatusFrom.starts_on))
    return [(row.starts_on, row.ends_on, row.status) for row in rows]


def placements() -> list[tuple[dt.date, dt.date | None, Home]]:
    asked = select(Placement, Home).join(Home, Home.id == Placement.home_id).order_by(Placement.starts_on)
    rows = session().execute(covering(EVERYTHING, asked))
    return [(row.starts_on, row.ends_on, home) for row, home in rows]


def pairs() -> Sequence[NotTogether]:
    return session().scalars(visible(EVERYTHING, NotTogether)).all()


def acts() -> list[str]:
    """What was done, in the order of the alphabet: the clock of the tests stands still."""
    return sorted(session().scalars(covering(EVERYTHING, select(Activity.action))))


def audited() -> Sequence[str]:
    return session().scalars(covering(EVERYTHING, select(AuditEntry.action).order_by(AuditEntry.seq))).all()


def test_an_arrangement_holds_from_a_day_and_history_is_kept(child: Child, manager: Viewer) -> None:
    actions.change_child_status(manager, child.id, ChildStatus.ADOPTED, day(1), 1)
    assert statuses() == [(ALWAYS, day(1), ChildStatus.LOOKED_AFTER), (day(1), None, ChildStatus.ADOPTED)]
    assert (acts(), audited()) == (["change_child_status"], ["change_child_status"])


def test_a_child_moves_on_a_day(service: Service, home: Home, child: Child, manager: Viewer) -> None:
    new = factories.create_home(service)
    actions.move_child(manager, child.id, new.id, day(1), 1)
    assert placements() == [(ALWAYS, day(1), home), (day(1), None, new)]
    assert (acts(), audited()) == (["move_child"], ["move_child"])


def test_a_move_said_twice_for_one_day_is_the_one_said_last(
    service: Service, home: Home, child: Child, manager: Viewer
) -> None:
    first, second = factories.create_home(service), factories.create_home(service)
    actions.move_child(manager, child.id, first.id, day(1), 1)
    actions.move_child(manager, child.id, second.id, day(1), 2)
    assert placements() == [(ALWAYS, day(1), home), (day(1), None, second)]


def test_a_move_before_a_later_one_lasts_until_that(
    service: Service, home: Home, child: Child, manager: Viewer
) -> None:
    early, late = factories.create_home(service), factories.create_home(service)
    actions.move_child(manager, child.id, late.id, day(20), 1)
    actions.move_child(manager, child.id, early.id, day(10), 2)
    assert placements() == [(ALWAYS, day(10), home), (day(10), day(20), early), (day(20), None, late)]


def test_a_child_leaves_without_another_home_here(home: Home, child: Child, manager: Viewer) -> None:
    actions.move_child(manager, child.id, None, day(1), 1)
    assert placements() == [(ALWAYS, day(1), home)]


def test_a_move_to_the_home_it_lives_in_is_refused(home: Home, child: Child, manager: Viewer) -> None:
    with pytest.raises(LivesThereAlready):
        actions.move_child(manager, child.id, home.id, day(1), 1)
    assert placements() == [(ALWAYS, None, home)]


def test_nobody_moves_or_changes_before_being_born(service: Service, child: Child, manager: Viewer) -> None:
    with pytest.raises(NotBornYet):
        actions.move_child(manager, child.id, factories.create_home(service).id, dt.date(2015, 2, 28), 1)
    with pytest.raises(NotBornYet):
        actions.change_child_status(manager, child.id, ChildStatus.ADOPTED, dt.date(2015, 2, 28), 1)
    assert (len(placements()), len(statuses())) == (1, 1)


def test_a_child_does_not_move_to_another_service(child: Child, manager: Viewer) -> None:
    elsewhere = factories.create_home(factories.create_service())
    with pytest.raises(NotFound):
        actions.move_child(manager, child.id, elsewhere.id, day(1), 1)
    assert len(placements()) == 1


def test_what_is_kept_of_a_child_is_corrected(child: Child, manager: Viewer) -> None:
    actions.correct_child(manager, child.id, FACTS, 1)
    found = session().scalars(visible(EVERYTHING, Child)).one()
    kept = ChildFacts(
        found.key, found.initials, found.born, found.stay_authority, found.is_solo, found.social_worker_email
    )
    assert (kept, found.version) == (FACTS, 2)
    assert (acts(), audited()) == (["correct_child"], ["correct_child"])


def test_a_reference_in_use_is_refused(child: Child, manager: Viewer) -> None:
    factories.create_child(factories.create_service(), key="C-9")
    with pytest.raises(KeyTaken):
        actions.correct_child(manager, child.id, FACTS, 1)
    assert session().scalars(visible(manager, Child)).one().initials == "JB"


def test_a_stale_page_corrects_nothing_and_says_both(child: Child, manager: Viewer) -> None:
    actions.correct_child(manager, child.id, FACTS, 1)
    with pytest.raises(
        ChangedMeanwhile, match=r"now: JBX \(C-9\), born February 2014.*sleeps alone, social worker: nina@council"
    ):
        actions.correct_child(manager, child.id, ChildFacts("C-1", "J", Month(2014, 2), FACTS.stay_authority, False), 1)
    assert session().scalars(visible(manager, Child)).one().initials == "JBX"


def test_two_children_are_kept_apart_once_whoever_says_it(service: Service, child: Child, manager: Viewer) -> None:
    other = factories.create_child(service)
    actions.keep_apart(manager, other.id, child.id)
    actions.keep_apart(manager, child.id, other.id)
    assert [{pair.first_id, pair.second_id} for pair in pairs()] == [{child.id, other.id}]
    assert acts() == ["keep_apart"]


def test_two_children_may_be_together_again(service: Service, child: Child, manager: Viewer) -> None:
    other = factories.create_child(service)
    actions.keep_apart(manager, child.id, other.id)
    actions.allow_together(manager, other.id, child.id)
    assert (list(pairs()), acts()) == ([], ["allow_together", "keep_apart"])


def test_a_child_is_not_kept_from_itself(child: Child, manager: Viewer) -> None:
    with pytest.raises(OneAndTheSame):
        actions.keep_apart(manager, child.id, child.id)
    assert list(pairs()) == []


def test_children_of_two_services_are_strangers(child: Child, manager: Viewer) -> None:
    stranger = factories.create_child(factories.create_service())
    with pytest.raises(NotFound):
        actions.keep_apart(manager, child.id, stranger.id)
    assert list(pairs()) == []


@pytest.mark.parametrize("role", [Role.HUB_CARER, Role.SATELLITE_CARER])
def test_carers_correct_nothing_of_a_child(service: Service, home: Home, child: Child, role: Role) -> None:
    carer = viewer_for(factories.create_person(role, home=home))
    with pytest.raises(Forbidden):
        actions.correct_child(carer, child.id, FACTS, 1)
    with pytest.raises(Forbidden):
        actions.move_child(carer, child.id, None, day(1), 1)
    with pytest.raises(Forbidden):
        actions.keep_apart(carer, child.id, child.id)
    assert acts() == []
