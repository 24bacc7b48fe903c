"""What the home page asks of whom, on the way from flag to payment."""

import pytest
from flask import Flask

from constellations.core.clock import Month
from constellations.models import Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.claims.actions import close_month
from sleepovers.payments.adjusting.actions import PutRight, decide_adjustment, propose_adjustment
from sleepovers.payments.disputing.actions import settle_dispute
from sleepovers.payments.models import Adjustment
from sleepovers.payments.panels import on_their_way, own_claims
from sleepovers.payments.paying.actions import say_line_came_back
from sleepovers.payments.rules import DisputeState
from tests.factories import create_person, create_service
from tests.sleepovers.claims.months import NOVEMBER, OCTOBER
from tests.sleepovers.payments.paths import SEPTEMBER, Due, due, lines, row


def waits(person: Person) -> list[str]:
    """What waits for somebody, by name."""
    contents = on_their_way(viewer_for(person)) or {}
    return [name for name in ("check", "approve", "export", "disputes", "adjustments") if contents.get(name)]


def test_each_is_asked_for_the_step_that_is_theirs(app: Flask) -> None:
    way = due()
    liaison, manager, finance = way.around.liaison, way.around.manager, way.around.finance
    assert [waits(person) for person in (liaison, manager, finance)] == [["check"], ["check"], []]
    way.dispute()
    assert waits(liaison) == ["check", "disputes"]
    way.check()
    assert [waits(person) for person in (liaison, manager, finance)] == [["disputes"], ["disputes"], []]
    way.close()
    assert [waits(person) for person in (manager, finance)] == [["approve", "disputes"], ["approve"]]
    way.approve()
    assert [waits(person) for person in (manager, finance)] == [["disputes"], ["export"]]
    assert on_their_way(viewer_for(create_person(Role.MANAGER, create_service()))) is None


def to_export(way: Due) -> dict[Month, int]:
    """How many amounts finance is asked to export, by month."""
    contents = on_their_way(viewer_for(way.around.finance)) or {}
    return {month: contents["amounts"][month] for month in contents.get("export", ())}  # type: ignore[attr-defined,index]  # months


def test_finance_is_asked_for_whatever_becomes_due_after_a_batch(app: Flask) -> None:
    way = due(month=SEPTEMBER)
    way.check()
    way.close()
    way.approve()
    dispute = way.dispute()
    assert to_export(way) == {SEPTEMBER: 1}
    batch = way.export()
    assert to_export(way) == {}
    settle_dispute(viewer_for(way.around.liaison), dispute.id, DisputeState.STANDS, "It was here.", dispute.version)
    assert to_export(way) == {SEPTEMBER: 1}
    way.export()
    assert to_export(way) == {}
    say_line_came_back(viewer_for(way.around.finance), lines(batch)[0].id, "Account closed")
    assert to_export(way) == {SEPTEMBER: 1}
    way.export()
    more = propose_adjustment(
        viewer_for(way.around.liaison), SEPTEMBER, way.around.hub.id, PutRight(1, 4000, "One was forgotten.")
    )
    decide_adjustment(viewer_for(way.around.manager), more, True, row(Adjustment, more).version)
    assert to_export(way) == {}, "October is still open"
    close_month(viewer_for(way.around.manager), way.around.service.id, SEPTEMBER.shifted(1))
    assert to_export(way) == {SEPTEMBER.shifted(1): 1}


@pytest.mark.parametrize("pence", [0, 4000])
def test_finance_is_not_asked_for_what_comes_to_nothing_or_waits(app: Flask, pence: int) -> None:
    way = due(17, pence=pence).approved()
    assert to_export(way) == ({OCTOBER: 1} if pence else {})
    way.dispute()
    assert to_export(way) == {}


@pytest.mark.parametrize("role", ["carer", "neighbour"])
def test_a_carer_is_asked_of_the_own_months_that_are_over(app: Flask, role: str) -> None:
    way = due()
    due(17, way.around, month=NOVEMBER)
    asked = own_claims(viewer_for(getattr(way.around, role)))
    months = [claim.month for claim in asked["claims"]] if asked else []  # type: ignore[attr-defined]  # claims
    assert months == ([way.month] if role == "carer" else [])
