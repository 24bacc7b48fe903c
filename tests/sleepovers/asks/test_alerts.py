"""At what hour people are alerted to an ask: of an emergency at once, of everything else when their night is over."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from flask import Flask

from sleepovers.asks.actions import ask_for_sleepover
from sleepovers.asks.answering.actions import decline_ask
from sleepovers.rules import StayKind
from tests.alerts import alert_now, outbox
from tests.sleepovers.asks.asking import agree, make_trusted_households, to_answer, wanted
from tests.sleepovers.households import Households, sees

LATE = dt.datetime(2026, 11, 18, 23, 0, tzinfo=dt.UTC)


@pytest.fixture
def homes(app: Flask, clock: time_machine.Traveller) -> Households:
    """The households, at eleven at night."""
    clock.move_to(LATE)
    return make_trusted_households()


def mailed_now() -> set[str]:
    """Who was mailed within the minute, by address."""
    alert_now()
    return {mail.address for mail in outbox()}


@pytest.mark.parametrize(
    ("kind", "is_heard"), [(StayKind.EMERGENCY, True), (StayKind.PLANNED, False), (StayKind.RESPITE, False)]
)
def test_a_home_that_is_asked_at_night_is_woken_by_an_emergency_alone(
    homes: Households, clock: time_machine.Traveller, kind: StayKind, is_heard: bool
) -> None:
    ask_for_sleepover(sees(homes.anita), replace(wanted(homes.hub, children=(homes.jb,)), kind=kind))
    assert mailed_now() == ({homes.moira.email, homes.tom.email} if is_heard else set())
    clock.move_to(LATE + dt.timedelta(hours=8, minutes=1))
    assert {homes.moira.email, homes.tom.email} <= mailed_now(), "in the morning everybody knows"
    assert len([mail for mail in outbox() if mail.address == homes.moira.email]) == 1


@pytest.mark.parametrize("does", ["agree", "decline"])
def test_who_waits_for_a_bed_hears_the_answer_at_any_hour(homes: Households, does: str) -> None:
    wish = replace(wanted(homes.hub, children=(homes.jb,)), kind=StayKind.EMERGENCY)
    (ask_id,) = ask_for_sleepover(sees(homes.anita), wish)
    assert homes.anita.email not in mailed_now()
    answers: dict[str, Callable[[], object]] = {
        "agree": lambda: agree(ask_id, homes.hub, homes.moira),
        "decline": lambda: decline_ask(sees(homes.moira), to_answer(ask_id, homes.hub), "Both of us are ill."),
    }
    answers[does]()
    assert homes.anita.email in mailed_now()
    assert all(mail.body.count("JB") == 0 for mail in outbox())
