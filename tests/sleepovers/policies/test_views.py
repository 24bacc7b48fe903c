"""Policies and rates on the screen."""

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.models import Service
from constellations.permissions import Role
from sleepovers.policies.models import UpliftPolicy, UpliftRate
from tests.client import RoostClient, client_of
from tests.factories import create_home, create_person, create_service

POLICY = {
    "valid_from": "2027-01-01",
    "threshold": "10",
    "basis": "nights",
    "shape": "flat_when_exceeded",
    "eligible_roles": ["hub", "satellite"],
    "counted_kinds": ["planned", "emergency"],
    "counted_statuses": ["looked_after"],
}


@pytest.fixture
def service(app: Flask) -> Service:
    """A service that has set nothing yet."""
    return create_service()


@pytest.fixture
def manager(app: Flask, service: Service) -> RoostClient:
    """Its manager at a screen."""
    return client_of(app, create_person(Role.MANAGER, service))


def policies() -> list[UpliftPolicy]:
    return list(session().scalars(visible(Viewer.system(), UpliftPolicy)))


def rates() -> list[UpliftRate]:
    return list(session().scalars(visible(Viewer.system(), UpliftRate)))


def test_the_default_policy_is_said_to_be_the_default(manager: RoostClient) -> None:
    text = manager.get("/policies").text
    assert "This is the default policy." in text
    assert "Beyond 16 child-nights a month, hub homes are due an amount for each night beyond." in text
    assert "Stays that count: planned, emergency and respite." in text
    assert "No rate is set." in text


def test_a_policy_is_started_and_said_in_words(manager: RoostClient) -> None:
    text = manager.post("/policies/start", data=POLICY, follow_redirects=True).text
    assert "From Friday 1 January 2027" in text
    assert "Beyond 10 nights a month, hub homes and satellite homes are due one amount for the month" in text
    assert "to come" in text
    assert [(row.threshold, len(row.eligible_roles)) for row in policies()] == [(10, 2)]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("valid_from", "2027-01-15", "A policy starts on the 1st of a month"),
        ("valid_from", "soon", "Enter a day, such as 27/11/2026."),
        ("threshold", "201", "Enter a number from 0 to 200."),
        ("eligible_roles", [], "Choose at least one kind of home."),
        ("counted_kinds", ["parties"], "Invalid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    manager: RoostClient, field: str, typed: str | list[str], said: str
) -> None:
    answer = manager.post("/policies/start", data=POLICY | {field: typed})
    assert answer.status_code == 422
    assert f'<a href="#{field}">{said}' in answer.text
    assert 'value="2027-01-15"' in answer.text or field != "valid_from" or typed == "soon"
    assert policies() == []


def test_the_form_opens_with_what_holds_now_and_the_next_first(manager: RoostClient) -> None:
    text = manager.get("/policies/start").text
    assert 'value="2026-12-01"' in text
    assert 'value="16"' in text


def test_money_is_typed_in_pounds_and_kept_in_pence(manager: RoostClient) -> None:
    typed = {"valid_from": "2026-12-06", "per_night": "£42.50", "flat": ""}
    text = manager.post("/policies/rates/start", data=typed, follow_redirects=True).text
    assert "£42.50 for each night beyond; no amount for the month" in text
    assert [(row.per_night_pence, row.flat_pence) for row in rates()] == [(4250, None)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("forty", "Enter an amount in pounds, such as 40 or 42.50."), ("", "Enter at least one amount")],
)
def test_a_rate_without_an_amount_is_refused(manager: RoostClient, typed: str, said: str) -> None:
    data = {"valid_from": "2026-12-06", "per_night": typed, "flat": ""}
    answer = manager.post("/policies/rates/start", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{typed}"' in answer.text or not typed
    assert rates() == []


def test_what_is_to_come_is_withdrawn_by_a_press(manager: RoostClient) -> None:
    manager.post("/policies/start", data=POLICY)
    manager.post("/policies/rates/start", data={"valid_from": "2026-12-06", "per_night": "40", "flat": ""})
    (policy,), (rate,) = policies(), rates()
    assert manager.get("/policies").text.count("Withdraw") == 2
    manager.post(f"/policies/{policy.id}/withdraw")
    manager.post(f"/policies/rates/{rate.id}/withdraw")
    session().rollback()
    assert (policies(), rates()) == ([], [])


def test_liaison_workers_and_finance_read_and_change_nothing(app: Flask, service: Service) -> None:
    for role in (Role.LIAISON, Role.FINANCE):
        client = client_of(app, create_person(role, service))
        answer = client.get("/policies")
        assert answer.status_code == 200
        assert "Start a policy" not in answer.text
        assert client.post("/policies/start", data=POLICY).status_code == 403
    carer = create_person(Role.HUB_CARER, home=create_home(service))
    assert client_of(app, carer).get("/policies").status_code == 403
    assert policies() == []
