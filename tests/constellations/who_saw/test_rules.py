"""Which days a report covers, what counts as a look, and what it says where nothing is found."""

import datetime as dt
import uuid

import pytest

from constellations.activity.rules import Change, is_look, is_of_security
from constellations.who_saw import rules
from constellations.who_saw.rules import About, Asked, Sighting, Way, days_asked, in_order, in_plain_words

TODAY = dt.date(2026, 11, 22)
ID = uuid.UUID(int=7)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (None, None, (dt.date(2026, 8, 24), TODAY)),
        (dt.date(2026, 1, 1), None, (dt.date(2026, 1, 1), TODAY)),
        (None, dt.date(2026, 6, 30), (dt.date(2026, 4, 1), dt.date(2026, 6, 30))),
        (TODAY, TODAY, (TODAY, TODAY)),
        (dt.date.min, dt.date.max, (rules.FIRST_DAY, rules.LAST_DAY)),
        (None, dt.date.min, (rules.FIRST_DAY, rules.FIRST_DAY)),
    ],
)
def test_a_report_looks_back_ninety_days_unless_somebody_says_otherwise(
    first: dt.date | None, last: dt.date | None, days: tuple[dt.date, dt.date]
) -> None:
    assert days_asked(first, last, TODAY) == days


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(rules.DaysTheWrongWayRound) as refused:
        days_asked(TODAY, TODAY - dt.timedelta(days=1), TODAY)
    assert (refused.value.about, "Enter the earlier day first" in refused.value.words) == ("last", True)


def test_the_days_are_those_of_london_and_both_are_in() -> None:
    asked = Asked(About.CHILD, ID, ID, dt.date(2026, 7, 1), dt.date(2026, 7, 2))
    assert asked.begins == dt.datetime(2026, 6, 30, 23, tzinfo=dt.UTC)
    assert asked.ends == dt.datetime(2026, 7, 2, 23, tzinfo=dt.UTC)


def test_the_logs_speak_of_a_child_by_its_own_key_and_those_of_what_was_merged_into_it() -> None:
    double = uuid.UUID(int=8)
    asked = Asked(About.CHILD, ID, ID, TODAY, TODAY, frozenset({double}))
    assert asked.keys == {ID, double}
    assert Asked(About.CHILD, ID, ID, TODAY, TODAY).keys == {ID}


@pytest.mark.parametrize(
    ("action", "is_one"),
    [
        *(("read_card", True), ("took_extract", True), ("looked_into_conversation", True), ("exported_uplifts", True)),
        *(("took_back_spend", False), ("took_over_group", False), ("moved_stay", False), ("spread_news", False)),
    ],
)
def test_a_look_is_told_by_the_name_of_the_action(action: str, is_one: bool) -> None:
    assert is_look(action) is is_one


@pytest.mark.parametrize(
    ("action", "subject", "is_one"),
    [("change_person", "person", True), ("read_concern", "concern", True), ("spent_of_budget", "budget_spend", False)],
)
def test_the_security_log_tells_who_may_do_what_and_who_saw_what(action: str, subject: str, is_one: bool) -> None:
    assert is_of_security(Change(action, subject, ID)) is is_one


def test_lines_stand_in_the_order_of_time_and_once() -> None:
    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    lines = [Sighting(at + dt.timedelta(hours=hour), ID, "read", "child", ID, "audit trail") for hour in (2, 1, 2)]
    assert [line.at.hour for line in in_order(lines)] == [1, 2]
    assert lines[0].way is Way.OF_THEM


def test_more_than_anybody_reads_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_LINES", 0)
    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    with pytest.raises(rules.TooManyLines, match="Choose fewer days"):
        in_order([Sighting(at, None, "read", "child", ID, "audit trail")])


def test_actions_are_said_plainly_and_nobody_is_an_answer() -> None:
    assert in_plain_words("read_card") == "read the stay card"
    assert in_plain_words("moved_stay") == "moved stay"
    assert (rules.NobodyFound().about, "a child’s reference" in rules.NobodyFound().words) == ("key", True)
    assert set(rules.WAY_WORDS) == set(Way)
