"""To a council's page and back, connecting and disconnecting, against a real provider."""

import datetime as dt

import pytest
import time_machine
from structlog.testing import capture_logs

from constellations.accounts.actions import Browser, sign_in
from constellations.accounts.council import actions
from constellations.accounts.council.actions import Back, Begun, Came
from constellations.accounts.council.queries import councils, is_connected, must_come_by_council, own_council
from constellations.accounts.council.rules import (
    ConnectedAlready,
    ConnectedToAnother,
    CouncilAway,
    CouncilRefused,
    Given,
    NoCouncil,
    NotConnected,
    OnlyByCouncil,
    SecretMissing,
    TenantUnknown,
    WayOver,
)
from constellations.accounts.council.setting.actions import enter_council, remove_council
from constellations.accounts.queries import signed_in
from constellations.accounts.second_step.queries import second_steps_of
from constellations.accounts.second_step.rules import SecondStep
from constellations.core.errors import Forbidden, RuleBroken, TooOften
from constellations.corrections import ChangedMeanwhile
from constellations.models import Person, Service
from constellations.people.actions import end_access, let_back
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.authenticator import Json
from tests.constellations.accounts.audited import audited
from tests.constellations.accounts.signing_in import PASSWORD, deeds, devices, subjects, with_password
from tests.council import CLIENT, SECRET, TENANT, Council, another
from tests.factories import create_person, create_service

HERE = Browser("Edge, Windows", "192.0.2.7")


def back_from(council: Council, begun: Begun, **differently: str) -> Back:
    """What the browser brings back when its person has signed in there."""
    brought = {"kept": begun.state, **council.come_in(begun.address), **differently}
    return Back(**brought)


def connect(council: Council, person: Person) -> None:
    """Somebody connects the account with which they are signed in there."""
    viewer = viewer_for(person)
    begun = actions.set_out(viewer.service_id, HERE, viewer)
    assert actions.come_back(back_from(council, begun), HERE, viewer) == Came(connected=True)


def come(council: Council, service: Service, **differently: str) -> str:
    """Somebody comes in by the council; gives the token of their device."""
    begun = actions.set_out(service.id, HERE)
    return actions.come_back(back_from(council, begun, **differently), HERE, None).token


class TestConnecting:
    """An account is connected by who is signed in, and by nobody else."""

    def test_then_it_opens_roost(self, council: Council, service: Service, moira: Person) -> None:
        connect(council, moira)
        found = signed_in(come(council, service))
        assert found is not None
        assert found[1].id == moira.id
        assert [(each.browser, each.second_step_at is not None) for each in devices(moira)] == [("Edge, Windows", True)]
        assert deeds(moira) == ["connected_council", "entered_council", "sign_in"]
        assert ("connected_council", "council_account") in audited()
        assert subjects(moira.email) == {"Your council account is connected to Roost"}

    def test_as_the_first_second_step_it_brings_recovery_codes(
        self, council: Council, service: Service, moira: Person
    ) -> None:
        lena = create_person(Role.LIAISON, service)
        begun = actions.set_out(service.id, HERE, viewer_for(lena))
        came = actions.come_back(back_from(council, begun), HERE, viewer_for(lena))
        assert came.set_up is not None
        assert (len(came.set_up.codes), signed_in(came.set_up.token) is not None) == (10, True)
        assert second_steps_of(lena.id) == {SecondStep.COUNCIL, SecondStep.RECOVERY_CODE}

    def test_an_account_with_the_same_address_is_nobody_until_it_is_connected(
        self, council: Council, service: Service, moira: Person
    ) -> None:
        council.bend = lambda claims: {**claims, "email": moira.email, "preferred_username": moira.email}
        with pytest.raises(NotConnected):
            come(council, service)
        assert devices(moira) == []

    def test_what_somebody_began_nobody_else_ends(self, council: Council, moira: Person, anita: Person) -> None:
        for who in (anita, None):
            begun = actions.set_out(moira.service_id, HERE, viewer_for(moira))
            with pytest.raises(WayOver):
                actions.come_back(back_from(council, begun), HERE, viewer_for(who) if who else None)
        assert not is_connected(moira.id)

    def test_one_account_is_of_one_person_and_one_person_has_one(
        self, council: Council, moira: Person, anita: Person
    ) -> None:
        connect(council, moira)
        with pytest.raises(ConnectedToAnother):
            connect(council, anita)
        with pytest.raises(ConnectedAlready):
            connect(council, moira)

    def test_disconnected_it_opens_nothing(self, council: Council, service: Service, moira: Person) -> None:
        connect(council, moira)
        assert signed_in(actions.disconnect(viewer_for(moira), HERE) or "")
        assert actions.disconnect(viewer_for(moira), HERE) is None
        with pytest.raises(NotConnected):
            come(council, service)
        assert deeds(moira) == ["connected_council", "disconnected_council", "entered_council"]
        assert "Your second step in Roost was changed" in subjects(moira.email)

    def test_who_has_left_is_nobody(self, council: Council, service: Service, moira: Person, anita: Person) -> None:
        connect(council, anita)
        end_access(viewer_for(moira), anita.id)
        with pytest.raises(NotConnected):
            come(council, service)
        let_back(viewer_for(moira), anita.id)
        with pytest.raises(NotConnected):
            come(council, service)
        with_password(anita)
        assert signed_in(come(council, service))

    def test_an_account_goes_from_who_has_left_to_whoever_proves_it(
        self, council: Council, service: Service, moira: Person, anita: Person
    ) -> None:
        connect(council, anita)
        with pytest.raises(ConnectedToAnother):
            connect(council, moira)
        end_access(viewer_for(moira), anita.id)
        connect(council, moira)
        assert (is_connected(anita.id), is_connected(moira.id)) == (False, True)


BENT: dict[str, Json] = {
    "nonce": {"nonce": "of yesterday"},
    "audience": {"aud": another()},
    "issuer": {"iss": f"https://login.microsoftonline.com/{another()}/v2.0"},
    "tenant": {"tid": another()},
    "person": {"oid": "moira"},
    "time": {"exp": 1},
}


class TestComingBack:
    """What does not fit is refused, and nobody is signed in."""

    @pytest.mark.parametrize("what", BENT)
    def test_an_answer_with_something_else_in_it(
        self, council: Council, service: Service, moira: Person, what: str
    ) -> None:
        connect(council, moira)
        council.bend = lambda claims: {**claims, **BENT[what]}
        with pytest.raises(CouncilRefused):
            come(council, service)
        assert devices(moira) == []

    def test_an_answer_signed_by_another(self, council: Council, service: Service, moira: Person) -> None:
        connect(council, moira)
        council.signed_by = "somebody else's"
        with capture_logs() as lines, pytest.raises(CouncilRefused):
            come(council, service)
        assert [line["way"] for line in lines if line["event"] == "sign_in_refused"] == ["council"]
        assert moira.email not in str(lines)

    @pytest.mark.parametrize(
        "brought", [{"state": "made up"}, {"state": ""}, {"kept": ""}, {"kept": "x", "state": "x"}, {"state": "é"}]
    )
    def test_a_state_that_is_not_this_browsers(
        self, council: Council, service: Service, moira: Person, brought: dict[str, str]
    ) -> None:
        connect(council, moira)
        with pytest.raises(WayOver):
            come(council, service, **brought)

    def test_the_same_once_more(self, council: Council, service: Service, moira: Person) -> None:
        connect(council, moira)
        back = back_from(council, actions.set_out(service.id, HERE))
        assert actions.come_back(back, HERE, None).token
        with pytest.raises(WayOver):
            actions.come_back(back, HERE, None)

    def test_a_code_that_was_used_elsewhere(self, council: Council, service: Service, moira: Person) -> None:
        connect(council, moira)
        first = back_from(council, actions.set_out(service.id, HERE))
        assert actions.come_back(first, HERE, None).token
        with pytest.raises(CouncilRefused):
            come(council, service, code=first.code)

    def test_after_ten_minutes(
        self, council: Council, service: Service, moira: Person, clock: time_machine.Traveller
    ) -> None:
        connect(council, moira)
        back = back_from(council, actions.set_out(service.id, HERE))
        clock.shift(dt.timedelta(minutes=10))
        with pytest.raises(WayOver):
            actions.come_back(back, HERE, None)

    def test_a_council_that_does_not_answer(self, council: Council, service: Service, moira: Person) -> None:
        back = back_from(council, actions.set_out(service.id, HERE))
        council.status = 503
        with pytest.raises(CouncilAway):
            actions.come_back(back, HERE, None)
        with pytest.raises(CouncilAway):
            actions.set_out(service.id, HERE)

    def test_a_service_that_has_none(self, council: Council) -> None:
        for service_id in (create_service().id, None):
            with pytest.raises(NoCouncil):
                actions.set_out(service_id, HERE)

    def test_nobody_begins_without_end(self, council: Council, service: Service) -> None:
        with pytest.raises(TooOften):
            for _ in range(61):
                with pytest.raises(NoCouncil):
                    actions.set_out(service.id, HERE)


class TestSetting:
    """A manager sets it for their service, and nobody else."""

    def test_it_is_offered_by_the_name_of_the_service_and_recorded_without_the_secret(
        self, service: Service, moira: Person
    ) -> None:
        assert councils() == {service.id: "Fairvale"}
        assert ("entered_council", "council_sign_in") in audited()
        assert own_council(viewer_for(moira)).is_offered
        enter_council(viewer_for(moira), Given(TENANT, CLIENT, is_only_way=True), 1, HERE)

    @pytest.mark.parametrize(
        ("given", "version", "broken"),
        [
            (Given(another(), CLIENT, SECRET), 0, TenantUnknown),
            (Given(TENANT, CLIENT), 0, SecretMissing),
            (Given(TENANT, CLIENT, SECRET), 7, ChangedMeanwhile),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, council: Council, service: Service, given: Given, version: int, broken: type[RuleBroken]
    ) -> None:
        manager = create_person(Role.MANAGER, service)
        with pytest.raises(broken):
            enter_council(viewer_for(manager), given, version, HERE)
        assert councils() == {}

    def test_a_council_that_does_not_answer_is_not_entered(self, council: Council, service: Service) -> None:
        council.status = 503
        with pytest.raises(CouncilAway):
            enter_council(viewer_for(create_person(Role.MANAGER, service)), Given(TENANT, CLIENT, SECRET), 0, HERE)

    def test_others_do_not_set_it(self, anita: Person) -> None:
        with pytest.raises(Forbidden):
            enter_council(viewer_for(anita), Given(TENANT, CLIENT, SECRET), 0, HERE)
        with pytest.raises(Forbidden):
            remove_council(viewer_for(anita), HERE)

    def test_removed_it_connects_nobody_any_more(
        self, council: Council, service: Service, moira: Person, anita: Person
    ) -> None:
        connect(council, anita)
        assert remove_council(viewer_for(moira), HERE) is None
        assert remove_council(viewer_for(moira), HERE) is None
        assert (councils(), is_connected(anita.id)) == ({}, False)
        assert ("removed_council", "council_sign_in") in audited()
        with pytest.raises(NoCouncil):
            actions.set_out(service.id, HERE)

    def test_as_the_only_way_it_is_that_for_staff_who_are_connected(
        self, council: Council, service: Service, moira: Person, anita: Person
    ) -> None:
        connect(council, moira)
        assert not must_come_by_council(moira)
        enter_council(viewer_for(moira), Given(TENANT, CLIENT, is_only_way=True), 1, HERE)
        council.person = another()
        connect(council, anita)
        unconnected = create_person(Role.LIAISON, service)
        assert [must_come_by_council(who) for who in (moira, anita, unconnected)] == [True, False, False]
        with pytest.raises(OnlyByCouncil):
            sign_in(moira.email, PASSWORD, HERE)
        assert sign_in(moira.email, "not it", HERE) is None
        half = sign_in(anita.email, PASSWORD, HERE)
        assert half is not None
