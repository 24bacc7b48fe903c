"""How a request about personal data goes, by when it is answered, and who may do what of it."""

import datetime as dt
import uuid

import pytest

from constellations.core.errors import RuleBroken
from constellations.rights import rules
from constellations.rights.rules import Confirming, Subject

RUTH, OLA, ANITA = (uuid.UUID(int=number) for number in (0x1111, 0x2222, 0xF2A))
ASKED = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("asked_on", "due_on"),
    [
        ("2026-11-22", "2026-12-22"),
        ("2026-12-31", "2027-01-31"),
        ("2027-01-31", "2027-02-28"),
        ("2028-01-31", "2028-02-29"),
        ("2026-10-31", "2026-11-30"),
    ],
)
def test_a_request_is_due_on_the_same_day_of_the_next_month_or_its_last(asked_on: str, due_on: str) -> None:
    assert rules.due_on(dt.date.fromisoformat(asked_on)) == dt.date.fromisoformat(due_on)


@pytest.mark.parametrize(
    ("confirming", "names", "days", "refused"),
    [
        (Confirming(frozenset({RUTH}), ASKED, others=1), {OLA}, 0, None),
        (Confirming(frozenset({RUTH}), ASKED, others=1), {RUTH}, 30, rules.AnotherConfirms),
        (Confirming(frozenset({RUTH}), ASKED, others=1), {OLA, RUTH}, 30, rules.AnotherConfirms),
        (Confirming(frozenset({ANITA, RUTH}), ASKED, others=1), {RUTH}, 30, rules.AnotherConfirms),
        (Confirming(frozenset({ANITA, RUTH}), ASKED, others=0), {RUTH}, 6, rules.WaitAWeek),
        (Confirming(frozenset({RUTH}), ASKED, others=0), {RUTH}, 6, rules.WaitAWeek),
        (Confirming(frozenset({RUTH}), ASKED, others=0), {OLA, RUTH}, 6, rules.WaitAWeek),
        (Confirming(frozenset({RUTH}), ASKED, others=0), {RUTH}, 7, None),
        (Confirming(frozenset({RUTH}), ASKED, others=0), {OLA}, 0, None),
        (Confirming(frozenset({RUTH}), ASKED, others=1, about=OLA), {OLA}, 30, rules.NotYours),
        (Confirming(frozenset({RUTH}), ASKED, others=1, about=OLA), {ANITA, OLA}, 30, rules.NotYours),
    ],
)
def test_two_managers_stand_behind_an_erasure_or_one_and_a_week(
    confirming: Confirming, names: set[uuid.UUID], days: int, refused: type[RuleBroken] | None
) -> None:
    now = ASKED + dt.timedelta(days=days)
    if refused is None:
        rules.must_confirm(confirming, names, now)
        assert now >= confirming.asked_at
        return
    with pytest.raises(refused):
        rules.must_confirm(confirming, names, now)


def test_the_only_manager_reads_from_which_day_on() -> None:
    with pytest.raises(rules.WaitAWeek, match="29/11/2026"):
        rules.must_confirm(Confirming(frozenset({RUTH}), ASKED, others=0), {RUTH}, ASKED)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (rules.AskedAlready(), "list of requests"),
        (rules.NotReady(), "Ask again"),
        (rules.IsHeld(), "Lift the hold"),
        (rules.NotLeftYet(), "End their access first"),
        (rules.LivesHere(), "Say first that it left"),
        (rules.NotYours(), "another manager"),
        (rules.AnotherConfirms(), "another manager confirms"),
        (rules.NotWaiting(), "Open it again"),
        (rules.ShortWord("in"), "“in” stands in too much"),
        (rules.NoHoldReason(), "Say why"),
        (rules.LongHoldReason(), "at most 200 letters"),
    ],
)
def test_each_refusal_says_what_to_do(broken: RuleBroken, says: str) -> None:
    assert says in broken.words


def test_a_copy_can_be_fetched_for_a_day() -> None:
    assert rules.fetched_until(ASKED) - ASKED == dt.timedelta(hours=24)


def test_somebody_erased_has_one_word_and_an_address_of_nobody() -> None:
    assert rules.pseudonym(ANITA, "carer") == "former carer 0F2A"
    assert rules.erased_address(ANITA) == f"{'0' * 29}f2a@erased.invalid"


@pytest.mark.parametrize(
    ("name", "others", "looked_for"),
    [
        ("Anita Okafor", frozenset(), ("Anita", "Okafor")),
        ("Anita Okafor", frozenset({"okafor"}), ("Anita",)),
        ("Jo Ng", frozenset(), ()),
    ],
)
def test_words_of_a_name_are_looked_for_where_nobody_else_has_them(
    name: str, others: frozenset[str], looked_for: tuple[str, ...]
) -> None:
    assert rules.words_to_look_for(name, others) == looked_for


def test_what_is_typed_between_commas_is_looked_for_once_each() -> None:
    assert rules.listed(" Nita,  the  blue house, Nita, JB,, ") == ("Nita", "the blue house", "JB")


@pytest.mark.parametrize(
    ("word", "is_too_short"),
    [("JB", False), ("Jo", False), ("jb", True), ("A", True), ("x", True), ("its", False), ("", True)],
)
def test_a_word_of_two_letters_is_looked_for_where_the_first_is_great(word: str, is_too_short: bool) -> None:
    assert rules.is_too_short(word) is is_too_short


@pytest.mark.parametrize("typed", ["A", "Nita, in"])
def test_a_word_that_stands_in_everything_is_refused_not_left_out(typed: str) -> None:
    with pytest.raises(rules.ShortWord, match="Too short to be looked for"):
        rules.listed(typed)


def test_why_somebody_is_held_is_one_line() -> None:
    assert rules.hold_reason(" A\u2028complaint\n of May ") == "A complaint of May"
    with pytest.raises(rules.NoHoldReason):
        rules.hold_reason(" \n")
    with pytest.raises(rules.LongHoldReason):
        rules.hold_reason("x" * 201)


def test_a_request_is_about_a_person_or_a_child() -> None:
    person, child = Subject(person_id=ANITA), Subject(child_id=OLA)
    assert (person.key, person.is_child, person.table) == (ANITA, False, "person")
    assert (child.key, child.is_child, child.table) == (OLA, True, "child")
    with pytest.raises(ValueError, match="about somebody"):
        _ = Subject().key
