"""Notes and packing lists: what is kept of them, what is refused, and what a tick changes."""

import pytest

from sleepovers.cards.handover import rules
from sleepovers.rules import StayState


def test_a_note_is_kept_without_the_space_around_it() -> None:
    assert rules.tidy_note("  Slept well.\n\nAte little. \n") == "Slept well.\n\nAte little."
    assert len(rules.tidy_note("x" * rules.LONGEST_NOTE)) == rules.LONGEST_NOTE


@pytest.mark.parametrize("words", ["", "  \n "])
def test_an_empty_note_is_refused(words: str) -> None:
    with pytest.raises(rules.NoNote, match="should know"):
        rules.tidy_note(words)


def test_a_note_that_nobody_reads_to_its_end_is_refused() -> None:
    with pytest.raises(rules.NoteTooLong, match="2,000 letters"):
        rules.tidy_note("x" * (rules.LONGEST_NOTE + 1))


@pytest.mark.parametrize(
    ("text", "already", "new"),
    [
        ("Rabbit", [], ["Rabbit"]),
        (" Red   pouch \r\n\r\nRabbit\n", [], ["Red pouch", "Rabbit"]),
        ("Rabbit\nrabbit\nRabbit", [], ["Rabbit", "rabbit"]),
        ("Rabbit\nInhaler", ["RABBIT"], ["Inhaler"]),
        ("Rabbit", ["Rabbit"], []),
    ],
)
def test_things_are_one_on_a_line_and_stand_on_the_list_once(text: str, already: list[str], new: list[str]) -> None:
    assert rules.things_in(text, already) == new


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_list_is_refused(text: str) -> None:
    with pytest.raises(rules.NoThing, match="one thing on a line"):
        rules.things_in(text, ["Rabbit"])


def test_a_thing_is_no_story_and_a_bag_holds_sixty() -> None:
    assert rules.things_in("x" * rules.LONGEST_THING, []) == ["x" * rules.LONGEST_THING]
    with pytest.raises(rules.ThingTooLong, match="at most 80 letters"):
        rules.things_in("x" * (rules.LONGEST_THING + 1), [])
    many = [f"Sock {n}" for n in range(rules.MOST_THINGS)]
    assert rules.things_in("\n".join(many), []) == many
    with pytest.raises(rules.TooManyThings, match="more than 60 things"):
        rules.things_in("Hat", many)


@pytest.mark.parametrize(
    ("shown", "ticked", "changed"),
    [
        ("", "", {}),
        ("", "a", {"a": True}),
        ("a", "", {"a": False}),
        ("ab", "bc", {"a": False, "c": True}),
        ("ab", "ab", {}),
    ],
)
def test_a_tick_changes_only_what_the_page_did_not_show(shown: str, ticked: str, changed: dict[str, bool]) -> None:
    assert rules.changed_ticks(set(shown), set(ticked)) == changed


def test_where_nobody_comes_nothing_is_handed_over() -> None:
    for state in (StayState.AGREED, StayState.UNDER_WAY, StayState.HAPPENED):
        rules.must_have_somebody(state)
    with pytest.raises(rules.NoHandoverNow, match="nothing to hand over"):
        rules.must_have_somebody(StayState.CANCELLED)
