"""What a concern holds, and what is asked of who holds a conversation or takes a copy."""

import datetime as dt

import pytest

from messaging.keeping import rules
from messaging.keeping.copies.rules import copy_name, file_name
from messaging.keeping.rules import CONVERSATIONS, Kept, copy_reason, hold_reason
from messaging.keeping.words import DEED_WORDS, KEPT_WORDS
from messaging.rules import ConversationKind

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


def test_every_kind_of_conversation_is_of_one_kind_of_record() -> None:
    assert sorted(kind for kinds in CONVERSATIONS.values() for kind in kinds) == sorted(ConversationKind)
    assert set(CONVERSATIONS) == set(Kept) - {Kept.EARLIER}


def test_a_concern_holds_for_a_year_after_it_was_closed() -> None:
    assert rules.concerns_hold_since(NOW) == NOW - dt.timedelta(days=365)


@pytest.mark.parametrize(
    ("reason", "missing", "says"),
    [
        (hold_reason, rules.NoHoldReason, "The other managers of the service read it"),
        (copy_reason, rules.NoCopyReason, "The person whose words they are reads it"),
    ],
)
def test_a_reason_is_one_line_and_never_nothing(reason: type[str], missing: type[Exception], says: str) -> None:
    assert reason("  A complaint\nfrom outside. ") == "A complaint from outside."
    assert len(reason("x" * rules.LONGEST_REASON)) == rules.LONGEST_REASON
    with pytest.raises(missing, match=says):
        reason("\n \u202e")
    with pytest.raises(rules.LongReason, match="at most 200 letters"):
        reason("x" * (rules.LONGEST_REASON + 1))


def test_what_is_refused_says_what_to_do() -> None:
    assert "Give a reason again" in str(rules.CopyOver())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Everyone, Harbour", "everyone-harbour-2026-11-22.zip"),
        ("../Łódź & Söhne/", "d-s-hne-2026-11-22.zip"),
        ("日本", "conversation-2026-11-22.zip"),
        ("x" * 200, "x" * 60 + "-2026-11-22.zip"),
    ],
)
def test_a_copy_is_called_by_what_it_is_of(title: str, name: str) -> None:
    assert copy_name(title, NOW.date()) == name


@pytest.mark.parametrize(("name", "path"), [(None, "files/7-2.jpg"), ("Plan.pdf", "files/7-2.pdf")])
def test_a_file_lies_under_the_number_of_its_message(name: str | None, path: str) -> None:
    assert file_name(7, 2, name) == path


def test_everything_has_its_words() -> None:
    assert set(KEPT_WORDS) == set(Kept)
    assert {"reactions", "concerns"} < set(DEED_WORDS)
