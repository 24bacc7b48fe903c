"""What may be written, how it is cut into pieces, and who is named by it."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging import rules
from messaging.rules import Piece, mentioned, pair, pieces, snippet, tidy
from messaging.words import EMOJI_WORDS, KIND_WORDS

POSTED = dt.datetime(2026, 11, 26, 20, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Hello \n", "Hello"),
        ("one\r\ntwo", "one\ntwo"),
        ("one\n\n\n\n\ntwo", "one\n\ntwo"),
        ("bell\x07 and \u202eturned", "bell and turned"),
        ("family \U0001f468\u200d\U0001f469\u200d\U0001f467", "family \U0001f468\u200d\U0001f469\u200d\U0001f467"),
    ],
)
def test_words_are_kept_without_what_does_not_print(written: str, kept: str) -> None:
    assert tidy(written) == kept


@pytest.mark.parametrize("nothing", ["", "  \n\t ", "\x00\x07", "\u202e"])
def test_a_message_has_words(nothing: str) -> None:
    with pytest.raises(rules.NothingWritten, match="Write something first"):
        tidy(nothing)


def test_a_message_has_at_most_four_thousand_letters() -> None:
    assert len(tidy("x" * rules.LONGEST_BODY)) == rules.LONGEST_BODY
    with pytest.raises(rules.TooLong, match="at most 4000 letters"):
        tidy("x" * (rules.LONGEST_BODY + 1))


@given(st.text(max_size=200))
def test_tidying_twice_changes_nothing(written: str) -> None:
    try:
        once = tidy(written)
    except rules.NothingWritten:
        return
    assert tidy(once) == once


@given(st.text(alphabet="ab @:/.htps\n(),MoiraHale", max_size=120))
def test_the_pieces_of_a_message_are_the_message(body: str) -> None:
    assert "".join(piece.text for piece in pieces(body, ("Moira Hale", "Moira", "hub"))) == body


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("see https://example.org/a?b=1.", [Piece("link", "https://example.org/a?b=1")]),
        ("(http://example.org/x)", [Piece("link", "http://example.org/x")]),
        ("javascript:alert(1) ftp://x.org www.x.org", []),
        ("https://example.org/<script>", [Piece("link", "https://example.org/")]),
        ("@Moira can you?", [Piece("mention", "@Moira")]),
        ("@moira Hale, @HUB and @Moiras", [Piece("mention", "@moira Hale"), Piece("mention", "@HUB")]),
        ("mail moira@hub.example", [Piece("mention", "@hub")]),
    ],
)
def test_links_and_mentions_are_found(body: str, found: list[Piece]) -> None:
    assert [piece for piece in pieces(body, ("Moira Hale", "Moira", "hub")) if piece.kind != "plain"] == found


@pytest.mark.parametrize(
    ("body", "is_named"),
    [
        ("@Moira Hale please", True),
        ("thanks @moira!", True),
        ("Moira", False),
        ("@Moiras", False),
        ("@Moira_", False),
        ("(me@moira)", True),
        ("@Mo @MOIRA HALE", True),
        ("@", False),
        ("@Mo", False),
        ("@Hale", False),
    ],
)
def test_a_person_is_named_after_an_at(body: str, is_named: bool) -> None:
    assert mentioned(body, "Moira Hale") is is_named


def test_a_snippet_is_one_short_line() -> None:
    assert snippet("one\n two") == "one two"
    assert len(snippet("word " * 100)) <= rules.SNIPPET
    assert snippet("word " * 100).endswith("…")


@pytest.mark.parametrize(
    ("is_own", "minutes", "refused"), [(True, 15, None), (True, 16, "15 minutes"), (False, 1, "Only who")]
)
def test_ones_own_words_can_be_changed_for_a_quarter_of_an_hour(
    is_own: bool, minutes: int, refused: str | None
) -> None:
    now = POSTED + dt.timedelta(minutes=minutes)
    if refused is None:
        rules.must_be_editable(is_own, POSTED, now)
        return
    with pytest.raises((rules.TooLate, rules.NotYours), match=refused):
        rules.must_be_editable(is_own, POSTED, now)


def test_every_reaction_can_be_read_aloud() -> None:
    assert tuple(EMOJI_WORDS) == rules.EMOJI
    assert set(KIND_WORDS) == set(rules.ConversationKind)


def test_two_people_have_one_conversation_whoever_begins_it() -> None:
    one, other, third = (uuid.UUID(int=number) for number in (1, 2, 3))
    assert pair(one, other) == pair(other, one)
    assert len({pair(one, other), pair(one, third), pair(other, third)}) == 3


@pytest.mark.parametrize("typed", ["0", "1", "12", "1073741824"])
def test_the_number_of_a_message_is_read_from_an_address(typed: str) -> None:
    assert rules.sequence(typed) == int(typed)


@pytest.mark.parametrize("typed", ["", "x", "-1", "1.5", "1073741825", "9" * 30, "²"])
def test_what_cannot_be_a_number_of_a_message_is_none(typed: str) -> None:
    assert rules.sequence(typed) is None


@pytest.mark.parametrize(
    ("names", "short"),
    [
        ((), ()),
        (("Moira Hale",), ("Moira",)),
        (("Tom Hale", "Anita Patel"), ("Anita", "Tom")),
        (("Moira Hale", "Moira Kelly", "Tom"), ("Moira Hale", "Moira Kelly", "Tom")),
    ],
)
def test_people_are_told_apart_by_as_little_of_their_names_as_that_takes(
    names: tuple[str, ...], short: tuple[str, ...]
) -> None:
    assert rules.short_names(names) == short


@pytest.mark.parametrize(
    ("joined_after", "is_for_all"),
    [
        ([], True),
        ([0], True),
        ([-1, 0], True),
        ([1], False),
        ([5], False),
        ([6], True),
        ([0, 6], True),
        ([0, 3, 6], False),
    ],
)
def test_a_quote_is_for_all_unless_somebody_came_between_question_and_answer(
    joined_after: list[int], is_for_all: bool
) -> None:
    starts = [POSTED + dt.timedelta(minutes=minutes) for minutes in joined_after]
    assert rules.is_quote_for_all(POSTED, POSTED + dt.timedelta(minutes=5), starts) is is_for_all


def test_the_way_to_a_message_opens_its_conversation_there() -> None:
    conversation, message = uuid.UUID(int=1), uuid.UUID(int=2)
    assert rules.place_of(conversation, 7, message) == f"/conversations/{conversation}?at=7#message-{message}"


def test_a_way_to_a_message_says_of_which_conversation_and_number_it_is() -> None:
    conversation = uuid.UUID(int=1)
    assert rules.place_in(rules.place_of(conversation, 7, uuid.UUID(int=2))) == (conversation, 7)
