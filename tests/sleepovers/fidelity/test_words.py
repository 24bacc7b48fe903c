"""How the checklist says what it asks, what it found, and what slips when."""

import datetime as dt

import pytest

from constellations.rules import ConstellationKind
from sleepovers.fidelity.own.rules import Answered
from sleepovers.fidelity.rules import Item, Judged, Standing, Terms
from sleepovers.fidelity.words import (
    FACTS,
    ITEM_WORDS,
    STANDING_TONES,
    STANDING_WORDS,
    TO_DO_WORDS,
    asked_words,
    facts_words,
    own_words,
    terms_words,
)

MET, AMBER, NOT_MET = Standing
TUESDAY = dt.date(2026, 12, 1)
SATURDAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Judged(Item.SIZE, MET, 8), "8 homes beside the hub today."),
        (Judged(Item.SIZE, NOT_MET, 1), "1 home beside the hub today."),
        (
            Judged(Item.SIZE, AMBER, 6),
            "6 homes beside the hub today. That is the least: with one fewer it is not met.",
        ),
        (
            Judged(Item.SIZE, AMBER, 7, then=5, slips_on=TUESDAY),
            "7 homes beside the hub today. From Tue 1 Dec on it is 5.",
        ),
        (Judged(Item.BEDS, NOT_MET, 1), "1 bed is kept today."),
        (Judged(Item.BEDS, AMBER, 2, then=0, slips_on=TUESDAY), "2 beds are kept today. From Tue 1 Dec on it is 0."),
        (Judged(Item.GATHERING, NOT_MET), "None lately."),
        (
            Judged(Item.GATHERING, MET, 1, last=SATURDAY, next=TUESDAY),
            "The last was on Sat 21 Nov. The next is on Tue 1 Dec.",
        ),
        (
            Judged(Item.CARERS_MEETING, AMBER, 1, last=SATURDAY, slips_on=dt.date(2027, 1, 1)),
            "The last was on Sat 21 Nov. Without another one it is not met from Fri 1 Jan on.",
        ),
        (Judged(Item.BOTH_KINDS, MET), "Nobody asked for a planned one. Nobody asked in an emergency."),
        (
            Judged(Item.BOTH_KINDS, NOT_MET, 4, 5, emergency=(2, 0)),
            "Planned: 4 of 5 had an offer. Emergencies: 0 of 2 had an offer.",
        ),
        (Judged(Item.LIAISON, NOT_MET), "Nobody looks after it today."),
        (Judged(Item.LIAISON, MET, 2), "2 people look after it."),
        (
            Judged(Item.LIAISON, AMBER, 1, slips_on=TUESDAY),
            "1 person looks after it. From Tue 1 Dec on it is not met any more, as far as is known today.",
        ),
        (
            Judged(Item.OUT_OF_HOURS, NOT_MET, 0, 1),
            "Your service has entered no phone. The hub is there, or covered.",
        ),
        (
            Judged(Item.OUT_OF_HOURS, NOT_MET, 1, 0),
            "There is a phone out of hours. The hub is not there, and nobody covers.",
        ),
        (Judged(Item.CHILDREN, NOT_MET), "Nobody asked for a sleepover in this time."),
        (Judged(Item.CHILDREN, MET, 3, 5), "3 of 5 asks say what the child wants."),
    ],
)
def test_the_facts_are_said_in_words(found: Judged, expected: str) -> None:
    assert facts_words(found) == expected


def test_every_item_and_every_standing_has_its_words() -> None:
    assert set(ITEM_WORDS) == set(FACTS) == set(TO_DO_WORDS) == set(Item)
    assert set(STANDING_WORDS) == set(STANDING_TONES) == set(Standing)


@pytest.mark.parametrize(
    ("item", "kind", "expected"),
    [
        (Item.SIZE, ConstellationKind.MOCKINGBIRD, "6 to 10 satellites."),
        (Item.SIZE, ConstellationKind.HIVE, "Up to 20 homes."),
        (Item.BEDS, ConstellationKind.HIVE, "At least 2 beds are kept."),
        (Item.CHILDREN, ConstellationKind.HIVE, "At least one ask within 6 months says the child’s own wish."),
    ],
)
def test_what_is_asked_follows_the_terms(item: Item, kind: ConstellationKind, expected: str) -> None:
    assert asked_words(item, Terms(), kind) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (None, "Nobody has answered this yet."),
        (Answered(SATURDAY, False), "No, on Saturday 21 November 2026."),
        (Answered(SATURDAY, True, "", "Ruth"), "Yes, on Saturday 21 November 2026, said by Ruth."),
        (Answered(SATURDAY, True, "All of them"), "Yes, on Saturday 21 November 2026: “All of them”."),
    ],
)
def test_an_answer_is_said_with_its_day_and_its_note(answer: Answered | None, expected: str) -> None:
    assert own_words(answer) == expected


def test_terms_are_said_with_what_is_switched_off() -> None:
    usual = "6 to 10 satellites, up to 20 homes of a Hive, 2 beds, 6 months back"
    assert terms_words(Terms()) == usual
    off = Terms(off=frozenset({Item.CHILDREN, Item.SIZE}))
    assert terms_words(off) == f"{usual}; switched off: The right size and What children want is written down"
