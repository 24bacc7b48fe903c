"""How signs of life are said."""

import datetime as dt

import pytest
from flask import Flask

from app import PARTS
from constellations.engagement.signs.rules import LastSign, Sign
from constellations.engagement.signs.words import (
    COUNTED_WORDS,
    DID_WORDS,
    SHORT_WORDS,
    SIGN_WORDS,
    ago_words,
    did_words,
    on_words,
)

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize("words", [COUNTED_WORDS, DID_WORDS, SHORT_WORDS, SIGN_WORDS])
def test_every_kind_has_words_in_the_same_order(words: dict[Sign, str]) -> None:
    assert list(words) == list(Sign)


@pytest.mark.parametrize(
    ("on", "ago", "said"),
    [
        ("2026-11-22", "today", "Sun 22 Nov"),
        ("2026-11-21", "yesterday", "Sat 21 Nov"),
        ("2026-11-20", "2 days ago", "Fri 20 Nov"),
        ("2026-05-27", "179 days ago", "Wed 27 May"),
        ("2026-05-26", "180 days ago", "Tuesday 26 May 2026"),
    ],
)
def test_a_day_is_said_with_how_long_ago_it_was(app: Flask, on: str, ago: str, said: str) -> None:
    day = dt.date.fromisoformat(on)
    assert (ago_words(day, TODAY), on_words(day, TODAY)) == (ago, said)


def test_whom_a_family_spoke_with_is_told_by_what_was_written_down(app: Flask) -> None:
    assert did_words(LastSign(Sign.CALLED, TODAY, None, "was_helped"), PARTS.signs_said) == "spoke with the hub"
    buddy = LastSign(Sign.CALLED, TODAY, None, "talked_with_buddy")
    assert did_words(buddy, PARTS.signs_said) == "spoke with their buddy or mentor"


def test_an_event_is_named_where_its_name_is_known(app: Flask) -> None:
    came = LastSign(Sign.CAME, TODAY, None, "came_to_event")
    assert did_words(came, {}, "The picnic") == "came to “The picnic”"
    assert did_words(came, {}) == "came to something"
    assert did_words(LastSign(Sign.CALLED, TODAY, None, "called"), PARTS.signs_said) == "spoke with the liaison worker"
    assert did_words(LastSign(Sign.ANSWERED, TODAY, None, "answered_event"), {}, "The picnic") == "answered"
