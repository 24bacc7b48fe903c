"""Saying why a home left, and whether a placement ended as planned, on a real database."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.children.models import Placement
from constellations.core.database import database, session
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.homes.actions import change_terms
from constellations.homes.rules import Terms
from constellations.permissions import Role
from constellations.rules import HomeStatus
from constellations.support.leaving import rules
from constellations.support.leaving.actions import say_whether_planned, say_why_left
from constellations.support.leaving.models import Leaving
from constellations.support.leaving.panels import LEFT_UNSAID, to_say_why
from constellations.support.leaving.queries import homes_that_left, leaving_page, placements_ended
from constellations.support.leaving.rules import LeavingWords, Reason, Scope
from tests import factories
from tests.queries import count_queries
from tests.sleepovers.households import Households, acts, audited, day, make_households, sees

LEFT = day("2026-10-16")
WHY = LeavingWords(Scope.FOSTERING, day("2026-10-10"), frozenset({Reason.RETIRED, Reason.HEALTH}))


@pytest.fixture
def homes(app: Flask) -> Households:
    """The Okafors have left, as the register says; a child of theirs has moved on before."""
    made = make_households()
    change_terms(sees(made.manager), made.okafor.id, Terms(1, 2, HomeStatus.LEFT), LEFT, 1)
    return made


def ended(homes: Households) -> Placement:
    """A child who lived with the Okafors until September."""
    child = factories.create_child(homes.service, initials="QX")
    of = {"home_id": homes.okafor.id, "starts_on": day("2025-01-01"), "ends_on": day("2026-09-01")}
    placement = Placement(child_id=child.id, **of)
    factories.stored(placement)
    return placement


def test_it_waits_until_somebody_says_why_and_every_version_is_kept(homes: Households) -> None:
    liaison = sees(homes.liaison)
    waiting = to_say_why(liaison)
    assert waiting is not None
    assert waiting["waiting"] == LEFT_UNSAID.count(liaison) == 1
    assert LEFT_UNSAID.count(sees(homes.moira)) == 0
    say_why_left(liaison, homes.okafor.id, LEFT, WHY, 0)
    better = LeavingWords(Scope.FOSTERING, LEFT, frozenset({Reason.HEALTH}))
    say_why_left(sees(homes.manager), homes.okafor.id, LEFT, better, 1)
    assert to_say_why(liaison) is None
    page = leaving_page(liaison, homes.okafor.id)
    assert page.line is not None
    assert (page.line.words, page.version) == (better, 2)
    assert [(one.number, one.words, one.by) for one in page.history] == [(2, better, "Sam Ode"), (1, WHY, "Dee Marsh")]
    row = session().scalars(visible(Viewer.system(), Leaving)).one()
    assert acts(row.id) == ["said_why_left"] * 2
    assert audited(row.id) == [("said_why_left", "scope;left_on;reasons")] * 2


def test_two_who_say_it_at_once_are_told_of_each_other(homes: Households) -> None:
    say_why_left(sees(homes.liaison), homes.okafor.id, LEFT, WHY, 0)
    with pytest.raises(ChangedMeanwhile, match="It says now: fostering, 2026-10-10, health, retired."):
        say_why_left(sees(homes.manager), homes.okafor.id, LEFT, WHY, 0)
    with pytest.raises(ChangedMeanwhile):
        say_why_left(sees(homes.manager), homes.okafor.id, LEFT, WHY, 7)


def test_why_somebody_left_is_said_of_who_has_left(homes: Households) -> None:
    manager = sees(homes.manager)
    for home, on in ((homes.patel, LEFT), (homes.okafor, day("2026-10-17"))):
        with pytest.raises(rules.HasNotLeft, match=f"{home.name} has not left"):
            say_why_left(manager, home.id, on, WHY, 0)
    with pytest.raises(rules.NoReason):
        say_why_left(manager, homes.okafor.id, LEFT, LeavingWords(Scope.FOSTERING, LEFT), 0)
    assert leaving_page(manager, homes.patel.id).line is None


def test_carers_and_finance_say_and_read_nothing_of_it(homes: Households) -> None:
    say_why_left(sees(homes.manager), homes.okafor.id, LEFT, WHY, 0)
    for who in (homes.moira, homes.okafors, homes.finance):
        with pytest.raises(Forbidden):
            homes_that_left(sees(who))
        with pytest.raises(Forbidden):
            say_why_left(sees(who), homes.okafor.id, LEFT, WHY, 1)
        assert session().scalars(visible(sees(who), Leaving)).all() == []


def test_a_liaison_worker_speaks_of_the_homes_looked_after_alone(homes: Households) -> None:
    next_door = factories.create_constellation(homes.service)
    other = sees(factories.create_person(Role.LIAISON, homes.service, constellations=(next_door,)))
    assert homes_that_left(other) == []
    with pytest.raises(NotFound):
        say_why_left(other, homes.okafor.id, LEFT, WHY, 0)
    moved = factories.create_home(homes.service, "Moved")
    factories.join(moved, homes.constellation, ends_on=day("2026-03-01"))
    factories.join(moved, next_door, starts_on=day("2026-03-01"), ends_on=day("2026-08-01"))
    assert [(line.home, line.constellations) for line in homes_that_left(other)] == [("Moved", (next_door.name,))]
    assert [line.home for line in homes_that_left(sees(homes.liaison))] == ["Okafor"]
    assert [line.home for line in homes_that_left(sees(homes.manager))] == ["Okafor", "Moved"]


def test_what_was_said_stays_when_the_register_is_put_right(homes: Households) -> None:
    manager = sees(homes.manager)
    say_why_left(manager, homes.okafor.id, LEFT, WHY, 0)
    row = session().scalars(visible(Viewer.system(), Leaving)).one()
    factories.changed(row, departed_on=day("2026-10-01"))
    (line,) = homes_that_left(manager)
    assert (line.departure.on, line.words, line.waits) == (LEFT, WHY, False)
    say_why_left(manager, homes.okafor.id, LEFT, WHY, 1)
    session().rollback()
    assert [one.departed_on for one in session().scalars(visible(Viewer.system(), Leaving))] == [LEFT]


def test_staff_say_whether_an_ending_was_planned_and_may_put_it_right(homes: Households) -> None:
    placement, liaison = ended(homes), sees(homes.liaison)
    (line,) = placements_ended(liaison)
    assert (line.initials, line.home, line.ended_on, line.is_planned) == ("QX", "Okafor", placement.ends_on, None)
    say_whether_planned(liaison, placement.id, True)
    say_whether_planned(sees(homes.manager), placement.id, False)
    assert [line.is_planned for line in placements_ended(liaison)] == [False]
    assert audited(placement.id) == [("said_whether_planned", "is_planned")] * 2


def test_a_child_who_is_still_there_has_not_gone(homes: Households) -> None:
    (placement,) = session().scalars(visible(Viewer.system(), Placement).where(Placement.child_id == homes.jb.id))
    with pytest.raises(rules.StillThere):
        say_whether_planned(sees(homes.manager), placement.id, True)
    before = ended(homes)
    goes_on = {"child_id": before.child_id, "home_id": before.home_id, "starts_on": before.ends_on}
    factories.stored(Placement(**goes_on))
    assert placements_ended(sees(homes.manager)) == []


def test_nobody_else_says_so(homes: Households) -> None:
    placement = ended(homes)
    with pytest.raises(Forbidden):
        say_whether_planned(sees(homes.moira), placement.id, True)
    elsewhere = sees(factories.create_person(Role.MANAGER, factories.create_service()))
    with pytest.raises(NotFound):
        say_whether_planned(elsewhere, placement.id, True)


def test_more_homes_cost_no_more_queries(homes: Households) -> None:
    def queries() -> int:
        session().rollback()
        with count_queries(database().engine) as sent:
            homes_that_left(sees(homes.manager))
        return len(sent)

    few = queries()
    for number in range(4):
        home = factories.create_home(homes.service)
        factories.join(home, homes.constellation, ends_on=day("2026-05-01") + dt.timedelta(days=number))
    assert len(homes_that_left(sees(homes.manager))) == 5
    assert queries() == few
