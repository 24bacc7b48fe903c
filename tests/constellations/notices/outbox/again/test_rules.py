"""What mail is worth another try, and what stood in its way."""

import datetime as dt

import pytest

from constellations.core.notify import Refusal
from constellations.notices.notify.rules import KEY_LOST
from constellations.notices.outbox.again import rules


@pytest.mark.parametrize(
    ("is_of_service", "until_read", "days"), [(True, True, 14), (False, False, 14), (False, True, 14), (True, False, 3)]
)
def test_what_is_pressing_grows_old_sooner(is_of_service: bool, until_read: bool, days: int) -> None:
    assert rules.good_for(is_of_service, until_read) == dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("problem", "is_it"),
    [
        (None, False),
        (Refusal.RECIPIENT, False),
        ("the address was refused, 550", False),
        (Refusal.BAD_KEY, True),
        (Refusal.TRIAL, True),
        (Refusal.AWAY, True),
        (KEY_LOST, True),
        ("ConnectionRefusedError", True),
        ("the mail was refused, 554", True),
        ("perhaps taken, SMTPServerDisconnected", False),
        ("perhaps taken, then ConnectionRefusedError", False),
    ],
)
def test_an_address_is_no_way(problem: str | None, is_it: bool) -> None:
    assert rules.is_of_the_way(problem) is is_it


SILENCE, AWAY = "perhaps taken, SMTPServerDisconnected", "ConnectionRefusedError"


@pytest.mark.parametrize(
    ("before", "problem", "kept"),
    [
        (None, AWAY, AWAY),
        (AWAY, SILENCE, SILENCE),
        (SILENCE, SILENCE, SILENCE),
        (SILENCE, AWAY, f"perhaps taken, then {AWAY}"),
        (f"perhaps taken, then {AWAY}", "the mail was refused, 451", "perhaps taken, then the mail was refused, 451"),
        (SILENCE, None, None),
    ],
)
def test_what_was_perhaps_taken_stays_known_so_until_it_is_sent(
    before: str | None, problem: str | None, kept: str | None
) -> None:
    assert rules.kept_of_tries(before, problem) == kept
