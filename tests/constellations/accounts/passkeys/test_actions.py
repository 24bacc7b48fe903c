"""Making, showing and removing passkeys, on both databases."""

import datetime as dt
import json
import uuid

import pytest
import time_machine
from flask import Flask
from structlog.testing import capture_logs

from constellations.access import Viewer, visible
from constellations.accounts.actions import Browser
from constellations.accounts.passkeys import actions
from constellations.accounts.passkeys.actions import Handed
from constellations.accounts.passkeys.challenges.actions import Asked, ask_for_proof
from constellations.accounts.passkeys.models import Passkey, PasskeyChallenge
from constellations.accounts.passkeys.queries import has_passkey, own_passkeys
from constellations.accounts.passkeys.rules import (
    MOST_PASSKEYS,
    AlreadyYours,
    PasskeyDoubted,
    PasskeyRefused,
    PasskeyUnverified,
    Purpose,
    TooManyPasskeys,
)
from constellations.accounts.queries import signed_in
from constellations.core.database import session
from constellations.core.errors import NotFound, TooOften
from constellations.models import Person
from constellations.people.actions import end_access
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.authenticator import PRESENT, Device, raw
from tests.constellations.accounts.audited import audited
from tests.constellations.accounts.passkeys.factories import ORIGIN, PARTY, create_passkey, device_of
from tests.constellations.accounts.signing_in import deeds, devices, subjects, with_password
from tests.factories import create_home, create_person, create_service

HERE = Browser("Chrome, Android", "192.0.2.7")


@pytest.fixture
def app(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Roost at an address for which devices make passkeys."""
    at_a_name = app.extensions["roost_settings"].model_copy(update={"public_url": ORIGIN})
    monkeypatch.setitem(app.extensions, "roost_settings", at_a_name)
    return app


@pytest.fixture
def moira(app: Flask) -> Person:
    """A service manager."""
    return with_password(create_person(Role.MANAGER, create_service(), name="Moira Flint"))


@pytest.fixture
def anita(app: Flask) -> Person:
    """A satellite carer."""
    return with_password(create_person(Role.SATELLITE_CARER, home=create_home(create_service()), name="Anita O’Hare"))


def show(device: Device, asked: Asked) -> Handed:
    """What a browser hands over when the device was asked."""
    return Handed(asked.challenge_id, device.show(json.loads(asked.wish)))


def make(person: Person, **bent: object) -> Device:
    """A new passkey of somebody; gives the device that holds it."""
    asked = actions.ask_for_new(viewer_for(person))
    wish = json.loads(asked.wish)
    device = Device(ORIGIN, PARTY, handle=raw(wish["user"]["id"])).bent(**bent)
    actions.add_passkey(viewer_for(person), Handed(asked.challenge_id, device.make(wish)), "My phone")
    return device


def to_sign_in() -> Asked:
    """A challenge for whoever comes."""
    return ask_for_proof(Purpose.SIGN_IN, "192.0.2.7")


def stored(person: Person) -> Passkey:
    """The one passkey of somebody, as the database has it."""
    session().rollback()
    (passkey,) = session().scalars(visible(Viewer.system(), Passkey).where(Passkey.person_id == person.id))
    return passkey


class TestMaking:
    """A passkey is made on one's own device."""

    def test_it_is_kept_recorded_and_told(self, anita: Person) -> None:
        device = make(anita)
        kept = stored(anita)
        assert (kept.credential_id, kept.public_key, kept.name) == (device.credential_id, device.public_key, "My phone")
        assert deeds(anita) == ["added_passkey"]
        assert audited() == [("added_passkey", "passkey")]
        assert subjects(anita.email) == {"A passkey was added to your Roost account"}
        assert has_passkey(anita.id)

    def test_the_handle_is_one_for_all_of_a_person_and_says_nothing_of_them(self, anita: Person, moira: Person) -> None:
        first, second, other = make(anita), make(anita), make(moira)
        assert first.handle == second.handle != other.handle
        assert len(first.handle or b"") == 32
        assert anita.id.bytes not in (first.handle or b"")

    def test_the_device_is_told_which_passkeys_there_are_so_that_it_makes_no_second(self, anita: Person) -> None:
        device = make(anita)
        wish = json.loads(actions.ask_for_new(viewer_for(anita)).wish)
        assert [raw(each["id"]) for each in wish["excludeCredentials"]] == [device.credential_id]

    def test_a_device_of_staff_must_make_sure_of_them_and_a_carers_key_need_not(
        self, anita: Person, moira: Person
    ) -> None:
        with pytest.raises(PasskeyUnverified):
            make(moira, flags=PRESENT)
        make(anita, flags=PRESENT)
        assert (has_passkey(moira.id), has_passkey(anita.id)) == (False, True)

    @pytest.mark.parametrize("bent", [{"origin": "https://evil.example"}, {"party": "evil.example"}])
    def test_one_made_for_another_site_is_refused(self, anita: Person, bent: dict[str, object]) -> None:
        with pytest.raises(PasskeyRefused):
            make(anita, **bent)
        assert not has_passkey(anita.id)

    def test_a_challenge_makes_one_passkey_and_for_who_asked(self, anita: Person, moira: Person) -> None:
        asked = actions.ask_for_new(viewer_for(anita))
        wish = json.loads(asked.wish)
        device = Device(ORIGIN, PARTY, handle=b"x")
        with pytest.raises(PasskeyRefused):
            actions.add_passkey(viewer_for(moira), Handed(asked.challenge_id, device.make(wish)), "Mine")
        with pytest.raises(PasskeyRefused):
            actions.add_passkey(viewer_for(anita), Handed(asked.challenge_id, device.make(wish)), "Mine")
        assert not has_passkey(moira.id)

    def test_one_that_is_known_is_nobody_elses(self, anita: Person, moira: Person) -> None:
        device = make(anita)
        with pytest.raises(AlreadyYours):
            make(moira, credential_id=device.credential_id)

    def test_there_is_an_end_to_how_many(self, anita: Person) -> None:
        for _ in range(MOST_PASSKEYS):
            create_passkey(anita)
        with pytest.raises(TooManyPasskeys):
            actions.ask_for_new(viewer_for(anita))


class TestShowing:
    """A passkey opens Roost."""

    def test_without_an_address_or_a_password(self, anita: Person) -> None:
        device = make(anita)
        token = actions.come_in(show(device.bent(count=2), to_sign_in()), HERE, None)
        found = signed_in(token)
        assert found is not None
        assert found[1].id == anita.id
        assert [each.browser for each in devices(anita)] == ["Chrome, Android"]
        assert (stored(anita).sign_count, stored(anita).last_used_at is not None) == (2, True)
        assert deeds(anita) == ["added_passkey", "sign_in"]

    def test_a_challenge_opens_once(self, anita: Person) -> None:
        device, asked = make(anita), to_sign_in()
        actions.come_in(show(device.bent(count=2), asked), HERE, None)
        with pytest.raises(PasskeyRefused):
            actions.come_in(show(device.bent(count=3), asked), HERE, None)

    def test_and_not_after_five_minutes(self, anita: Person, clock: time_machine.Traveller) -> None:
        device, asked = make(anita), to_sign_in()
        clock.shift(dt.timedelta(minutes=5))
        with pytest.raises(PasskeyRefused):
            actions.come_in(show(device.bent(count=2), asked), HERE, None)

    def test_what_is_over_is_forgotten(self, app: Flask, clock: time_machine.Traveller) -> None:
        to_sign_in()
        clock.shift(dt.timedelta(minutes=6))
        asked = to_sign_in()
        kept = session().scalars(visible(Viewer.system(), PasskeyChallenge)).all()
        assert [each.id for each in kept] == [asked.challenge_id]

    @pytest.mark.parametrize("purpose", [Purpose.ADD, Purpose.AGAIN, Purpose.SECOND_STEP])
    def test_a_challenge_for_something_else_opens_nothing(self, anita: Person, purpose: Purpose) -> None:
        device, asked = make(anita), ask_for_proof(purpose, "192.0.2.7", anita.id)
        with pytest.raises(PasskeyRefused):
            actions.come_in(show(device.bent(count=2), asked), HERE, None)

    def test_nor_does_one_that_nobody_was_given(self, anita: Person) -> None:
        device, asked = make(anita), to_sign_in()
        for made_up in (None, uuid.UUID(int=7)):
            with pytest.raises(PasskeyRefused):
                actions.come_in(Handed(made_up, device.show(json.loads(asked.wish))), HERE, None)

    def test_a_device_that_does_not_make_sure_of_the_person_opens_nothing(self, anita: Person) -> None:
        with pytest.raises(PasskeyUnverified):
            actions.come_in(show(make(anita).bent(count=2, flags=PRESENT), to_sign_in()), HERE, None)

    @pytest.mark.parametrize(
        "bent",
        [
            {"origin": "https://evil.example"},
            {"party": "evil.example"},
            {"handle": b"another"},
            {"handle": None},
            {"credential_id": b"nobody's"},
        ],
    )
    def test_one_that_is_bent_opens_nothing(self, anita: Person, bent: dict[str, object]) -> None:
        with capture_logs() as lines, pytest.raises(PasskeyRefused):
            actions.come_in(show(make(anita).bent(count=2, **bent), to_sign_in()), HERE, None)
        assert [line["way"] for line in lines if line["event"] == "sign_in_refused"] == ["passkey"]
        assert anita.email not in str(lines)

    def test_another_persons_does_not_answer_for_who_is_asked_again(self, anita: Person, moira: Person) -> None:
        mine, theirs = make(anita), make(moira)
        for device, opens in ((theirs, False), (mine, True)):
            asked = ask_for_proof(Purpose.AGAIN, "192.0.2.7", anita.id)
            handed = show(device.bent(count=2), asked)
            if opens:
                assert actions.come_in(handed, HERE, viewer_for(anita))
            else:
                with pytest.raises(PasskeyRefused):
                    actions.come_in(handed, HERE, viewer_for(anita))

    def test_who_has_left_is_nobody(self, anita: Person) -> None:
        device, carer = make(anita), viewer_for(anita)
        end_access(Viewer.system(), anita.id)
        with pytest.raises(PasskeyRefused):
            actions.come_in(show(device.bent(count=2), to_sign_in()), HERE, None)
        assert own_passkeys(carer) == []

    def test_challenges_are_not_had_without_end(self, app: Flask) -> None:
        with pytest.raises(TooOften):
            for _ in range(61):
                to_sign_in()


class TestCopies:
    """A count that goes back shows that there are two of one passkey."""

    def test_it_is_refused_marked_logged_and_told_and_opens_nothing_any_more(self, anita: Person) -> None:
        device = make(anita).bent(count=9)
        actions.come_in(show(device, to_sign_in()), HERE, None)
        with capture_logs() as lines, pytest.raises(PasskeyDoubted):
            actions.come_in(show(device.bent(count=9), to_sign_in()), HERE, None)
        assert [line["reason"] for line in lines if line["event"] == "sign_in_refused"] == ["count went back"]
        assert stored(anita).doubted_at is not None
        assert "One of your passkeys may have been copied" in subjects(anita.email)
        assert ("doubted_passkey", "passkey") in audited()
        with pytest.raises(PasskeyDoubted):
            actions.come_in(show(device.bent(count=50), to_sign_in()), HERE, None)
        assert not has_passkey(anita.id)

    def test_a_device_that_does_not_count_is_not_doubted(self, anita: Person) -> None:
        device = make(anita, count=0)
        for _ in range(3):
            assert actions.come_in(show(device, to_sign_in()), HERE, None)
        assert stored(anita).doubted_at is None

    def test_nobody_has_anothers_passkey_doubted_without_the_key(self, anita: Person) -> None:
        device = make(anita).bent(count=9)
        actions.come_in(show(device, to_sign_in()), HERE, None)
        thief = Device(ORIGIN, PARTY, handle=device.handle, count=1, credential_id=device.credential_id)
        with pytest.raises(PasskeyRefused):
            actions.come_in(show(thief, to_sign_in()), HERE, None)
        assert stored(anita).doubted_at is None


class TestRemoving:
    """A passkey that is removed opens nothing."""

    def test_it_is_gone_recorded_and_told(self, anita: Person) -> None:
        device = make(anita)
        actions.remove_passkey(viewer_for(anita), stored(anita).id)
        with pytest.raises(PasskeyRefused):
            actions.come_in(show(device.bent(count=2), to_sign_in()), HERE, None)
        assert deeds(anita) == ["added_passkey", "removed_passkey"]
        assert ("removed_passkey", "passkey") in audited()
        assert "A passkey was removed from your Roost account" in subjects(anita.email)

    def test_nobody_removes_somebody_elses(self, anita: Person, moira: Person) -> None:
        create_passkey(anita, device_of(anita))
        with pytest.raises(NotFound):
            actions.remove_passkey(viewer_for(moira), stored(anita).id)
        assert has_passkey(anita.id)
