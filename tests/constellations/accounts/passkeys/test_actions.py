"""Showing passkeys, on both databases."""

import datetime as dt
import json
import uuid

import pytest
import time_machine
from flask import Flask
from structlog.testing import capture_logs

from constellations.access import Viewer, visible
from constellations.accounts.actions import sign_in
from constellations.accounts.passkeys import actions
from constellations.accounts.passkeys.actions import Handed
from constellations.accounts.passkeys.challenges.actions import ask_for_proof
from constellations.accounts.passkeys.models import PasskeyChallenge
from constellations.accounts.passkeys.queries import own_passkeys
from constellations.accounts.passkeys.rules import (
    PasskeyDoubted,
    PasskeyRefused,
    PasskeyUnverified,
    Purpose,
)
from constellations.accounts.queries import signed_in
from constellations.accounts.second_step.queries import second_steps_of
from constellations.accounts.second_step.rules import SecondStep
from constellations.core.database import session
from constellations.core.errors import TooOften
from constellations.models import Person
from constellations.people.actions import end_access, let_back
from constellations.queries import viewer_for
from tests.authenticator import PRESENT, Device
from tests.constellations.accounts.audited import audited
from tests.constellations.accounts.passkeys.factories import ORIGIN, PARTY
from tests.constellations.accounts.passkeys.showing import HERE, given, show, stored, to_sign_in
from tests.constellations.accounts.signing_in import PASSWORD, deeds, devices, subjects, with_password


class TestShowing:
    """A passkey opens Roost."""

    def test_without_an_address_or_a_password(self, anita: Person) -> None:
        device = given(anita)
        token = actions.come_in(show(device.bent(count=2), to_sign_in()), HERE, None)
        found = signed_in(token)
        assert found is not None
        assert found[1].id == anita.id
        assert [(each.browser, each.second_step_at is not None) for each in devices(anita)] == [
            ("Chrome, Android", True)
        ]
        assert (stored(anita).sign_count, stored(anita).last_used_at is not None) == (2, True)
        assert deeds(anita) == ["sign_in"]

    def test_a_challenge_opens_once(self, anita: Person) -> None:
        device, asked = given(anita), to_sign_in()
        actions.come_in(show(device.bent(count=2), asked), HERE, None)
        with pytest.raises(PasskeyRefused):
            actions.come_in(show(device.bent(count=3), asked), HERE, None)

    def test_and_not_after_five_minutes(self, anita: Person, clock: time_machine.Traveller) -> None:
        device, asked = given(anita), to_sign_in()
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
        device, asked = given(anita), ask_for_proof(purpose, "192.0.2.7", anita.id)
        with pytest.raises(PasskeyRefused):
            actions.come_in(show(device.bent(count=2), asked), HERE, None)

    def test_nor_does_one_that_nobody_was_given(self, anita: Person) -> None:
        device, asked = given(anita), to_sign_in()
        for made_up in (None, uuid.UUID(int=7)):
            with pytest.raises(PasskeyRefused):
                actions.come_in(Handed(made_up, device.show(json.loads(asked.wish))), HERE, None)

    def test_a_device_that_does_not_make_sure_of_the_person_opens_nothing(self, anita: Person) -> None:
        with pytest.raises(PasskeyUnverified):
            actions.come_in(show(given(anita).bent(count=2, flags=PRESENT), to_sign_in()), HERE, None)

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
            actions.come_in(show(given(anita).bent(count=2, **bent), to_sign_in()), HERE, None)
        assert [line["way"] for line in lines if line["event"] == "sign_in_refused"] == ["passkey"]
        assert anita.email not in str(lines)

    def test_another_persons_does_not_answer_for_who_is_asked_again(self, anita: Person, moira: Person) -> None:
        mine, theirs = given(anita), given(moira)
        for device, opens in ((theirs, False), (mine, True)):
            asked = ask_for_proof(Purpose.AGAIN, "192.0.2.7", anita.id)
            handed = show(device.bent(count=2), asked)
            if opens:
                assert actions.come_in(handed, HERE, viewer_for(anita))
            else:
                with pytest.raises(PasskeyRefused):
                    actions.come_in(handed, HERE, viewer_for(anita))

    def test_who_has_left_is_nobody(self, anita: Person) -> None:
        device, carer = given(anita), viewer_for(anita)
        end_access(Viewer.system(), anita.id)
        with pytest.raises(PasskeyRefused):
            actions.come_in(show(device.bent(count=2), to_sign_in()), HERE, None)
        assert own_passkeys(carer)

    def test_who_was_let_back_takes_up_the_invitation_first(self, anita: Person) -> None:
        device = given(anita)
        end_access(Viewer.system(), anita.id)
        let_back(Viewer.system(), anita.id)
        with pytest.raises(PasskeyRefused):
            actions.come_in(show(device.bent(count=2), to_sign_in()), HERE, None)
        with_password(anita)
        assert actions.come_in(show(device.bent(count=3), to_sign_in()), HERE, None)

    def test_challenges_are_not_had_without_end(self, app: Flask) -> None:
        with pytest.raises(TooOften):
            for _ in range(61):
                to_sign_in()


class TestSecondStep:
    """After the password, a passkey is the second step."""

    def test_it_lets_in_who_is_half_way_and_nobody_else(self, anita: Person, moira: Person) -> None:
        device = given(anita, flags=PRESENT)
        for who, opens in ((moira, False), (anita, True)):
            half = sign_in(who.email, PASSWORD, HERE)
            assert half is not None
            assert half.is_half
            handed = show(device.bent(count=2), ask_for_proof(Purpose.SECOND_STEP, "192.0.2.7", who.id))
            if opens:
                assert signed_in(actions.come_in(handed, HERE, None, half.token))
                with pytest.raises(PasskeyRefused):
                    actions.come_in(handed, HERE, None, half.token)
            else:
                with pytest.raises(PasskeyRefused):
                    actions.come_in(handed, HERE, None, half.token)
        assert [each.second_step_at is not None for each in devices(anita)] == [True]
        assert devices(moira) == []

    def test_a_device_of_staff_must_make_sure_of_them_there_too(self, moira: Person) -> None:
        device = given(moira, flags=PRESENT)
        half = sign_in(moira.email, PASSWORD, HERE)
        assert half is not None
        asked = ask_for_proof(Purpose.SECOND_STEP, "192.0.2.7", moira.id)
        with pytest.raises(PasskeyUnverified):
            actions.come_in(show(device.bent(count=2), asked), HERE, None, half.token)


class TestCopies:
    """A count that goes back shows that there are two of one passkey."""

    def test_it_is_refused_marked_logged_and_told_and_opens_nothing_any_more(self, anita: Person) -> None:
        device = given(anita).bent(count=9)
        actions.come_in(show(device, to_sign_in()), HERE, None)
        with capture_logs() as lines, pytest.raises(PasskeyDoubted):
            actions.come_in(show(device.bent(count=9), to_sign_in()), HERE, None)
        assert [line["reason"] for line in lines if line["event"] == "sign_in_refused"] == ["count went back"]
        assert stored(anita).doubted_at is not None
        assert "One of your passkeys may have been copied" in subjects(anita.email)
        assert ("doubted_passkey", "passkey") in audited()
        with pytest.raises(PasskeyDoubted):
            actions.come_in(show(device.bent(count=50), to_sign_in()), HERE, None)
        assert SecondStep.PASSKEY in second_steps_of(anita.id), "the password alone still lets nobody in"

    def test_a_device_that_does_not_count_is_not_doubted(self, anita: Person) -> None:
        device = given(anita, count=0)
        for _ in range(3):
            assert actions.come_in(show(device, to_sign_in()), HERE, None)
        assert stored(anita).doubted_at is None

    def test_nobody_has_anothers_passkey_doubted_without_the_key(self, anita: Person) -> None:
        device = given(anita).bent(count=9)
        actions.come_in(show(device, to_sign_in()), HERE, None)
        thief = Device(ORIGIN, PARTY, handle=device.handle, count=1, credential_id=device.credential_id)
        with pytest.raises(PasskeyRefused):
            actions.come_in(show(thief, to_sign_in()), HERE, None)
        assert stored(anita).doubted_at is None
