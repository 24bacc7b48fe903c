"""From when on something is kept, what a concern holds, and what is asked of who changes that."""

import datetime as dt

import pytest

from messaging.keeping import rules
from messaging.keeping.copies.rules import copy_name, file_name
from messaging.keeping.rules import CONVERSATIONS, Gone, Kept, KeptFor, copy_reason, hold_reason, kept_since
from messaging.keeping.words import DEED_WORDS, GONE_WORDS, KEPT_WORDS
from messaging.rules import ConversationKind

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("today", "months", "since"),
    [
        ("2026-11-22", 1, "2026-10-21T23:00+00:00"),  # summer time in London
        ("2026-11-22", 12, "2025-11-22T00:00+00:00"),
        ("2026-03-31", 1, "2026-02-28T00:00+00:00"),
        ("2028-03-30", 1, "2028-02-29T00:00+00:00"),
        ("2026-01-15", 1, "2025-12-15T00:00+00:00"),
        ("2026-07-15", 6, "2026-01-15T00:00+00:00"),
        ("2026-01-15", 600, "1976-01-15T00:00+00:00"),
    ],
)
def test_what_is_kept_begins_with_a_day_in_london_so_many_months_ago(today: str, months: int, since: str) -> None:
    assert kept_since(dt.date.fromisoformat(today), months) == dt.datetime.fromisoformat(since)


def test_at_first_everything_is_kept_for_ever() -> None:
    assert [KeptFor().since(kept, NOW.date()) for kept in Kept] == [None] * len(Kept)


def test_each_kind_of_record_has_a_time_of_its_own() -> None:
    chosen = KeptFor(constellation=24, about=6, earlier=12)
    assert [chosen.months(kept) for kept in Kept] == [24, 6, None, 12]
    assert chosen.since(Kept.ABOUT, NOW.date()) == kept_since(NOW.date(), 6)
    assert str(chosen) == "constellation 24, about 6, people for ever, earlier 12"


@pytest.mark.parametrize("months", [1, 12, 600, None])
def test_a_time_from_one_month_to_fifty_years_is_taken(months: int | None) -> None:
    assert KeptFor(people=months).checked() == KeptFor(people=months)


@pytest.mark.parametrize("months", [0, -1, 601])
def test_any_other_is_refused(months: int) -> None:
    for wrong in (KeptFor(months), KeptFor(None, months), KeptFor(12, 12, months), KeptFor(earlier=months)):
        with pytest.raises(rules.MonthsOutOfReach, match="from 1 to 600, or nothing to keep it for ever"):
            wrong.checked()


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
    assert str(rules.WouldGo("3 messages")).startswith("3 messages would be removed tonight, for good.")
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
    assert (set(KEPT_WORDS), set(GONE_WORDS)) == (set(Kept), set(Gone))
    assert {"reactions", "concerns"} < set(DEED_WORDS)
