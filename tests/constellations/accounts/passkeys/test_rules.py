"""What a passkey is asked for, and when one is not trusted any more."""

import pytest

from constellations.accounts.passkeys import rules
from constellations.accounts.passkeys.rules import Party, Purpose
from constellations.core.errors import RuleBroken

ALONE = (Purpose.SIGN_IN, Purpose.AGAIN)
BESIDE = (Purpose.ADD, Purpose.SECOND_STEP)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_device_of_staff_always_makes_sure_of_them(purpose: Purpose) -> None:
    assert rules.must_verify(purpose, is_carer=False)


@pytest.mark.parametrize(("purpose", "expected"), [*((one, True) for one in ALONE), *((one, False) for one in BESIDE)])
def test_without_a_password_every_device_makes_sure_of_its_person(purpose: Purpose, expected: bool) -> None:
    assert rules.must_verify(purpose, is_carer=True) is expected


@pytest.mark.parametrize(
    ("kept", "said", "expected"),
    [(0, 0, False), (0, 1, False), (1, 2, False), (1, 1, True), (2, 1, True), (1, 0, True), (7, 4_000_000_000, False)],
)
def test_a_count_that_does_not_grow_shows_a_copy(kept: int, said: int, expected: bool) -> None:
    assert rules.went_back(kept, said) is expected


@pytest.mark.parametrize(
    ("public_url", "party"),
    [
        ("https://roost.example", Party("roost.example", "https://roost.example")),
        ("https://roost.example/", Party("roost.example", "https://roost.example")),
        ("https://Roost.Example:8443/x", Party("roost.example", "https://Roost.Example:8443")),
        ("http://localhost:8000", Party("localhost", "http://localhost:8000")),
        ("nonsense", Party("", "://")),
    ],
)
def test_roost_is_known_to_devices_by_its_public_address(public_url: str, party: Party) -> None:
    assert rules.party_at(public_url) == party


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (rules.PasskeyRefused(), "use your password"),
        (rules.PasskeyUnverified(), "PIN, fingerprint or face"),
        (rules.PasskeyDoubted(), "make a new one"),
        (rules.TooManyPasskeys(), "You have 10 passkeys. Remove one"),
        (rules.AlreadyYours(), "Use another device"),
    ],
)
def test_each_refusal_says_what_to_do(broken: RuleBroken, says: str) -> None:
    assert says in broken.words


def test_why_an_answer_is_not_genuine_is_for_the_log() -> None:
    assert rules.NotGenuine("wrong origin").reason == "wrong origin"
