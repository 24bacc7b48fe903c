"""A council sign-in that is removed: a second step less for each who was connected, with all that follows from it."""

import uuid

import pytest
from flask import Flask

from constellations.access import Viewer, hold
from constellations.accounts.actions import Browser
from constellations.accounts.council import actions
from constellations.accounts.council.actions import Back, Came, come_back, set_out
from constellations.accounts.council.ending.actions import end_account_of
from constellations.accounts.council.queries import own_sign_in
from constellations.accounts.council.rules import Given, NotConnected, OthersConnected
from constellations.accounts.council.setting.actions import enter_council, remove_council
from constellations.accounts.queries import signed_in
from constellations.accounts.second_step.queries import codes_left, second_steps_of
from constellations.accounts.second_step.rules import SecondStep
from constellations.core.database import transaction
from constellations.models import Person, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.client import client_of
from tests.constellations.accounts.audited import audited
from tests.constellations.accounts.signing_in import devices, mails, sign_in, with_password
from tests.council import CLIENT, TENANT, Council, another
from tests.factories import create_person

HERE = Browser("Edge, Windows", "192.0.2.7")


def connect(council: Council, person: Person) -> Came:
    """Somebody connects an account there that is theirs alone."""
    council.person = another()
    viewer = viewer_for(person)
    begun = set_out(viewer.service_id, HERE, viewer)
    return come_back(Back(kept=begun.state, **council.come_in(begun.address)), HERE, viewer)


@pytest.fixture
def lena(service: Service) -> Person:
    """A liaison worker with a password, and no second step."""
    return with_password(create_person(Role.LIAISON, service, name="Lena Marsh"))


def test_whose_only_step_it_was_keeps_no_codes_and_comes_in_again(
    app: Flask, council: Council, moira: Person, lena: Person
) -> None:
    assert connect(council, lena).set_up
    assert (codes_left(lena.id), len(devices(lena))) == (10, 1)
    assert remove_council(viewer_for(moira), HERE) is None, "the manager was not connected"
    assert (second_steps_of(lena.id), devices(lena)) == (frozenset(), [])
    assert any("was taken away" in mail.body for mail in mails(lena))
    assert ("disconnected_council", "council_account") in audited()
    assert sign_in(client_of(app), lena.email).location == "/"


def test_another_step_stays_and_all_devices_end(app: Flask, council: Council, moira: Person, anita: Person) -> None:
    connect(council, anita)
    phone = client_of(app, anita)
    remove_council(viewer_for(moira), HERE)
    assert second_steps_of(anita.id) == {SecondStep.APP}
    assert phone.get("/me").status_code == 401


def test_a_manager_who_was_connected_goes_on_here(app: Flask, council: Council, moira: Person) -> None:
    connect(council, moira)
    phone, desk = client_of(app, moira), client_of(app, moira)
    assert desk.post("/service/council/remove").location == "/service/council"
    assert [client.get("/service/council").status_code for client in (desk, phone)] == [200, 401]


def test_the_token_it_gives_is_that_of_the_manager(council: Council, moira: Person) -> None:
    connect(council, moira)
    found = signed_in(remove_council(viewer_for(moira), HERE) or "")
    assert found is not None
    assert found[1].id == moira.id


def test_an_account_that_is_taken_away_while_somebody_comes_by_it_opens_nothing(
    council: Council, moira: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(council, moira)

    def meanwhile(viewer: Viewer, model: type[Person], key: uuid.UUID) -> Person:
        """Who was waited for has taken it away."""
        end_account_of(key)
        return hold(viewer, model, key)

    monkeypatch.setattr(actions, "hold", meanwhile)
    begun = set_out(moira.service_id, HERE)
    with pytest.raises(NotConnected):
        come_back(Back(kept=begun.state, **council.come_in(begun.address)), HERE, None)
    assert devices(moira) == []


class TestAnotherTenant:
    """Who is connected to the tenant before is nobody at another: that is said, and then they are disconnected."""

    @pytest.fixture
    def manager(self, council: Council, moira: Person, lena: Person) -> Viewer:
        """Two are connected to a tenant that is not the council of these tests any more."""
        for person in (moira, lena):
            connect(council, person)
        with transaction():
            row = own_sign_in(viewer_for(moira))
            assert row is not None
            row.tenant_id = another()
        return viewer_for(moira)

    def version(self, manager: Viewer) -> int:
        """The version of what is set now."""
        row = own_sign_in(manager)
        assert row is not None
        return row.version

    def test_it_is_refused_with_the_number_of_those_who_are_connected(self, manager: Viewer, lena: Person) -> None:
        with pytest.raises(OthersConnected, match="^2 people are connected"):
            enter_council(manager, Given(TENANT, CLIENT), self.version(manager), HERE)
        assert SecondStep.COUNCIL in second_steps_of(lena.id)

    def test_who_means_it_disconnects_them_and_goes_on(self, app: Flask, manager: Viewer, lena: Person) -> None:
        given = Given(TENANT, CLIENT, is_only_way=True, ends_connections=True)
        found = signed_in(enter_council(manager, given, self.version(manager), HERE) or "")
        assert found is not None
        assert found[1].id == manager.person_id
        assert (second_steps_of(lena.id), devices(lena)) == (frozenset(), [])
        assert any("was taken away" in mail.body for mail in mails(lena))
        assert audited().count(("disconnected_council", "council_account")) == 2
        assert sign_in(client_of(app), lena.email).location == "/"

    def test_the_page_says_it_and_the_manager_goes_on_there(self, app: Flask, manager: Viewer, moira: Person) -> None:
        client = client_of(app, moira)
        typed = {"tenant_id": TENANT, "client_id": CLIENT, "version": str(self.version(manager))}
        asked = client.post("/service/council", data=typed)
        assert (asked.status_code, "2 people are connected" in asked.text) == (422, True)
        assert client.post("/service/council", data=typed | {"ends_connections": "y"}).status_code == 302
        assert client.get("/service/council").status_code == 200

    def test_the_same_tenant_disconnects_nobody(self, council: Council, moira: Person) -> None:
        connect(council, moira)
        viewer = viewer_for(moira)
        assert enter_council(viewer, Given(TENANT, CLIENT, is_only_way=True), self.version(viewer), HERE) is None
        assert SecondStep.COUNCIL in second_steps_of(moira.id)
