"""What the home page asks of whom, on the way from flag to payment."""

import pytest
from flask import Flask

from constellations.models import Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.payments.panels import on_their_way, own_claims
from tests.factories import create_person, create_service
from tests.sleepovers.claims.months import NOVEMBER
from tests.sleepovers.payments.paths import due


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


@pytest.mark.parametrize("role", ["carer", "neighbour"])
def test_a_carer_is_asked_of_the_own_months_that_are_over(app: Flask, role: str) -> None:
    way = due()
    due(17, way.around, month=NOVEMBER)
    asked = own_claims(viewer_for(getattr(way.around, role)))
    months = [claim.month for claim in asked["claims"]] if asked else []  # type: ignore[attr-defined]  # claims
    assert months == ([way.month] if role == "carer" else [])
