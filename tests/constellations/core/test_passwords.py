"""Passwords are kept as argon2id hashes, and a person without one costs the same work as one with."""

import threading

import pytest
from argon2 import PasswordHasher
from gevent import monkey

from constellations.core import passwords, turns
from constellations.core.errors import Busy


def test_the_right_password_is_right_and_no_other() -> None:
    kept = passwords.hash_password("a lamp in the window")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.is_right(kept, "a lamp in the window")
    assert not passwords.is_right(kept, "A lamp in the window")
    assert not passwords.is_right(kept, "a lamp in the window ")


@pytest.mark.parametrize("password", ["ŵyn a môr 🐑🐑", "x" * 1000, "\x00 nothing"])
def test_every_letter_of_any_script_counts(password: str) -> None:
    kept = passwords.hash_password(password)
    assert passwords.is_right(kept, password)
    assert not passwords.is_right(kept, password[:-1])


@pytest.mark.parametrize("kept", [None, "", "no hash at all"])
def test_where_no_password_is_kept_none_is_right(kept: str | None) -> None:
    assert not passwords.is_right(kept, "")
    assert not passwords.is_right(kept, "a lamp in the window")


def test_a_hash_of_weaker_parameters_is_outdated() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("a lamp in the window")
    assert passwords.is_right(weak, "a lamp in the window")
    assert passwords.is_outdated(weak)
    assert not passwords.is_outdated(passwords.hash_password("a lamp in the window"))


def test_who_finds_no_turn_is_told_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_turns", threading.BoundedSemaphore(1))
    monkeypatch.setattr(turns, "WAIT_SECONDS", 0.01)
    with passwords._turns, pytest.raises(Busy):
        passwords.hash_password("a lamp in the window")
    assert passwords.hash_password("a lamp in the window"), "and the turn is given back"


def test_under_gevent_a_real_thread_does_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monkey, "is_module_patched", lambda _: True)
    kept = passwords.hash_password("a lamp in the window")
    assert passwords.is_right(kept, "a lamp in the window")
