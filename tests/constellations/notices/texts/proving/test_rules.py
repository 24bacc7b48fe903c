"""What a code is, for how long it is good, and what is said of one that is not."""

import datetime as dt

import pytest

from constellations.notices.texts.proving import rules

SENT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(("number", "code"), [(0, "000000"), (42_917, "042917"), (999_999, "999999")])
def test_a_code_has_six_figures(number: int, code: str) -> None:
    assert rules.code_of(number) == code


@pytest.mark.parametrize(("typed", "code"), [("042917", "042917"), (" 042 917 ", "042917")])
def test_it_may_be_typed_with_spaces(typed: str, code: str) -> None:
    assert rules.typed_code(typed) == code


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "12345²"])
def test_what_is_no_code_is_said_plainly(typed: str) -> None:
    with pytest.raises(rules.NotACode, match="the six figures"):
        rules.typed_code(typed)


@pytest.mark.parametrize(
    ("minutes", "tries", "is_right", "wrong"),
    [
        (0, 0, True, None),
        (10, 4, True, None),
        (0, 0, False, rules.CodeWrong),
        (0, 4, False, rules.CodeWrong),
        (0, 5, True, rules.CodeOver),
        (10.1, 0, True, rules.CodeOver),
        (10.1, 0, False, rules.CodeOver),
    ],
)
def test_a_code_is_good_for_ten_minutes_and_five_tries(
    minutes: float, tries: int, is_right: bool, wrong: type[Exception] | None
) -> None:
    found = rules.what_is_wrong(SENT, tries, SENT + dt.timedelta(minutes=minutes), is_right)
    assert (type(found) if found else None) is wrong


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (rules.NoNumber, "Enter your mobile number first"),
        (rules.NoTexts, "sends no text messages"),
        (rules.CodeNotSent, "try again in a few minutes"),
        (rules.CodeWrong, "Look at the text message again"),
        (rules.CodeOver, "Have a new one sent"),
    ],
)
def test_what_is_refused_says_what_to_do(error: type[Exception], says: str) -> None:
    assert says in str(error())


def test_the_message_names_nobody_and_says_that_nobody_asks_for_it() -> None:
    said = rules.CODE_WORDS % {"code": "042917"}
    assert said.startswith("042917 is your code for Roost")
    assert "Nobody from Roost ever asks you for it." in said
    assert len(said) <= 160
