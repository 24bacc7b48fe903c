"""What is found of somebody in what others wrote, and what stands there afterwards."""

import uuid

import pytest

from constellations.rights.erasing.rules import Erased, Needles, is_a_name, mobile_ways
from constellations.rights.rules import Subject

NEEDLES = Needles(("Anita Okafor", "anita@example.org", "07700 900123"), ("Anita", "May"), "former carer 4F2A")


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Ask Anita Okafor.", "Ask former carer 4F2A."),
        ("ask anita  okafor", "ask former carer 4F2A"),
        ("Anita’s beds", "former carer 4F2A’s beds"),
        ("Anitas beds, Juanita", "Anitas beds, Juanita"),
        ("May said it may rain", "former carer 4F2A said it may rain"),
        ("Mail ANITA@example.org, ring 07700\u00a0900123", "Mail former carer 4F2A, ring former carer 4F2A"),
        ("Nobody here", "Nobody here"),
    ],
)
def test_a_word_takes_the_place_of_a_name(written: str, left: str) -> None:
    assert NEEDLES.replaced(written) == left


def test_where_nothing_is_looked_for_nothing_is_found() -> None:
    assert Needles((), (), "x").replaced("Anita") == "Anita"
    assert Needles((), ("Anita",), "x").all == ("Anita",)


def test_a_home_has_a_word_of_its_own_and_the_longest_is_found_first() -> None:
    needles = Needles(
        ("Anita Okafor",), ("Okafor",), "former carer", (("Okafor Lodge", "former home"), ("Okafor", "x"))
    )
    said = "Anita Okafor of Okafor  Lodge: ask Okafor, not okafor lodge."
    assert needles.replaced(said) == "former carer of former home: ask former carer, not okafor lodge."
    assert needles.all == ("Anita Okafor", "Okafor", "Okafor Lodge", "Okafor")
    assert needles.of_people.all == ("Anita Okafor",)


def test_what_is_looked_for_is_written_down_and_read_again() -> None:
    for needles in (NEEDLES, Needles(("Élan",), (), "x", (("The “Lodge”", "y"),))):
        assert Needles.read(needles.written) == needles


@pytest.mark.parametrize(
    ("name", "reference", "is_one"),
    [("Harbour", "H-12", True), ("Harbour", "Harbour", True), ("H-12", "H-12", False), ("H-13", "H-12", True)],
)
def test_a_reference_with_a_figure_in_it_is_no_name(name: str, reference: str, is_one: bool) -> None:
    assert is_a_name(name, reference) is is_one


def test_lists_and_tables_are_looked_through() -> None:
    kept = {"who": ["Anita", 3, {"by": "May"}], "n": None}
    assert NEEDLES.within(kept) == {"who": ["former carer 4F2A", 3, {"by": "former carer 4F2A"}], "n": None}


def test_rows_that_hold_other_words_now_are_noted_by_table() -> None:
    erased = Erased(Subject(person_id=uuid.UUID(int=1)), uuid.UUID(int=9), NEEDLES)
    erased.note("message", {uuid.UUID(int=2)})
    erased.note("message", [uuid.UUID(int=3)])
    assert erased.changed == {"message": {uuid.UUID(int=2), uuid.UUID(int=3)}}


def test_a_number_is_looked_for_as_people_write_it() -> None:
    assert mobile_ways("+447700900123") == ("+447700900123", "07700900123", "07700 900123", "07700 900 123")
    assert mobile_ways("+33612345678") == ("+33612345678",)
