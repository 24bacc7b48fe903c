"""What may stand in the contact log, and for how long a family is left in peace."""

import datetime as dt

import pytest

from constellations.core.errors import RuleBroken
from constellations.engagement.contacts import rules
from constellations.engagement.contacts.rules import ContactKind, SnoozeReason

TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
CALLED, VISITED, BOOKED = ContactKind.CALLED, ContactKind.VISITED, ContactKind.VISIT_BOOKED


@pytest.mark.parametrize(
    ("kind", "ahead", "words"),
    [
        (CALLED, 0, None),
        (CALLED, -31, None),
        (CALLED, -32, "Choose today or a day of the last 31 days."),
        (CALLED, 1, "Choose today or a day of the last 31 days."),
        (VISITED, -31, None),
        (VISITED, 1, "Choose today or a day of the last 31 days."),
        (BOOKED, 0, None),
        (BOOKED, 92, None),
        (BOOKED, 93, "Choose today or a day of the next 92 days."),
        (BOOKED, -1, "Choose today or a day of the next 92 days."),
    ],
)
def test_calls_are_of_the_last_month_and_booked_visits_of_the_next_three(
    kind: ContactKind, ahead: int, words: str | None
) -> None:
    if words is None:
        rules.must_be_within_reach(kind, TODAY + ahead * DAY, TODAY)
        return
    with pytest.raises(RuleBroken) as broken:
        rules.must_be_within_reach(kind, TODAY + ahead * DAY, TODAY)
    assert (broken.value.about, broken.value.words) == ("day", words)


@pytest.mark.parametrize(
    ("typed", "kept"), [(None, None), ("", None), ("  \n ", None), (" Tired, but well. ", "Tired, but well.")]
)
def test_a_note_is_kept_without_the_space_around_it(typed: str | None, kept: str | None) -> None:
    assert rules.tidy_note(typed) == kept


def test_a_note_is_short() -> None:
    assert rules.tidy_note("x" * 280) == "x" * 280
    with pytest.raises(rules.NoteTooLong, match="Write at most 280 letters: what the next person needs to know."):
        rules.tidy_note("x" * 281)


@pytest.mark.parametrize(
    ("before", "after", "ahead", "fits"),
    [
        (BOOKED, VISITED, 0, True),
        (BOOKED, VISITED, -1, True),
        (BOOKED, VISITED, 1, False),
        (BOOKED, CALLED, 1, False),
        (BOOKED, BOOKED, 1, True),
        (CALLED, VISITED, 0, True),
    ],
)
def test_a_visit_to_come_has_not_been_made(before: ContactKind, after: ContactKind, ahead: int, fits: bool) -> None:
    if fits:
        rules.must_fit(before, after, TODAY + ahead * DAY, TODAY)
        return
    with pytest.raises(rules.NotYetBeen, match="This visit is still to come.") as broken:
        rules.must_fit(before, after, TODAY + ahead * DAY, TODAY)
    assert broken.value.about == "kind"


def test_a_family_is_left_in_peace_for_two_weeks_unless_another_day_is_chosen() -> None:
    assert rules.usual_return(TODAY) == dt.date(2026, 12, 6)


@pytest.mark.parametrize(
    ("reason", "words", "ahead", "about"),
    [
        (SnoozeReason.HOLIDAY, None, 1, None),
        (SnoozeReason.BEREAVEMENT, None, 92, None),
        (SnoozeReason.OTHER, "House move", 14, None),
        (SnoozeReason.HOLIDAY, None, 0, "until"),
        (SnoozeReason.ALREADY_SPOKEN, None, 93, "until"),
        (SnoozeReason.OTHER, None, 14, "words"),
        (SnoozeReason.OTHER, "", 14, "words"),
    ],
)
def test_a_snooze_ends_within_a_season_and_has_a_reason(
    reason: SnoozeReason, words: str | None, ahead: int, about: str | None
) -> None:
    if about is None:
        rules.must_be_a_snooze(reason, words, TODAY + ahead * DAY, TODAY)
        return
    with pytest.raises(RuleBroken) as broken:
        rules.must_be_a_snooze(reason, words, TODAY + ahead * DAY, TODAY)
    assert broken.value.about == about


def test_each_refusal_says_what_to_do() -> None:
    assert "tomorrow, or up to 92 days ahead" in rules.SnoozeOutOfReach().words
    assert rules.ReasonMissing().words == "Say in a few words why. No child’s name."
