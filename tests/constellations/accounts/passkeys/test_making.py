"""Making and removing passkeys, on both databases."""

import json

import pytest
from flask import Flask

from constellations.accounts.actions import begin_on_device
from constellations.accounts.passkeys import actions
from constellations.accounts.passkeys.actions import Handed
from constellations.accounts.passkeys.queries import has_passkey
from constellations.accounts.passkeys.rules import (
    MOST_PASSKEYS,
    AlreadyYours,
    PasskeyRefused,
    PasskeyUnverified,
    TooManyPasskeys,
)
from constellations.accounts.queries import signed_in
from constellations.accounts.second_step.queries import second_steps_of
from constellations.accounts.second_step.rules import SecondStep
from constellations.core.errors import NotFound
from constellations.models import Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.authenticator import PRESENT, Device, raw
from tests.constellations.accounts.audited import audited
from tests.constellations.accounts.passkeys.factories import ORIGIN, PARTY, create_passkey
from tests.constellations.accounts.passkeys.showing import HERE, given, make, show, stored, to_sign_in
from tests.constellations.accounts.signing_in import deeds, devices, subjects, with_password
from tests.factories import create_home, create_person, create_service


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

    def test_the_first_second_step_ends_all_devices_and_brings_recovery_codes(self, app: Flask) -> None:
        carer = with_password(create_person(Role.SATELLITE_CARER, home=create_home(create_service())))
        begin_on_device(carer, "Safari, iPad")
        asked = actions.ask_for_new(viewer_for(carer))
        device = Device(ORIGIN, PARTY, handle=b"x")
        handed = Handed(asked.challenge_id, device.make(json.loads(asked.wish)))
        set_up = actions.add_passkey(viewer_for(carer), handed, "My phone", HERE)
        assert set_up is not None
        assert len(set_up.codes) == 10
        (here,) = devices(carer)
        assert (here.browser, here.second_step_at is not None) == ("Chrome, Android", True)
        assert second_steps_of(carer.id) == {SecondStep.PASSKEY, SecondStep.RECOVERY_CODE}

    def test_the_handle_is_one_for_all_of_a_person_and_says_nothing_of_them(self, anita: Person, moira: Person) -> None:
        first, second, other = make(anita), make(anita), make(moira)
        assert not devices(anita), "with an app there before, no device is ended or begun"
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
            actions.add_passkey(viewer_for(moira), Handed(asked.challenge_id, device.make(wish)), "Mine", HERE)
        with pytest.raises(PasskeyRefused):
            actions.add_passkey(viewer_for(anita), Handed(asked.challenge_id, device.make(wish)), "Mine", HERE)
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


class TestRemoving:
    """A passkey that is removed opens nothing."""

    def test_it_is_gone_recorded_and_told(self, anita: Person) -> None:
        device = given(anita)
        begin_on_device(anita, "Safari, iPad")
        assert signed_in(actions.remove_passkey(viewer_for(anita), stored(anita).id, HERE))
        assert [each.browser for each in devices(anita)] == ["Chrome, Android"]
        with pytest.raises(PasskeyRefused):
            actions.come_in(show(device.bent(count=2), to_sign_in()), HERE, None)
        assert deeds(anita) == ["removed_passkey"]
        assert ("removed_passkey", "passkey") in audited()
        assert "Your second step in Roost was changed" in subjects(anita.email)

    def test_nobody_removes_somebody_elses(self, anita: Person, moira: Person) -> None:
        given(anita)
        with pytest.raises(NotFound):
            actions.remove_passkey(viewer_for(moira), stored(anita).id, HERE)
        assert has_passkey(anita.id)
