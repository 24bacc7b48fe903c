"""What became of asks, counted."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from constellations.core.clock import Month
from sleepovers.asks.unmet.figures import rules
from sleepovers.asks.unmet.figures.rules import AskFacts, Fate, Lead, NightFacts, Outcome, Wants
from sleepovers.asks.unmet.words import asks_as_csv, figures_as_csv
from sleepovers.rules import AnswerState, AskState, StayKind

EAST, WEST = uuid.UUID(int=1), uuid.UUID(int=2)
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
MET = AskFacts(
    ask_id=uuid.UUID(int=9),
    first_day=dt.date(2026, 11, 6),
    nights=2,
    kind=StayKind.PLANNED,
    families=("Patel",),
    constellations=frozenset({EAST}),
    outcome=Outcome.MET,
    is_offered=True,
    lead_days=5,
    reason=None,
)
DECLINED = replace(MET, outcome=Outcome.DECLINED, is_offered=False, lead_days=0, reason="No room that night")
OPEN = replace(MET, outcome=Outcome.OPEN, is_offered=False)
RECORDED = NightFacts(dt.date(2026, 11, 13), "Patel", frozenset({EAST}))
NOT_ASKED = NightFacts(dt.date(2026, 11, 13), "Okafor", frozenset({EAST, WEST}))


@pytest.mark.parametrize(
    ("state", "fates", "outcome"),
    [
        (AskState.OPEN, [], Outcome.OPEN),
        (AskState.DECLINED, [], Outcome.DECLINED),
        (AskState.WITHDRAWN, [], Outcome.WITHDRAWN),
        (AskState.UNANSWERED, [], Outcome.UNANSWERED),
        (AskState.AGREED, [], Outcome.MET),
        (AskState.AGREED, [Fate.STANDS], Outcome.MET),
        (AskState.AGREED, [Fate.STANDS, Fate.OFF_BY_HOST], Outcome.MET),
        (AskState.AGREED, [Fate.OFF_BY_HOST, Fate.OFF_BY_FAMILY], Outcome.CALLED_OFF),
        (AskState.AGREED, [Fate.OFF_BY_FAMILY], Outcome.WITHDRAWN),
    ],
)
def test_what_became_of_an_ask(state: AskState, fates: list[Fate], outcome: Outcome) -> None:
    assert rules.outcome_of(state, fates) is outcome


@pytest.mark.parametrize(
    ("answers", "offered"),
    [
        ([], False),
        ([(AnswerState.WAITING, False), (AnswerState.DECLINED, False)], False),
        ([(AnswerState.DECLINED, False), (AnswerState.AGREED, False)], True),
        ([(AnswerState.OTHER_NIGHTS, True)], True),
        ([(AnswerState.OTHER_HOME, False)], True),
        ([(AnswerState.NOT_NEEDED, False)], False),
        ([(AnswerState.NOT_NEEDED, True)], True),
    ],
)
def test_an_offer_that_was_not_needed_any_more_was_one(answers: list[tuple[AnswerState, bool]], offered: bool) -> None:
    assert rules.has_offer(answers) is offered


@pytest.mark.parametrize(
    ("asked", "days", "band"),
    [
        (None, None, Lead.UNKNOWN),
        ("2026-11-07", None, Lead.UNKNOWN),
        ("2026-11-06", 0, Lead.SAME_DAY),
        ("2026-11-05", 1, Lead.FEW_DAYS),
        ("2026-11-03", 3, Lead.FEW_DAYS),
        ("2026-11-02", 4, Lead.TWO_WEEKS),
        ("2026-10-23", 14, Lead.TWO_WEEKS),
        ("2026-10-22", 15, Lead.LONGER),
    ],
)
def test_how_long_before_it_was_asked(asked: str | None, days: int | None, band: Lead) -> None:
    found = rules.lead_of(dt.date.fromisoformat(asked) if asked else None, dt.date(2026, 11, 6))
    assert (found, rules.lead_band(found)) == (days, band)


def test_what_came_to_nothing_counts_those_never_put_but_not_those_still_open() -> None:
    others = [replace(DECLINED, outcome=one) for one in (Outcome.WITHDRAWN, Outcome.UNANSWERED, Outcome.CALLED_OFF)]
    figures = rules.tally(Wants((MET, DECLINED, OPEN, *others), (NOT_ASKED,)))
    assert (figures.asked, figures.offered, figures.wanted, figures.unmet, figures.share) == (6, 1, 6, 5, 83)
    assert [figures.number(outcome) for outcome in Outcome] == [1, 1, 1, 1, 1, 1]


def test_where_nothing_is_decided_there_is_no_share() -> None:
    figures = rules.tally(Wants((OPEN,)))
    assert (figures.wanted, figures.share) == (0, None)


def test_months_and_constellations_are_counted_apart_and_a_family_of_two_in_both() -> None:
    october = replace(MET, first_day=dt.date(2026, 10, 31))
    months = rules.by_month((OCTOBER, NOVEMBER), Wants((october, DECLINED), (NOT_ASKED,)))
    assert [(month, figures.asked, figures.unmet) for month, figures in months] == [(OCTOBER, 1, 0), (NOVEMBER, 1, 2)]
    both = Wants((MET,), (NOT_ASKED,), (RECORDED,))
    assert both.of_constellation(EAST) == both
    assert both.of_constellation(WEST) == Wants((), (NOT_ASKED,))


def test_what_was_recorded_without_an_ask_was_wanted_and_met() -> None:
    figures = rules.tally(Wants((DECLINED,), (), (RECORDED, RECORDED, RECORDED)))
    assert (figures.asked, figures.recorded, figures.wanted, figures.unmet, figures.share) == (1, 3, 4, 1, 25)
    assert not figures.is_empty
    assert rules.tally(Wants()).is_empty


def test_leads_leave_out_what_is_open() -> None:
    assert rules.leads([MET, DECLINED, OPEN]) == [(Lead.SAME_DAY, 1, 1), (Lead.TWO_WEEKS, 1, 0)]


def test_reasons_are_those_of_what_came_to_nothing_the_most_frequent_first() -> None:
    many = [replace(DECLINED, reason=f"Reason {n}") for n in range(rules.REASONS_SHOWN)]
    found, others, without = rules.reasons([*many, DECLINED, DECLINED, replace(DECLINED, reason=None), MET])
    assert (found[0], len(found), others, without) == (("No room that night", 2), rules.REASONS_SHOWN, 1, 1)


@pytest.mark.parametrize(("text", "months"), [(None, 12), ("3", 3), ("24", 24), ("25", 12), ("x", 12), ("", 12)])
def test_the_period_is_one_of_a_few(text: str | None, months: int) -> None:
    assert rules.period_of(text) == months


def test_no_reason_or_name_is_taken_for_a_formula() -> None:
    odd = replace(DECLINED, reason="=cmd|' /C calc'!A0", families=("+44",))
    text = asks_as_csv({EAST: "@East"}, Wants((odd,), (NOT_ASKED,)))
    first, second = text.splitlines()[1:]
    assert first == "2026-11-06,'@East,'+44,2,planned,declined,no,0,'=cmd|' /C calc'!A0"
    assert second == '2026-11-13,\'@East,Okafor,,,"did not ask, knew it was full",no,,'


def test_the_figures_have_a_row_for_each_month_and_constellation() -> None:
    wants = Wants((MET, DECLINED), (NOT_ASKED,), (RECORDED,))
    heading, *rows = figures_as_csv((OCTOBER, NOVEMBER), {EAST: "East", WEST: "West"}, wants).splitlines()
    assert heading.split(",")[:4] == ["month", "constellation", "asked", "offered"]
    assert heading.split(",")[-4:] == ["not_asked", "recorded_without_ask", "unmet", "unmet_in_100"]
    assert rows == [
        "2026-10,East,0,0,0,0,0,0,0,0,0,0,0,",
        "2026-11,East,2,1,1,1,0,0,0,0,1,1,2,50",
        "2026-10,West,0,0,0,0,0,0,0,0,0,0,0,",
        "2026-11,West,0,0,0,0,0,0,0,0,1,0,1,100",
    ]
