"""What people do with asks over some days, each act with the outcome that the world on paper expects."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

import pytest
import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from constellations.access import Viewer, find
from constellations.core.errors import RoostError
from sleepovers.asks.actions import ask_for_sleepover, withdraw_ask
from sleepovers.asks.agreements.actions import settle_agreement
from sleepovers.asks.answering.actions import Asked as Answering
from sleepovers.asks.answering.actions import (
    agree_to_ask,
    decline_ask,
    offer_other_home,
    offer_other_nights,
    take_offer,
)
from sleepovers.asks.ending.actions import end_unanswered_asks
from sleepovers.asks.models import Agreement, Ask
from sleepovers.asks.wanted import Wanted
from sleepovers.models import Stay
from sleepovers.rules import AnswerState, AskState, Moment, StayState
from tests.registers import rows
from tests.sleepovers.asks.naive_world import (
    ASK_FIRST,
    BEDS,
    DAY,
    FAMILIES,
    STILL_ASKED,
    Asked,
    World,
)
from tests.sleepovers.asks.paper_trail import Place, clear

T = TypeVar("T")
FIRST_DAY = dt.date(2026, 11, 22)
OVER = (StayState.CANCELLED, StayState.HAPPENED)
WHICH = st.integers(0, 20)
AHEAD, BACK, LENGTH = st.integers(0, 2), st.integers(0, 2), st.integers(1, 3)
HOMES, CHILDREN = st.sampled_from(list(BEDS)), st.sampled_from(list(FAMILIES))


def one_of(things: Mapping[str, T], which: int) -> tuple[str, T]:
    """The newest of some things, or the one before, and so on."""
    return list(things.items())[-1 - which % len(things)]


class Asking(RuleBasedStateMachine):
    """Asks and answers; what is done with the stays that come of them is in the tests beside."""

    def __init__(self, place: Place, clock: time_machine.Traveller) -> None:
        super().__init__()
        self.place, self.clock, self.world = place, clock, World(FIRST_DAY)
        clear(place)
        self.wake()

    def wake(self) -> None:
        """It is 09:00 on the day of the world."""
        self.clock.move_to(dt.datetime.combine(self.world.today, dt.time(9), dt.UTC))

    def does(self, expected: str | None, act: Callable[[], T]) -> T | None:
        """Let somebody act: refused by that name, or done."""
        self.place.reached.add(expected or "done")
        if expected is None:
            return act()
        with pytest.raises(RoostError) as refused:
            act()
        assert type(refused.value).__name__ == expected, refused.value.words
        return None

    def an_ask(self, which: int) -> tuple[str, Asked]:
        """Mostly one that is open: nothing much can be done with the others."""
        still_open = {name: ask for name, ask in self.world.asks.items() if ask.state is AskState.OPEN}
        return one_of(still_open if still_open and which % 4 else self.world.asks, which // 4)

    def answering(self, ask_id: str, home: str) -> Answering:
        """An answer on the newest page."""
        key = uuid.UUID(ask_id)
        return Answering(key, self.place.homes[home], find(Viewer.system(), Ask, key).version)

    def on_page(self, stay_id: str) -> tuple[uuid.UUID, int]:
        """A stay and its newest version."""
        key = uuid.UUID(stay_id)
        return key, find(Viewer.system(), Stay, key).version

    @rule(child=CHILDREN, both=st.booleans(), homes=st.sets(HOMES, min_size=1), ahead=AHEAD, length=LENGTH)
    def ask(self, child: str, both: bool, homes: set[str], ahead: int, length: int) -> None:
        children = ("AA", "BB") if both and child == "AA" else (child,)
        first, hosts = self.world.today + ahead * DAY, sorted(homes - {FAMILIES[child]}) or sorted(homes)
        end = first + length * DAY
        ids = [self.place.children[one] for one in children], [self.place.homes[host] for host in hosts]
        wish = Wanted(tuple(ids[0]), tuple(ids[1]), Moment(first), Moment(end))
        expected = self.world.refuses_ask(children, hosts, first, end)
        made = self.does(expected, partial(ask_for_sleepover, self.place.viewer(FAMILIES[child]), wish))
        if made:
            waiting = dict.fromkeys(hosts, AnswerState.WAITING)
            self.world.asks[str(made[0])] = Asked(children, first, end, waiting, is_allowed=ASK_FIRST not in children)

    @precondition(lambda self: self.world.asks)
    @rule(which=WHICH, home=WHICH)
    def agree(self, which: int, home: int) -> None:
        self.say_yes(which, home, is_staff=False)

    @precondition(lambda self: self.world.asks)
    @rule(which=WHICH, home=WHICH)
    def overrule(self, which: int, home: int) -> None:
        self.say_yes(which, home, is_staff=True)

    def say_yes(self, which: int, home: int, is_staff: bool) -> None:
        """Agree as the home, or as staff with a reason."""
        (ask_id, ask), world = self.an_ask(which), self.world
        host, _ = one_of(ask.answers, home)
        expected = world.refuses_answer(ask, host, is_staff)
        expected = expected or world.refuses_stay(ask, host, ask.first, ask.end, is_staff)
        viewer = self.place.viewer("staff" if is_staff else host)
        reason = "It has to be." if is_staff else None
        made = self.does(expected, partial(agree_to_ask, viewer, self.answering(ask_id, host), reason))
        if made:
            world.agree(ask, host, [str(stay) for stay in made], is_staff)

    @precondition(lambda self: self.world.asks)
    @rule(which=WHICH, home=WHICH, other=HOMES)
    def offer_home(self, which: int, home: int, other: str) -> None:
        (ask_id, ask), world = self.an_ask(which), self.world
        host, _ = one_of(ask.answers, home)
        is_late = "NoLongerOpen" if ask.first < world.today else None
        known = ask.answers.get(other, AnswerState.WAITING)
        expected = world.refuses_answer(ask, host) or is_late
        expected = expected or (None if known is AnswerState.WAITING else "AlreadyAnswered")
        expected = expected or world.refuses_ask(ask.children, [other], ask.first, ask.end)
        page, viewer = self.answering(ask_id, host), self.place.viewer(host)
        self.does(expected, partial(offer_other_home, viewer, page, self.place.homes[other]))
        if expected is None:
            ask.answers[host], ask.answers[other] = AnswerState.OTHER_HOME, AnswerState.WAITING

    @precondition(lambda self: self.world.asks)
    @rule(which=WHICH, home=WHICH)
    def decline(self, which: int, home: int) -> None:
        ask_id, ask = self.an_ask(which)
        host, _ = one_of(ask.answers, home)
        expected = self.world.refuses_answer(ask, host)
        self.does(expected, partial(decline_ask, self.place.viewer(host), self.answering(ask_id, host), "Full."))
        if expected is None:
            ask.answers[host] = AnswerState.DECLINED
            if not set(STILL_ASKED) & set(ask.answers.values()):
                ask.finish(AskState.DECLINED)

    @precondition(lambda self: self.world.asks)
    @rule(which=WHICH, home=WHICH, ahead=AHEAD, length=LENGTH)
    def offer(self, which: int, home: int, ahead: int, length: int) -> None:
        (ask_id, ask), world = self.an_ask(which), self.world
        host, _ = one_of(ask.answers, home)
        first = world.today + ahead * DAY
        end = first + length * DAY
        expected = world.refuses_answer(ask, host) or ("SameNights" if (first, end) == (ask.first, ask.end) else None)
        expected = expected or world.refuses_stay(ask, host, first, end)
        expected = {"JustTaken": "NoBedFree", "AgreementMissing": None}.get(expected or "", expected)
        page, viewer = self.answering(ask_id, host), self.place.viewer(host)
        self.does(expected, partial(offer_other_nights, viewer, page, first, end))
        if expected is None:
            ask.answers[host], ask.offers[host] = AnswerState.OTHER_NIGHTS, (first, end)

    @precondition(lambda self: any(ask.offers for ask in self.world.asks.values()))
    @rule(which=WHICH)
    def take(self, which: int) -> None:
        offered = {name: ask for name, ask in self.world.asks.items() if ask.offers}
        ask_id, ask = one_of(offered, which)
        host, ends = one_of(ask.offers, 0)
        expected = None if ask.state is AskState.OPEN else "NoLongerOpen"
        expected = expected or (None if ask.answers[host] is AnswerState.OTHER_NIGHTS else "NoOffer")
        anew = expected is None and self.world.is_asked_anew(ask, *ends)
        expected = expected or (None if anew else self.world.refuses_stay(ask, host, *ends))
        viewer = self.place.viewer(FAMILIES[ask.children[0]])
        made = self.does(expected, partial(take_offer, viewer, self.answering(ask_id, host)))
        if anew:
            assert made == []
            (ask.first, ask.end), ask.is_allowed = ends, False
        elif made:
            ask.first, ask.end = ends
            self.world.agree(ask, host, [str(stay) for stay in made])

    @precondition(lambda self: self.world.asks)
    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        ask_id, ask = self.an_ask(which)
        page, viewer = self.answering(ask_id, "Hub"), self.place.viewer(FAMILIES[ask.children[0]])
        expected = None if ask.state is AskState.OPEN else "NoLongerOpen"
        self.does(expected, partial(withdraw_ask, viewer, page.ask_id, page.version))
        if expected is None:
            ask.finish(AskState.WITHDRAWN)

    @precondition(lambda self: any(not ask.is_allowed for ask in self.world.asks.values()))
    @rule(is_given=st.booleans())
    def settle(self, is_given: bool) -> None:
        ask_id, ask = one_of({name: ask for name, ask in self.world.asks.items() if not ask.is_allowed}, 0)
        (task,) = [one for one, of, state in rows(Agreement.id, Agreement.ask_id, Agreement.state) if str(of) == ask_id]
        self.does(None, partial(settle_agreement, self.place.viewer("staff"), task, is_given))
        ask.is_allowed = True
        if ask.state is AskState.OPEN and not is_given:
            ask.finish(AskState.DECLINED)

    @rule()
    def sleep(self) -> None:
        self.world.today += DAY
        self.wake()
        end_unanswered_asks(Viewer.system(), self.place.service, FIRST_DAY, self.world.today)
        for ask in self.world.asks.values():
            if ask.state is AskState.OPEN and ask.first < self.world.today:
                ask.finish(AskState.UNANSWERED)
