"""The ladder of an emergency: when a child comes, which rung is due, and what is said where something is wrong."""

import datetime as dt
import uuid

import pytest

from constellations.core.errors import RuleBroken
from sleepovers.asks.rules import day_of_ask
from sleepovers.emergencies import rules
from sleepovers.emergencies.rules import Beds, Outcome, Rung, Waits
from sleepovers.rules import AnswerState, AskState, Moment, StayKind, night_that_runs, nights_of

EVENING = dt.datetime(2026, 11, 22, 20, 0, tzinfo=dt.UTC)
LATER = EVENING + dt.timedelta(minutes=5)


def at(text: str) -> dt.datetime:
    """An instant, as it is written, in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ("2026-11-22T12:00", "2026-11-22"),
        ("2026-11-22T23:59", "2026-11-22"),
        ("2026-11-23T00:00", "2026-11-22"),
        ("2026-11-23T05:59", "2026-11-22"),
        ("2026-11-23T06:00", "2026-11-23"),
        # In summer London is an hour ahead, and on 25 October five o'clock comes an hour later.
        ("2026-07-01T04:59", "2026-06-30"),
        ("2026-07-01T05:00", "2026-07-01"),
        ("2026-10-25T05:59", "2026-10-24"),
        ("2026-10-25T06:00", "2026-10-25"),
    ],
)
def test_the_evening_lasts_until_six_in_london(now: str, night: str) -> None:
    assert str(night_that_runs(at(now))) == night


@pytest.mark.parametrize(
    ("kind", "day"), [(StayKind.EMERGENCY, "2026-11-22"), (StayKind.PLANNED, "2026-11-23"), (None, "2026-11-23")]
)
def test_only_an_emergency_can_be_agreed_to_after_midnight(kind: StayKind | None, day: str) -> None:
    assert str(day_of_ask(kind or StayKind.RESPITE, at("2026-11-23T00:30"))) == day


@pytest.mark.parametrize(
    ("now", "nights", "arrive", "depart", "first"),
    [
        ("2026-11-22T20:00", 1, "2026-11-22", "2026-11-23", "2026-11-22"),
        ("2026-11-22T20:00", 7, "2026-11-22", "2026-11-29", "2026-11-22"),
        ("2026-11-23T01:40", 1, "2026-11-23T01:40", "2026-11-23", "2026-11-22"),
        ("2026-11-23T05:59", 2, "2026-11-23T05:59", "2026-11-24", "2026-11-22"),
        ("2026-11-23T06:00", 1, "2026-11-23", "2026-11-24", "2026-11-23"),
    ],
)
def test_a_child_who_is_sent_now_has_the_night_that_runs(
    now: str, nights: int, arrive: str, depart: str, first: str
) -> None:
    ends = rules.tonight(at(now), nights)
    assert [moment.iso for moment in ends] == [arrive, depart]
    found = nights_of(*ends)
    assert (str(found[0]), len(found)) == (first, nights)


@pytest.mark.parametrize("nights", [0, -1, 8])
def test_an_emergency_is_for_a_week_at_most(nights: int) -> None:
    with pytest.raises(rules.NotForSoLong, match="7 nights at most"):
        rules.tonight(EVENING, nights)


@pytest.mark.parametrize(
    ("arrive", "now", "over"),
    [
        ("2026-11-22", "2026-11-23T05:59", False),
        ("2026-11-22", "2026-11-23T06:00", True),
        ("2026-11-23T01:40", "2026-11-23T05:59", False),
        ("2026-11-23T01:40", "2026-11-23T06:00", True),
        ("2026-11-27", "2026-11-22T20:00", False),
    ],
)
def test_its_night_is_over_at_six(arrive: str, now: str, over: bool) -> None:
    assert rules.is_over(Moment.parse(arrive), at(now)) is over


@pytest.mark.parametrize(
    ("is_hub", "is_known", "rung"),
    [
        (True, True, Rung.HUB),
        (True, False, Rung.HUB),
        (False, True, Rung.KNOWN),
        (False, False, Rung.ALL),
    ],
)
def test_the_hub_is_asked_first_then_homes_that_the_child_knows(is_hub: bool, is_known: bool, rung: Rung) -> None:
    assert rules.rung_of(is_hub, is_known) is rung


@pytest.mark.parametrize(
    ("rung", "next_at", "is_awaited", "now", "due"),
    [
        (Rung.HUB, LATER, True, EVENING, None),
        (Rung.HUB, LATER, True, LATER, Rung.KNOWN),
        (Rung.HUB, LATER, False, EVENING, Rung.KNOWN),
        (Rung.KNOWN, LATER, True, LATER, Rung.ALL),
        (Rung.ALL, LATER, False, EVENING, Rung.STAFF),
        (Rung.STAFF, None, False, LATER, None),
        (Rung.STAFF, None, True, LATER, None),
    ],
)
def test_the_next_rung_is_due_when_the_wait_is_over_or_nobody_is_left(
    rung: Rung, next_at: dt.datetime | None, is_awaited: bool, now: dt.datetime, due: Rung | None
) -> None:
    assert rules.next_rung(rung, next_at, is_awaited, now) is due


def test_a_service_says_how_long_each_rung_waits() -> None:
    waits = Waits(2, 3, 4)
    assert [waits.after(rung) for rung in Rung] == [dt.timedelta(minutes=n) for n in (2, 3, 4, 0)]
    assert str(waits) == "2, 3 and 4 minutes"
    assert Waits() == Waits(5, 5, 10)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([], AskState.UNANSWERED),
        ([AnswerState.DECLINED], AskState.DECLINED),
        ([AnswerState.DECLINED, AnswerState.OTHER_HOME], AskState.DECLINED),
        ([AnswerState.DECLINED, AnswerState.WAITING], AskState.UNANSWERED),
        ([AnswerState.OTHER_NIGHTS], AskState.UNANSWERED),
    ],
)
def test_what_is_kept_of_an_emergency_that_nobody_could_help_with(answers: list[AnswerState], state: AskState) -> None:
    assert rules.state_at_end(answers) is state


@pytest.mark.parametrize(("minutes", "may"), [(0, False), (2, False), (3, True), (60, True)])
def test_nobody_is_asked_again_within_three_minutes(minutes: int, may: bool) -> None:
    assert rules.may_ask_again(EVENING, EVENING + dt.timedelta(minutes=minutes)) is may


@pytest.mark.parametrize(
    ("error", "about", "words"),
    [
        (rules.SoughtAlready(), "children", "A bed is sought already for one of them. Choose only the others."),
        (rules.SeveralFamilies(), "children", "They do not live together today. Send one for each home."),
        (rules.AskedLately(), "", "They were asked less than 3 minutes ago. Phone, or wait a little."),
        (rules.NobodyLeftToAsk(), "", "Everybody who was asked has answered. Phone the number at the top of the page."),
        (
            rules.NotForSoLong(),
            "nights",
            "In an emergency you ask for 7 nights at most. Ask for more when it is sorted.",
        ),
    ],
)
def test_what_is_wrong_is_said_plainly(error: RuleBroken, about: str, words: str) -> None:
    assert (error.about, error.words) == (about, words)


def test_a_child_who_has_moved_is_not_taken_for_the_old_home() -> None:
    assert rules.LivesElsewhereNow().words.startswith("The child lives with another home now.")


def test_what_a_home_is_told_follows_from_who_has_the_child_now() -> None:
    has_it, backed_out, other = (uuid.UUID(int=n) for n in (1, 2, 3))
    sorted_out = Beds(frozenset({has_it}), frozenset())
    assert [sorted_out.outcome_for(home) for home in (has_it, other)] == [Outcome.COMES, Outcome.SORTED]
    lost = Beds(frozenset(), frozenset({backed_out}))
    assert [lost.outcome_for(home) for home in (backed_out, other)] == [Outcome.CALLED_OFF] * 2
    of_two = Beds(frozenset({has_it}), frozenset({backed_out}))
    assert [of_two.outcome_for(home) for home in (has_it, backed_out)] == [Outcome.COMES, Outcome.CALLED_OFF]


@pytest.mark.parametrize(("late_by", "is_late"), [(-300, False), (0, False), (60, False), (61, True)])
def test_a_rung_is_late_when_it_was_due_more_than_a_minute_ago(late_by: int, is_late: bool) -> None:
    assert rules.is_late(EVENING, EVENING + dt.timedelta(seconds=late_by)) is is_late
    assert not rules.is_late(None, LATER)


@pytest.mark.parametrize(
    ("on", "at_clock", "call"),
    [
        ("2026-11-22", "20:00", "2026-11-23T05:59"),
        ("2026-11-23", "02:00", "2026-11-23T05:59"),
        ("2026-06-30", "20:00", "2026-07-01T04:59"),
        ("2026-10-24", "20:00", "2026-10-25T05:59"),
    ],
)
def test_everybody_was_asked_a_minute_before_the_night_is_over(on: str, at_clock: str, call: str) -> None:
    arrive = Moment(dt.date.fromisoformat(on), dt.time.fromisoformat(at_clock))
    assert rules.last_call(arrive) == at(call)


@pytest.mark.parametrize(
    ("rung", "since", "until"),
    [
        (Rung.HUB, "2026-11-22T20:00", "2026-11-22T20:02"),
        (Rung.KNOWN, "2026-11-22T20:00", "2026-11-22T20:03"),
        (Rung.ALL, "2026-11-22T20:00", "2026-11-22T20:04"),
        (Rung.ALL, "2026-11-23T05:57", "2026-11-23T05:59"),
    ],
)
def test_a_rung_waits_its_minutes_and_never_beyond_the_night(rung: Rung, since: str, until: str) -> None:
    arrive = Moment(dt.date(2026, 11, 22), dt.time(20))
    assert rules.waits_until(rung, at(since), Waits(2, 3, 4), arrive) == at(until)


def test_after_the_last_rung_nobody_is_waited_for() -> None:
    assert rules.waits_until(Rung.STAFF, EVENING, Waits(), Moment(dt.date(2026, 11, 22), dt.time(20))) is None
