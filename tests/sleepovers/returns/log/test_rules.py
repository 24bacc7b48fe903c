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


def test_what_happened_may_be_written_down_and_what_is_to_come_may_not() -> None:
    for helped in (VISIT, replace(VISIT, times=99, minutes=44_640, children=20, note="x" * 200)):
        rules.must_be_sound(helped, TODAY)
    rules.must_be_sound(replace(VISIT, on=ALWAYS), TODAY)
    with pytest.raises(rules.NoSuchDay, match="still to come"):
        rules.must_be_sound(replace(VISIT, on=TODAY + dt.timedelta(days=1)), TODAY)


@pytest.mark.parametrize(
    ("helped", "about", "most"),
    [
        (replace(VISIT, times=0), "times", 99),
        (replace(VISIT, times=100), "times", 99),
        (replace(VISIT, minutes=0), "minutes", 44_640),
        (replace(VISIT, minutes=44_641), "minutes", 44_640),
        (replace(VISIT, children=21), "children", 20),
    ],
)
def test_numbers_that_nobody_means_are_refused(helped: Helped, about: str, most: int) -> None:
    with pytest.raises(rules.NumberOutOfRange, match=f"from 1 to {most}") as raised:
        rules.must_be_sound(helped, TODAY)
    assert raised.value.about == about


def test_a_note_is_short() -> None:
    with pytest.raises(rules.NoteTooLong, match="at most 200 letters"):
        rules.must_be_sound(replace(VISIT, note="x" * 201), TODAY)


def test_only_who_was_the_hub_on_the_day_writes_it_down() -> None:
    hubs = (HubSpan(HUB, "Moira", Span(ALWAYS, CHANGE)),)
    rules.must_be_hub(hubs, HUB, dt.date(2026, 11, 15))
    for home_id, on in ((HUB, CHANGE), (PATEL, dt.date(2026, 11, 15)), (None, TODAY)):
        with pytest.raises(rules.NotTheHubThen, match="not the hub on that day"):
            rules.must_be_hub(hubs, home_id, on)


def test_whom_a_hub_helped_belonged_to_it_on_the_day() -> None:
    spans = [Span(ALWAYS, dt.date(2026, 11, 1)), Span(CHANGE)]
    rules.must_be_member(spans, CHANGE)
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
