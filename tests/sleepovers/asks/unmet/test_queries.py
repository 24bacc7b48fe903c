"""The asks of some months with what became of each, as far as the viewer sees them."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.core.database import database
from constellations.rules import HomeRole
from sleepovers.asks.actions import withdraw_ask
from sleepovers.asks.answering.actions import decline_ask
from sleepovers.asks.models import Cancellation
from sleepovers.asks.unasked.actions import say_not_asked
from sleepovers.asks.unmet.figures.queries import figures_page, headline
from sleepovers.asks.unmet.figures.rules import Lead, Outcome
from sleepovers.rules import AnswerState, AskState, StayKind, StayState
from sleepovers.stays.course.actions import say_arrived
from sleepovers.stays.moving.models import MoveLeg
from tests import factories
from tests.factories import changed, create_ask, create_child, create_home, create_stay, stored
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.asks.asking import agree, ask_for, make_trusted_households, stays_from, the_ask, to_answer
from tests.sleepovers.households import Households, sees
from tests.sleepovers.stays.moving.moves import all_agree, booked, move_of


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, the Patels with JB and the Okafors with AK."""
    return make_trusted_households()


def test_each_way_in_which_an_ask_ends_is_counted(homes: Households) -> None:
    met = ask_for(homes, arrive="2026-11-27")
    agree(met, homes.hub, homes.moira)
    create_ask((homes.jb,), (homes.hub,), "2026-11-13", "2026-11-14", AskState.UNANSWERED)
    declined = create_ask((homes.jb,), (homes.hub,), "2026-11-24", "2026-11-25")
    decline_ask(sees(homes.moira), to_answer(declined.id, homes.hub), "No room that night")
    withdrawn = create_ask((homes.jb,), (homes.okafor,), "2026-11-25", "2026-11-26")
    withdraw_ask(sees(homes.anita), withdrawn.id, the_ask(withdrawn.id).version, "Not needed")
    create_ask((homes.jb,), (homes.hub,), "2026-11-29", "2026-11-30")
    say_not_asked(sees(homes.anita), homes.patel.id, dt.date(2026, 11, 20))
    page = figures_page(sees(homes.liaison), 3)
    counted = [page.all.number(outcome) for outcome in Outcome]
    assert (counted, page.all.not_asked, page.all.offered) == ([1, 1, 1, 1, 0, 1], 1, 1)
    assert page.reasons == [("No room that night", 1), ("Not needed", 1)]
    assert (page.all.wanted, page.all.unmet, page.without_reason) == (5, 4, 1)
    assert (Lead.TWO_WEEKS, 1, 0) in page.leads
    assert headline(sees(homes.manager)) == page.all


def test_a_stay_that_the_host_called_off_came_to_nothing(homes: Households) -> None:
    ask_id = ask_for(homes)
    agree(ask_id, homes.hub, homes.moira)
    (stay,) = stays_from(ask_id)
    changed(stay, state=StayState.CANCELLED)
    stored(Cancellation(stay_id=stay.id, by_host=True, reason="Ill", notice_hours=20))
    assert figures_page(sees(homes.manager), 3).all.number(Outcome.CALLED_OFF) == 1


def test_an_offer_of_other_nights_that_led_to_nothing_was_an_offer(homes: Households) -> None:
    create_ask((homes.jb,), (homes.hub,), "2026-11-13", "2026-11-14", AskState.WITHDRAWN, AnswerState.OTHER_NIGHTS)
    figures = figures_page(sees(homes.manager), 3).all
    assert (figures.offered, figures.unmet) == (1, 1)


def test_stays_without_an_ask_were_wanted_and_met_and_siblings_count_once(homes: Households) -> None:
    sibling = create_child(homes.service, homes.patel, "MB")
    for child in (homes.jb, sibling):
        create_stay(child, homes.hub, "2026-11-06", "2026-11-08")
    create_stay(homes.jb, homes.hub, "2026-11-13", "2026-11-14", StayState.CANCELLED)
    create_stay(homes.jb, homes.hub, "2026-11-14", "2026-11-14", kind=StayKind.DAY_CARE)
    create_ask((homes.jb,), (homes.hub,), "2026-11-20", "2026-11-21", AskState.DECLINED)
    figures = figures_page(sees(homes.liaison), 3).all
    assert (figures.recorded, figures.wanted, figures.share) == (1, 2, 50)


def test_a_stay_that_moved_after_it_began_was_wanted_once(homes: Households, clock: time_machine.Traveller) -> None:
    stay = booked(homes, arrive="2026-11-22")
    clock.move_to("2026-11-22T18:00Z")
    say_arrived(sees(homes.moira), stay.id)
    clock.move_to("2026-11-23T10:00Z")
    move_id = move_of(homes.anita, stay, homes.okafor)
    all_agree(move_id, homes.okafors, homes.moira)
    assert rows(MoveLeg.next_stay_id) != [(None,)]
    figures = figures_page(sees(homes.liaison), 3).all
    assert (figures.recorded, figures.wanted) == (0, 1)


def test_constellations_are_apart_and_a_liaison_worker_reads_of_the_own_alone(homes: Households) -> None:
    next_door = factories.create_constellation(homes.service, "Zenith")
    hub, home = create_home(homes.service), create_home(homes.service)
    factories.join(hub, next_door, HomeRole.HUB)
    factories.join(home, next_door)
    child = create_child(homes.service, home)
    create_ask((child,), (hub,), "2026-11-13", "2026-11-14", AskState.DECLINED)
    create_ask((homes.jb,), (homes.hub,), "2026-11-13", "2026-11-14", AskState.DECLINED)
    say_not_asked(sees(homes.manager), home.id, dt.date(2026, 11, 20))
    manager = figures_page(sees(homes.manager), 3)
    assert [(one.name, figures.unmet) for one, figures in manager.by_constellation] == [("Harbour", 1), ("Zenith", 2)]
    alone = figures_page(sees(homes.manager), 3, next_door.id)
    assert (alone.all.unmet, list(alone.names.values())) == (2, ["Zenith"])
    liaison = figures_page(sees(homes.liaison), 3, next_door.id)
    assert (liaison.chosen, liaison.all.unmet, list(liaison.names.values())) == (None, 1, ["Harbour"])


def test_only_the_months_asked_for_are_counted(homes: Households) -> None:
    create_ask((homes.jb,), (homes.hub,), "2026-08-31", "2026-09-01", AskState.DECLINED)
    create_ask((homes.jb,), (homes.hub,), "2026-12-01", "2026-12-02", AskState.DECLINED)
    assert figures_page(sees(homes.manager), 3).all.asked == 0
    assert figures_page(sees(homes.manager), 6).all.asked == 1


def test_it_takes_as_many_queries_with_many_asks_as_with_none(homes: Households) -> None:
    manager = sees(homes.manager)
    with count_queries(database().engine) as none:
        figures_page(manager, 12)
    for day in range(1, 21):
        create_ask((homes.jb,), (homes.hub, homes.okafor), f"2026-10-{day:02}", f"2026-10-{day + 1:02}")
    with count_queries(database().engine) as many:
        page = figures_page(manager, 12)
    assert (page.all.asked, len(many)) == (20, len(none))
    assert len(many) <= 7
