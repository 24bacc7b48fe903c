"""Giving a second step: each code is good once, tries are counted, and nobody comes in by the password alone."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from flask import Flask
from structlog.testing import capture_logs

from constellations.access import Viewer, find
from constellations.accounts.actions import Browser, set_password, sign_in
from constellations.accounts.second_step.giving import actions
from constellations.accounts.second_step.giving.actions import Proof, finish_sign_in, give_code, sign_in_again
from constellations.accounts.second_step.queries import codes_left
from constellations.accounts.second_step.rules import (
    FAILURES_OF_CODES,
    WARNED_SUBJECT,
    CodeWrong,
    PasswordNotYours,
    SecondStep,
    SignInOver,
)
from constellations.core.database import transaction
from constellations.core.errors import SignedOut, TooOften
from constellations.core.passwords import hash_password
from constellations.models import Person
from constellations.people.actions import end_access
from constellations.queries import viewer_for
from tests.constellations.accounts.second_step.stepping import half_ways, service_of, shown_code, with_app, with_codes
from tests.constellations.accounts.signing_in import NEW_PASSWORD, PASSWORD, as_stored, deeds, devices, mails
from tests.constellations.people.stored import audited

HOME = Browser("Firefox, Linux", "192.0.2.1")
ELSEWHERE = Browser("Firefox, Linux", "198.51.100.7")


def half(person: Person, browser: Browser = HOME) -> str:
    """Give the password; the token of who is half way in."""
    arrival = sign_in(person.email, PASSWORD, browser)
    assert arrival
    assert arrival.is_half
    return arrival.token


def test_without_a_second_step_the_password_is_enough(app: Flask, moira: Person) -> None:
    arrival = sign_in(moira.email, PASSWORD, HOME)
    assert arrival
    assert not arrival.is_half
    assert devices(moira)[0].second_step_at is None


def test_with_one_the_password_opens_nothing_and_the_code_signs_in(app: Flask, moira: Person) -> None:
    token = half(with_app(moira))
    assert (devices(moira), deeds(moira)) == ([], [])
    assert token not in half_ways()[0].token_hash
    finish_sign_in(token, shown_code(), HOME)
    (device,) = devices(moira)
    assert device.second_step_at
    assert deeds(moira) == ["sign_in"]
    assert half_ways() == []


def test_the_same_code_is_refused_the_second_time_and_so_are_those_before_it(
    app: Flask, moira: Person, clock: time_machine.Traveller
) -> None:
    with_app(moira)
    code = shown_code()
    assert give_code(moira.id, code, "192.0.2.1") is SecondStep.APP
    for used in (code, shown_code(-1)):
        with pytest.raises(CodeWrong):
            give_code(moira.id, used, "192.0.2.1")
    assert give_code(moira.id, shown_code(1), "192.0.2.1") is SecondStep.APP
    clock.shift(dt.timedelta(seconds=30))
    with pytest.raises(CodeWrong):
        give_code(moira.id, shown_code(), "192.0.2.1")


def test_a_recovery_code_is_as_good_as_the_app(app: Flask, moira: Person) -> None:
    codes = with_codes(with_app(moira))
    assert finish_sign_in(half(moira), f" {codes[0][:4].upper()}-{codes[0][4:]} ", HOME)
    assert codes_left(moira.id) == 9
    token = half(moira)
    with pytest.raises(CodeWrong):
        finish_sign_in(token, codes[0], HOME)


@pytest.mark.parametrize("typed", ["", "000000", "abcdefghjkmn", "' or 1=1 --", "\x00", "é" * 40])
def test_what_is_no_code_of_theirs_lets_nobody_in(app: Flask, moira: Person, typed: str) -> None:
    token = half(with_app(moira))
    with pytest.raises(CodeWrong):
        finish_sign_in(token, typed, HOME)
    assert devices(moira) == []


def test_a_token_that_nobody_was_given_leads_nowhere(app: Flask, moira: Person) -> None:
    with_app(moira)
    for token in ("", "x", "' or 1=1 --"):
        with pytest.raises(SignInOver):
            finish_sign_in(token, shown_code(), HOME)


def test_after_five_wrong_codes_the_password_is_asked_for_again(app: Flask, moira: Person) -> None:
    token = half(with_app(moira))
    for n in range(5):
        with pytest.raises(CodeWrong):
            finish_sign_in(token, "000000", Browser("", f"192.0.2.{n}"))
    with pytest.raises(SignInOver):
        finish_sign_in(token, shown_code(), ELSEWHERE)
    assert finish_sign_in(half(moira), shown_code(), ELSEWHERE)
    assert [mail.subject for mail in mails(moira)] == [WARNED_SUBJECT], "the password is known to who has no code"
    assert ("refused_second_step", "person", moira.id) in audited(service_of(moira))


def test_after_ten_minutes_the_password_is_asked_for_again(
    app: Flask, moira: Person, clock: time_machine.Traveller
) -> None:
    token = half(with_app(moira))
    clock.shift(dt.timedelta(minutes=10))
    with pytest.raises(SignInOver):
        finish_sign_in(token, shown_code(), HOME)


def leave(person: Person) -> None:
    """Somebody leaves the service."""
    end_access(Viewer.system(), person.id)


def choose_password(person: Person) -> None:
    """Somebody, or who has their mail, chooses a new password."""
    with transaction():
        set_password(as_stored(person), "the hash of another")


@pytest.mark.parametrize("end", [leave, choose_password])
def test_who_is_half_way_gets_no_further_when_that_is_ended(
    app: Flask, anita: Person, end: Callable[[Person], None]
) -> None:
    token = half(with_app(anita))
    end(anita)
    with pytest.raises(SignInOver):
        finish_sign_in(token, shown_code(), HOME)
    assert devices(anita) == []


def test_nor_when_it_is_ended_while_the_code_is_looked_at(
    app: Flask, anita: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = half(with_app(anita))
    monkeypatch.setattr(actions, "give_code", lambda *_: choose_password(anita))
    with pytest.raises(SignInOver):
        finish_sign_in(token, shown_code(), HOME)
    assert devices(anita) == []


def test_one_half_way_leads_in_once(app: Flask, moira: Person) -> None:
    token = half(with_app(moira))
    assert finish_sign_in(token, shown_code(), HOME)
    with pytest.raises(SignInOver):
        finish_sign_in(token, shown_code(1), HOME)


class TestTries:
    """How often one may try, and that nobody is kept out by others who do."""

    def test_six_codes_in_five_minutes_are_too_many(
        self, app: Flask, moira: Person, clock: time_machine.Traveller
    ) -> None:
        with_app(moira)
        for _ in range(5):
            with pytest.raises(CodeWrong):
                give_code(moira.id, "000000", "192.0.2.1")
        with pytest.raises(TooOften):
            give_code(moira.id, shown_code(), "192.0.2.1")
        clock.shift(dt.timedelta(minutes=6))
        assert give_code(moira.id, shown_code(), "192.0.2.1")

    def test_strangers_who_know_the_password_cannot_keep_somebody_out_of_where_they_were_before(
        self, app: Flask, moira: Person
    ) -> None:
        with_app(moira)
        assert give_code(moira.id, shown_code(-1), "192.0.2.1")
        for n in range(FAILURES_OF_CODES.amount):
            with pytest.raises(CodeWrong):
                give_code(moira.id, "000000", f"198.51.100.{n}")
        with pytest.raises(TooOften):
            give_code(moira.id, shown_code(), "203.0.113.9")
        assert give_code(moira.id, shown_code(), "192.0.2.1")

    def test_tries_of_one_are_not_held_against_another(self, app: Flask, moira: Person, anita: Person) -> None:
        with_app(moira)
        with_app(anita)
        for _ in range(5):
            with pytest.raises(CodeWrong):
                give_code(moira.id, "000000", "192.0.2.1")
        assert give_code(anita.id, shown_code(), "192.0.2.1")

    def test_the_security_log_says_who_and_what_and_never_the_code(self, app: Flask, moira: Person) -> None:
        codes = with_codes(with_app(moira))
        with capture_logs() as lines:
            with pytest.raises(CodeWrong):
                give_code(moira.id, "000000", "192.0.2.1")
            give_code(moira.id, shown_code(), "192.0.2.1")
            give_code(moira.id, codes[0], "192.0.2.1")
        said = [(line["event"], line["person_id"], line.get("step") or line.get("reason")) for line in lines]
        me = str(moira.id)
        assert said == [
            ("second_step_refused", me, "wrong code"),
            ("second_step_given", me, "app"),
            ("second_step_given", me, "recovery_code"),
        ]
        assert not any(word in str(lines) for word in ("000000", shown_code(), codes[0], moira.email))


class TestAgain:
    """Before what matters, password and second step are asked for once more."""

    def test_it_asks_for_both_and_begins_a_device_of_its_own(self, app: Flask, moira: Person) -> None:
        viewer = viewer_for(with_app(moira))
        assert sign_in_again(viewer, Proof(PASSWORD, shown_code()), HOME)
        assert devices(moira)[0].second_step_at

    def test_who_has_none_gives_the_password_alone(self, app: Flask, anita: Person) -> None:
        assert sign_in_again(viewer_for(anita), Proof(PASSWORD), HOME)
        assert devices(anita)[0].second_step_at is None

    @pytest.mark.parametrize(
        ("proof", "refused"),
        [
            (Proof("not it", "000000"), PasswordNotYours),
            (Proof(PASSWORD, "000000"), CodeWrong),
            (Proof(PASSWORD), CodeWrong),
        ],
    )
    def test_neither_alone_is_enough(self, app: Flask, moira: Person, proof: Proof, refused: type[Exception]) -> None:
        viewer = viewer_for(with_app(moira))
        with pytest.raises(refused):
            sign_in_again(viewer, proof, HOME)
        assert devices(moira) == []

    def test_a_second_step_that_is_set_up_meanwhile_counts(
        self, app: Flask, moira: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        viewer, steps = viewer_for(moira), iter([frozenset(), frozenset({SecondStep.APP})])
        monkeypatch.setattr(actions, "second_steps_of", lambda _: next(steps))
        with pytest.raises(SignedOut):
            sign_in_again(viewer, Proof(PASSWORD), HOME)
        assert devices(moira) == []

    def test_a_password_that_is_changed_meanwhile_opens_nothing(
        self, app: Flask, moira: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        viewer = viewer_for(moira)

        def is_right_and_changed(*_: object) -> bool:
            """It was right when it was compared."""
            with transaction():
                set_password(find(Viewer.system(), Person, moira.id), hash_password(NEW_PASSWORD))
            return True

        monkeypatch.setattr(actions, "is_password_of", is_right_and_changed)
        with pytest.raises(SignedOut):
            sign_in_again(viewer, Proof(PASSWORD), HOME)
        assert devices(moira) == []
