"""It takes two, and neither of them is the one whose step it is."""

import datetime as dt
import uuid

import pytest

from constellations.people.step_resets import rules
from constellations.people.step_resets.rules import AnotherMustConfirm, NothingToReset, OwnStep

ANITA, MOIRA, MAX, LENA = (uuid.UUID(int=number) for number in range(1, 5))
ASKED = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(("hours", "over"), [(0, False), (47, False), (48, True)])
def test_the_second_person_has_two_days(hours: int, over: bool) -> None:
    assert rules.is_over(ASKED, ASKED + dt.timedelta(hours=hours)) is over


def test_nobody_asks_for_themselves() -> None:
    rules.check_asking(ANITA, {MOIRA})
    for names in ({ANITA}, {MOIRA, ANITA}):
        with pytest.raises(OwnStep, match="Two others"):
            rules.check_asking(ANITA, names)


@pytest.mark.parametrize(
    ("names", "confirms", "refused"),
    [
        ({ANITA}, True, OwnStep),
        ({ANITA}, False, OwnStep),
        ({MAX, ANITA}, False, OwnStep),
        ({MOIRA}, True, AnotherMustConfirm),
        ({MAX, MOIRA}, True, AnotherMustConfirm),
        ({LENA}, True, AnotherMustConfirm),
    ],
)
def test_neither_the_person_nor_who_asked_confirms(
    names: set[uuid.UUID], confirms: bool, refused: type[Exception]
) -> None:
    rules.check_deciding(ANITA, {MOIRA, LENA}, {MAX}, confirms)
    rules.check_deciding(ANITA, {MOIRA, LENA}, {MOIRA}, False)
    with pytest.raises(refused):
        rules.check_deciding(ANITA, {MOIRA, LENA}, names, confirms)


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (OwnStep(), "Two others of your service"),
        (AnotherMustConfirm(), "Somebody else of your service"),
        (rules.ResetOver(), "Ask for it anew"),
        (rules.ResetAsked(), "Another of your service has to confirm"),
        (NothingToReset("Anita"), "Anita has no second step"),
    ],
)
def test_each_refusal_says_what_to_do(refusal: Exception, words: str) -> None:
    assert words in str(refusal)
