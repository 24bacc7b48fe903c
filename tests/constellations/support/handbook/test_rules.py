"""How a page is cut, what may be published, and who has still to read."""

import datetime as dt

import pytest

from constellations.core.errors import RuleBroken
from constellations.support.handbook import rules
from constellations.support.handbook.rules import BlockKind, PageWords, blocks

TODAY = dt.date(2026, 11, 22)
H, S, B, N, P = (
    BlockKind.HEADING,
    BlockKind.SUBHEADING,
    BlockKind.BULLETS,
    BlockKind.NUMBERED,
    BlockKind.PARAGRAPH,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" \n\n ", []),
        ("One line", [(P, "One line")]),
        ("One\ntwo", [(P, "One", "two")]),
        ("One\n\ntwo", [(P, "One"), (P, "two")]),
        ("# Title\nWords", [(H, "Title"), (P, "Words")]),
        ("# One\n# Two", [(H, "One"), (H, "Two")]),
        ("## Small\n### Smaller", [(S, "Small"), (S, "Smaller")]),
        ("#hashtag", [(P, "#hashtag")]),
        ("#", [(P, "#")]),
        ("- a\n- b", [(B, "a", "b")]),
        ("* a\n\n• b", [(B, "a", "b")]),
        ("-5 degrees", [(P, "-5 degrees")]),
        ("1. a\n2) b", [(N, "a", "b")]),
        ("2026 was long", [(P, "2026 was long")]),
        ("Bring:\n- a\nand\n1. b", [(P, "Bring:"), (B, "a"), (P, "and"), (N, "b")]),
        ("<b>bold</b> [x](javascript:alert(1))", [(P, "<b>bold</b> [x](javascript:alert(1))")]),
        ("a\r\nb", [(P, "a", "b")]),
    ],
)
def test_a_page_is_cut_into_headings_lists_and_paragraphs_of_plain_text(
    text: str, found: list[tuple[str, ...]]
) -> None:
    assert [(block.kind, *block.lines) for block in blocks(text)] == found


OLD = PageWords("Bags", "Pack a bag.", "", True)


@pytest.mark.parametrize(
    ("new", "before", "error", "words"),
    [
        (PageWords("Bags", " \n"), None, rules.NothingWritten, "Write something on the page first."),
        (OLD, OLD, rules.NothingChanged, "There is nothing to publish."),
        (PageWords("Bags", "Pack two bags."), OLD, rules.ChangeUnsaid, "Say in a sentence what has changed."),
    ],
)
def test_some_words_cannot_be_published(
    new: PageWords, before: PageWords | None, error: type[RuleBroken], words: str
) -> None:
    with pytest.raises(error, match=words):
        rules.check_publishing(new, before)


@pytest.mark.parametrize(
    ("new", "before"),
    [
        (OLD, None),
        (PageWords("Bags", "Pack two bags.", "Two bags.", True), OLD),
        (PageWords("Bags", "Pack a bag.", "Nobody has to say so any more.", False), OLD),
        (PageWords("All bags", "Pack a bag.", "Another title.", True), OLD),
    ],
)
def test_others_can(new: PageWords, before: PageWords | None) -> None:
    rules.check_publishing(new, before)
    assert str(new).startswith(new.title)


@pytest.mark.parametrize(
    ("asked", "read", "is_due"),
    [(None, None, False), (None, 1, False), (1, None, True), (2, 1, True), (2, 2, False), (1, 3, False)],
)
def test_it_waits_for_who_has_read_none_or_an_older_one(asked: int | None, read: int | None, is_due: bool) -> None:
    assert rules.is_due(asked, read) is is_due


@pytest.mark.parametrize(("asked", "seen"), [(None, 1), (1, 1), (1, 2)])
def test_what_was_seen_may_be_said_to_be_read(asked: int | None, seen: int) -> None:
    rules.check_read(asked, seen, 2)
    assert not rules.is_due(asked, seen)


@pytest.mark.parametrize(("asked", "seen"), [(2, 1), (None, 0), (None, 4), (2, 4)])
def test_but_not_what_changed_meanwhile_or_never_was(asked: int | None, seen: int) -> None:
    with pytest.raises(rules.ReadSomethingOlder, match="has changed since you opened it"):
        rules.check_read(asked, seen, 3)


@pytest.mark.parametrize(("ago", "is_new"), [(-1, False), (0, True), (27, True), (28, False)])
def test_a_page_is_new_for_four_weeks(ago: int, is_new: bool) -> None:
    assert rules.is_new(TODAY - dt.timedelta(days=ago), TODAY) is is_new


def test_who_has_read_and_who_has_not_stand_apart_with_their_homes() -> None:
    readers = [("Anita", "Patel", TODAY), ("Chi", "Okafor", None)]
    assert rules.names_apart(readers) == (["Anita (Patel)"], ["Chi (Okafor)"])


def test_what_is_not_out_cannot_be_taken_out() -> None:
    assert rules.NotPublished().words == "This page is not published, so there is nothing to take out."
