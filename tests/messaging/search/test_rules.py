"""Which part of a message is shown to who searched, and in which days is looked."""

import datetime as dt

import pytest

from messaging.search.rules import AROUND_FOUND, Part, shown, since, until

LONG = "Nothing to see. " * 20


def read(parts: tuple[Part, ...]) -> str:
    """What is shown, with the words that were found between brackets."""
    return "".join(f"[{part.text}]" if part.found else part.text for part in parts)


@pytest.mark.parametrize(
    ("body", "wanted", "expected"),
    [
        ("Bonfire at six.", ("bonfire",), "[Bonfire] at six."),
        ("Bonfire at six.", ("bon",), "[Bonfire] at six."),
        ("Bonfire at six.", ("six", "bon"), "[Bonfire] at [six]."),
        ("Bonfire at sixteen.", ("six", "bonfire"), "[Bonfire] at sixteen."),
        ("Two\n\n  lines", ("lines",), "Two [lines]"),
        ("Le CAFÉ <b>", ("cafe",), "Le [CAFÉ] <b>"),
        ("Nobody looks for words.", (), "Nobody looks for words."),
        ("", ("x",), ""),
    ],
)
def test_the_words_looked_for_are_marked(body: str, wanted: tuple[str, ...], expected: str) -> None:
    assert read(shown(body, wanted)) == expected


def test_of_a_long_message_the_part_with_the_first_word_found_is_shown() -> None:
    found = read(shown(f"{LONG}A cot, here. {LONG} A cot again.", ("cot",)))
    assert found.startswith("…")
    assert "see. A [cot], here. Nothing" in found
    assert found.endswith("…")
    assert found.count("[") == 1, "what stands far behind is not shown"
    assert len(found) <= AROUND_FOUND + len("……[]")


def test_of_a_long_message_without_words_the_beginning_is_shown() -> None:
    found = read(shown(LONG, ()))
    assert (found[:16], found[-1]) == ("Nothing to see. ", "…")


def test_a_word_longer_than_what_is_shown_is_cut_and_begins_where_it_was_found() -> None:
    found = shown("y" * 100 + "-" + "x" * 400, ("x",))
    assert [part.text for part in found] == ["…", "x" * AROUND_FOUND, "…"]
    assert read(shown(LONG + "y" * 90 + "-cot", ("cot",))) == "…[cot]", "no word begins near before it"


@pytest.mark.parametrize(
    ("day", "begins", "over"),
    [
        ("2026-11-22", "2026-11-22T00:00+00:00", "2026-11-23T00:00+00:00"),
        ("2026-06-30", "2026-06-29T23:00+00:00", "2026-06-30T23:00+00:00"),
        ("2026-03-29", "2026-03-29T00:00+00:00", "2026-03-29T23:00+00:00"),
        ("0001-01-01", "2000-01-01T00:00+00:00", "2000-01-01T00:00+00:00"),
        ("9999-12-31", "2200-01-01T00:00+00:00", "2200-01-01T00:00+00:00"),
    ],
)
def test_a_day_is_one_of_london(day: str, begins: str, over: str) -> None:
    asked = dt.date.fromisoformat(day)
    assert since(asked) == dt.datetime.fromisoformat(begins)
    assert until(asked) == dt.datetime.fromisoformat(over)
