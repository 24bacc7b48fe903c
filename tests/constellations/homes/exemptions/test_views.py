"""Exemptions on the page of a home, and the forms that grant and end them."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.children.models import Child
from constellations.core.database import session
from constellations.homes.exemptions.actions import grant_exemption
from constellations.homes.exemptions.models import Exemption
from constellations.models import Constellation, Home, Service
from constellations.permissions import Role
from tests import factories
from tests.client import RoostClient, client_of

EVERYTHING = Viewer.system()


@pytest.fixture
def client(app: Flask, service: Service, constellation: Constellation) -> RoostClient:
    """The liaison worker's browser."""
    return client_of(app, factories.create_person(Role.LIAISON, service, constellations=(constellation,)))


def exemptions() -> list[Exemption]:
    return list(session().scalars(visible(EVERYTHING, Exemption)))


def section(client: RoostClient, home: Home) -> str:
    """What the page of a home says of exemptions."""
    return client.get(f"/homes/{home.id}").text.split('id="exemptions"')[1].split("</section>")[0]


def test_an_exemption_is_granted_on_a_form_and_read_on_the_page(
    client: RoostClient, patel: Home, children: list[Child]
) -> None:
    assert "No exemption is known." in section(client, patel)
    data = {
        "child_ids": [str(children[1].id), str(children[2].id)],
        "day": "2026-11-22",
        "last": "2026-12-24",
        "conditions": "Weekends\nonly,  no more than two nights.",
    }
    answer = client.post(f"/homes/{patel.id}/exemption", data=data)
    assert (answer.status_code, answer.location) == (302, f"/homes/{patel.id}")
    (stored,) = exemptions()
    assert (stored.starts_on, stored.ends_on) == (dt.date(2026, 11, 22), dt.date(2026, 12, 25))
    assert stored.conditions == "Weekends only, no more than two nights."
    page = section(client, patel)
    for words in (f"/children/{children[1].id}", ">ZZ<", "until Thursday 24 December 2026", "no more than two nights"):
        assert words in page


def test_who_lives_here_is_offered_first(app: Flask, service: Service, patel: Home, children: list[Child]) -> None:
    manager = client_of(app, factories.create_person(Role.MANAGER, service))
    page = manager.get(f"/homes/{patel.id}/exemption").text
    places = [page.index(f"{initials} (") for initials in ("YY", "ZZ", "AA")]
    assert places == sorted(places)
    assert f"YY (Patel, {children[1].key})" in page


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("child_ids", [], "An exemption names the children. Choose at least one."),
        ("child_ids", ["nobody"], "Invalid choice(s)"),
        ("day", "", "Enter the first day on which it holds."),
        ("day", "1999-01-01", "That day is too far away."),
        ("last", "2026-11-01", "The last day is before the first. Correct one of them."),
        ("last", "2099-11-01", "The last day is too far ahead."),
        ("conditions", "x" * 501, "Say it in fewer words: at most 500 letters."),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
    client: RoostClient, patel: Home, children: list[Child], field: str, typed: str | list[str], said: str
) -> None:
    right = {"child_ids": [str(children[1].id)], "day": "2026-11-22", "last": "", "conditions": "Weekends only."}
    answer = client.post(f"/homes/{patel.id}/exemption", data={**right, field: typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert ("Weekends only.</textarea>" in answer.text) == (field != "conditions")
    assert exemptions() == []


def test_a_child_of_another_service_is_no_choice(client: RoostClient, patel: Home) -> None:
    stranger = factories.create_child(factories.create_service(), initials="QQ")
    data = {"child_ids": [str(stranger.id)], "day": "2026-11-22"}
    answer = client.post(f"/homes/{patel.id}/exemption", data=data)
    assert (answer.status_code, "QQ" in answer.text, exemptions()) == (422, False, [])


def test_an_exemption_is_ended_by_form(
    client: RoostClient, patel: Home, children: list[Child], manager: Viewer
) -> None:
    exemption_id = grant_exemption(manager, patel.id, [children[1].id], dt.date(2026, 11, 1), None, None)
    path = f"/exemptions/{exemption_id}/end"
    assert path in section(client, patel)
    refused = client.post(path, data={"day": "2026-10-01"})
    assert (refused.status_code, "Choose a day on which it does." in refused.text) == (422, True)
    assert client.post(path, data={"day": "2026-11-22"}).location == f"/homes/{patel.id}"
    over = section(client, patel)
    assert "until Saturday 21 November 2026" in over
    assert path not in over


def test_an_exemption_to_come_may_be_taken_back(
    client: RoostClient, patel: Home, children: list[Child], manager: Viewer
) -> None:
    grant_exemption(manager, patel.id, [children[1].id], dt.date(2026, 12, 1), None, None)
    page = section(client, patel)
    assert "(to come)" in page
    assert "Take back" in page


@pytest.mark.parametrize("role", [Role.HUB_CARER, Role.SATELLITE_CARER])
def test_carers_read_nothing_of_exemptions(
    app: Flask, patel: Home, children: list[Child], manager: Viewer, role: Role
) -> None:
    grant_exemption(manager, patel.id, [children[0].id, children[1].id], dt.date(2026, 11, 1), None, "Weekends only.")
    page = client_of(app, factories.create_person(role, home=patel)).get(f"/homes/{patel.id}")
    assert page.status_code == 200
    assert [word for word in ("xemption", "Weekends", "AA") if word in page.text] == []
