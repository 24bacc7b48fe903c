"""Hand-over notes and the packing list of a stay: which way, how much, and what a tick changes; plain values."""

from collections.abc import Collection
from enum import StrEnum

from constellations.core.errors import RuleBroken
from sleepovers.cards.rules import may_be_hosted
from sleepovers.rules import StayState

LONGEST_NOTE = 2000
LONGEST_THING = 80
MOST_THINGS = 60
"""Things on the list of one stay."""


class Way(StrEnum):
    """Which way something goes: with the child to the host, or home again."""

    THERE = "there"
    HOME = "home"


class NoNote(RuleBroken):
    """An empty note."""

    about = "words"

    def __init__(self) -> None:
        super().__init__("Write down what the other home should know.")


class NoteTooLong(RuleBroken):
    """More than somebody reads at the door."""

    about = "words"

    def __init__(self) -> None:
        super().__init__("Say it in fewer words: at most 2,000 letters.")


class NoThing(RuleBroken):
    """An empty list."""

    about = "things"

    def __init__(self) -> None:
        super().__init__("Write down what goes into the bag, one thing on a line.")


class ThingTooLong(RuleBroken):
    """A thing that is a story."""

    about = "things"

    def __init__(self) -> None:
        super().__init__("Put one thing on a line, in at most 80 letters. What needs more words is a note.")


class TooManyThings(RuleBroken):
    """More than a bag holds."""

    about = "things"

    def __init__(self) -> None:
        super().__init__("That is more than 60 things. Take some off the list, or put several on one line.")


class NoHandoverNow(RuleBroken):
    """A stay that was called off has nothing to hand over."""

    def __init__(self) -> None:
        super().__init__("This sleepover was called off, or nobody came. There is nothing to hand over.")


def must_have_somebody(state: StayState) -> None:
    """Raise NoHandoverNow for a stay that was called off."""
    if not may_be_hosted(state):
        raise NoHandoverNow


def tidy_note(words: str) -> str:
    """A note without space around it; raises NoNote, NoteTooLong."""
    note = words.strip()
    if not note:
        raise NoNote
    if len(note) > LONGEST_NOTE:
        raise NoteTooLong
    return note


def things_in(text: str, already: Collection[str]) -> list[str]:
    """The things of a text, one on a line, without those that are on the list; raises NoThing and the like."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    named = list(dict.fromkeys(line for line in lines if line))
    if not named:
        raise NoThing
    if any(len(thing) > LONGEST_THING for thing in named):
        raise ThingTooLong
    known = {thing.casefold() for thing in already}
    new = [thing for thing in named if thing.casefold() not in known]
    if len(new) + len(already) > MOST_THINGS:
        raise TooManyThings
    return new


def changed_ticks(shown: Collection[str], ticked: Collection[str]) -> dict[str, bool]:
    """What somebody ticked or took a tick from, by what the page had ticked when it was made.

    What others ticked meanwhile is not among it, and so stays.
    """
    changed = set(shown) ^ set(ticked)
    return {key: key in ticked for key in changed}
