"""Which code is shown when, what can be one, who must have a second step, and for how long things hold."""

import base64
import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest

from constellations.accounts.second_step import rules
from constellations.accounts.second_step.rules import SecondStep
from constellations.permissions import CARERS, Role

NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
RFC_KEY = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "figures"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, figures: str) -> None:
    # RFC 6238, appendix B: the last six of its eight figures.
    moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    assert rules.step_shown(RFC_KEY, figures, moment) == seconds // 30


@pytest.mark.parametrize(("seconds", "is_good"), [(-31, False), (-30, True), (0, True), (59, True), (60, False)])
def test_a_code_is_good_in_its_half_minute_and_those_beside_it(seconds: int, is_good: bool) -> None:
    moment = dt.datetime.fromtimestamp(1234567890, dt.UTC)
    found = rules.step_shown(RFC_KEY, "005924", moment + dt.timedelta(seconds=seconds))
    assert found == (1234567890 // 30 if is_good else None)


def test_all_codes_that_may_be_shown_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def compare(shown: str, given: str) -> bool:
        compared.append(shown)
        return shown == given

    monkeypatch.setattr("constellations.accounts.second_step.rules.hmac.compare_digest", compare)
    moment = dt.datetime.fromtimestamp(1234567890, dt.UTC)
    assert rules.step_shown(RFC_KEY, "005924", moment) == 1234567890 // 30
    assert len(compared) == 3, "the answer takes as long whichever it is"


@pytest.mark.parametrize("role", list(Role))
def test_all_but_carers_must_have_a_second_step_where_it_is_asked(role: Role) -> None:
    assert rules.must_have_second_step(role, True) is (role not in CARERS)
    assert not rules.must_have_second_step(role, False)


def test_the_address_for_an_app_says_whose_key_it_is() -> None:
    parts = urlsplit(rules.address_of_key(RFC_KEY, "moira@example.org"))
    assert (parts.scheme, parts.netloc, parts.path) == ("otpauth", "totp", "/Roost:moira%40example.org")
    assert parse_qs(parts.query) == {"secret": [RFC_KEY], "issuer": ["Roost"]}


@pytest.mark.parametrize(
    ("letters", "between", "written"),
    [("", " ", ""), ("abcd", " ", "abcd"), ("abcdefgh", " ", "abcd efgh"), ("abcdefghij", "-", "abcd-efgh-ij")],
)
def test_long_rows_of_letters_are_written_in_fours(letters: str, between: str, written: str) -> None:
    assert rules.in_fours(letters, between) == written


@pytest.mark.parametrize(
    ("typed", "code"), [(" 123 456 ", "123456"), ("ABCD-efgh–jkmn", "abcdefghjkmn"), ("", ""), ("--", "")]
)
def test_space_strokes_and_capitals_do_not_matter(typed: str, code: str) -> None:
    assert rules.typed_code(typed) == code


@pytest.mark.parametrize(
    ("code", "is_one"),
    [("123456", True), ("12345", False), ("1234567", False), ("12345a", False), ("١٢٣٤٥٦", False), ("12345²", False)],
)
def test_an_app_shows_six_plain_figures(code: str, is_one: bool) -> None:
    assert rules.is_of_app(code) is is_one


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("abcdefghjkmn", ("abcd", "efghjkmn")),
        ("abcdefghjkm", None),
        ("abcdefghjkmnp", None),
        ("abcdefghjkml", None),
        ("abcdefghjk10", None),
        ("", None),
    ],
)
def test_a_recovery_code_has_a_name_and_a_secret(code: str, parts: tuple[str, str] | None) -> None:
    assert rules.parts_of(code) == parts


def test_recovery_codes_hold_nothing_that_looks_like_something_else() -> None:
    assert not set("il1o0") & set(rules.LETTERS)
    assert len(set(rules.LETTERS)) == len(rules.LETTERS) == 31


@pytest.mark.parametrize(("minutes", "is_shown"), [(0, True), (29, True), (30, False)])
def test_a_key_is_shown_for_half_an_hour(minutes: int, is_shown: bool) -> None:
    assert rules.is_key_shown(NOON, NOON + dt.timedelta(minutes=minutes)) is is_shown


@pytest.mark.parametrize(
    ("minutes", "tries", "is_half_way"), [(0, 0, True), (9, 4, True), (10, 0, False), (0, 5, False), (9, 5, False)]
)
def test_the_second_step_may_be_given_for_ten_minutes_and_five_times(
    minutes: int, tries: int, is_half_way: bool
) -> None:
    assert rules.is_half_way(NOON, tries, NOON + dt.timedelta(minutes=minutes)) is is_half_way


def test_recovery_codes_are_no_step_that_is_set_up() -> None:
    assert set(SecondStep) - rules.SET_UP == {SecondStep.RECOVERY_CODE}
    assert {SecondStep.APP, SecondStep.RECOVERY_CODE} == rules.TYPED
