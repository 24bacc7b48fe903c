"""What may be written into a support log."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from constellations.core.clock import ALWAYS
from constellations.rules import Span
from sleepovers.returns.figures.facts import Help
from sleepovers.returns.log import rules
from sleepovers.returns.log.rules import Helped
from sleepovers.returns.rules import HubSpan

TODAY, CHANGE = dt.date(2026, 11, 22), dt.date(2026, 11, 16)
HUB, PATEL = uuid.UUID(int=1), uuid.UUID(int=2)
VISIT = Helped(Help.CHECK_IN, TODAY, PATEL)


@pytest.mark.parametrize(
    "helped", [VISIT, replace(VISIT, times=99, minutes=44_640, children=20, note="x" * 200), replace(VISIT, on=ALWAYS)]
)
def test_what_happened_may_be_written_down(helped: Helped) -> None:
    assert rules.must_be_sound(helped, TODAY) is None


def test_what_is_to_come_may_not() -> None:
    with pytest.raises(rules.NoSuchDay, match="still to come"):
        rules.must_be_sound(replace(VISIT, on=TODAY + dt.timedelta(days=1)), TODAY)


@pytest.mark.parametrize(
    ("about", "number", "most"),
    [("times", 0, 99), ("times", 100, 99), ("minutes", 0, 44_640), ("minutes", 44_641, 44_640), ("children", 21, 20)],
)
def test_numbers_that_nobody_means_are_refused(about: str, number: int, most: int) -> None:
    with pytest.raises(rules.NumberOutOfRange, match=f"from 1 to {most}") as raised:
        rules.must_be_sound(replace(VISIT, **{about: number}), TODAY)
    assert raised.value.about == about


def test_a_note_is_short() -> None:
    with pytest.raises(rules.NoteTooLong, match="at most 200 letters"):
        rules.must_be_sound(replace(VISIT, note="x" * 201), TODAY)


def test_only_who_was_the_hub_on_the_day_writes_it_down() -> None:
    hubs = (HubSpan(HUB, "Moira", Span(ALWAYS, CHANGE)),)
    assert rules.must_be_hub(hubs, HUB, dt.date(2026, 11, 15)) is None
    for home_id, on in ((HUB, CHANGE), (PATEL, dt.date(2026, 11, 15)), (None, TODAY)):
        with pytest.raises(rules.NotTheHubThen, match="not the hub on that day"):
            rules.must_be_hub(hubs, home_id, on)


def test_whom_a_hub_helped_belonged_to_it_on_the_day() -> None:
    spans = [Span(ALWAYS, dt.date(2026, 11, 1)), Span(CHANGE)]
    assert rules.must_be_member(spans, CHANGE) is None
    for theirs, on in ((spans, dt.date(2026, 11, 1)), ([], TODAY)):
        with pytest.raises(rules.NotAMember, match="Choose a family that belonged"):
            rules.must_be_member(theirs, on)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (rules.OnlyTheHub(), "The hub writes its support log."),
        (rules.MonthSubmitted(), "The return of that month was submitted"),
        (rules.EntryOvertaken(), "Somebody else changed this line meanwhile."),
    ],
)
def test_each_refusal_says_what_to_do(error: Exception, words: str) -> None:
    assert str(error).startswith(words)
