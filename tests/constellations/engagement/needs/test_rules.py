"""When a family is connected, drifting, or one to call; and which numbers of days a service may set."""

import datetime as dt
from dataclasses import replace

import pytest

from constellations.core.clock import ALWAYS
from constellations.core.errors import RuleBroken
from constellations.engagement.needs import rules
from constellations.engagement.needs.rules import DEFAULT_LEVELS, Fact, Known, Levels, Matter, Sooner, State
from constellations.rules import Span

TODAY = dt.date(2026, 11, 22)
LONG_AGO = dt.date(2024, 9, 1)
DAY = dt.timedelta(days=1)


def known(quiet: int | None, **more: object) -> Known:
    """A family that has been here for years and gave its last sign so many days ago, or never one."""
    last_on = None if quiet is None else TODAY - quiet * DAY
    return replace(Known(LONG_AGO, LONG_AGO, last_on), **more)  # type: ignore[arg-type]  # of a test's choosing


@pytest.mark.parametrize(
    ("quiet", "state"),
    [
        (0, State.CONNECTED),
        (29, State.CONNECTED),
        (30, State.DRIFTING),
        (44, State.DRIFTING),
        (45, State.CALL_THEM),
        (400, State.CALL_THEM),
        (None, State.CALL_THEM),
    ],
)
def test_a_family_drifts_after_thirty_days_and_is_to_be_called_after_forty_five(
    quiet: int | None, state: State
) -> None:
    assert rules.standing_of(known(quiet), DEFAULT_LEVELS, TODAY).state is state


@pytest.mark.parametrize(
    ("quiet", "approved_on", "has_unmet", "state", "sooner"),
    [
        (20, "2025-06-01", False, State.CONNECTED, Sooner.NEWLY_APPROVED),
        (21, "2025-06-01", False, State.CALL_THEM, Sooner.NEWLY_APPROVED),
        (21, "2024-11-23", False, State.CALL_THEM, Sooner.NEWLY_APPROVED),
        (21, "2024-11-22", False, State.CONNECTED, None),
        (21, None, False, State.CONNECTED, None),
        (21, None, True, State.CALL_THEM, Sooner.UNMET),
        (20, None, True, State.CONNECTED, Sooner.UNMET),
        (21, "2025-06-01", True, State.CALL_THEM, Sooner.UNMET),
        (44, "2025-06-01", True, State.CALL_THEM, Sooner.UNMET),
        (45, "2025-06-01", True, State.CALL_THEM, Sooner.UNMET),
    ],
)
def test_it_is_to_be_called_sooner_in_its_first_two_years_or_with_an_unmet_ask_and_drifts_never(
    quiet: int, approved_on: str | None, has_unmet: bool, state: State, sooner: Sooner | None
) -> None:
    approved = dt.date.fromisoformat(approved_on) if approved_on else None
    standing = rules.standing_of(known(quiet, approved_on=approved, has_unmet=has_unmet), DEFAULT_LEVELS, TODAY)
    assert (standing.state, standing.sooner, standing.days) == (state, sooner, quiet)


@pytest.mark.parametrize(
    ("joined", "grace", "state"),
    [(0, 21, State.CONNECTED), (20, 0, State.CONNECTED), (34, 60, State.CONNECTED), (34, 34, State.DRIFTING)],
)
def test_a_new_family_is_connected_until_its_grace_is_over(joined: int, grace: int, state: State) -> None:
    levels = replace(DEFAULT_LEVELS, grace_days=grace)
    came = TODAY - joined * DAY
    standing = rules.standing_of(known(None, joined_on=came), levels, TODAY)
    assert (standing.state, standing.since, standing.days) == (state, came, joined)
    assert standing.new_until == (came + grace * DAY if joined < grace else None)


def test_signs_from_before_a_family_came_back_say_nothing() -> None:
    back = known(100, joined_on=TODAY - 35 * DAY)
    assert rules.standing_of(back, DEFAULT_LEVELS, TODAY).days == 35


def test_time_in_which_nothing_was_counted_says_nothing() -> None:
    began = known(None, counted_from=TODAY - 10 * DAY)
    assert rules.standing_of(began, DEFAULT_LEVELS, TODAY).state is State.CONNECTED
    ahead = known(-3)
    assert rules.standing_of(ahead, DEFAULT_LEVELS, TODAY).days == 0


@pytest.mark.parametrize(
    ("spans", "joined"),
    [
        ([], TODAY),
        ([Span(ALWAYS, None)], ALWAYS),
        ([Span(LONG_AGO, None)], LONG_AGO),
        # A hub that handed over, and a family that changed its constellation from one day to the next.
        ([Span(LONG_AGO, dt.date(2026, 10, 16)), Span(dt.date(2026, 10, 16), None)], LONG_AGO),
        ([Span(dt.date(2026, 10, 16), None), Span(LONG_AGO, dt.date(2026, 10, 20))], LONG_AGO),
        # One that was gone for a while.
        ([Span(LONG_AGO, dt.date(2026, 5, 1)), Span(dt.date(2026, 10, 16), None)], dt.date(2026, 10, 16)),
        # Of two constellations the older one counts; what is still to come counts for nothing.
        ([Span(LONG_AGO, None), Span(dt.date(2026, 10, 1), None)], LONG_AGO),
        ([Span(LONG_AGO, None), Span(dt.date(2026, 12, 1), None)], LONG_AGO),
        ([Span(LONG_AGO, dt.date(2026, 5, 1)), Span(dt.date(2026, 12, 1), None)], TODAY),
    ],
)
def test_a_family_is_here_since_the_last_time_it_was_not(spans: list[Span], joined: dt.date) -> None:
    assert rules.joined_on(spans, TODAY) == joined


def test_a_leap_day_has_its_years_too() -> None:
    assert rules.years_after(dt.date(2024, 2, 29), 2) == dt.date(2026, 3, 1)
    assert rules.years_after(dt.date(2024, 11, 22), 2) == TODAY


@pytest.mark.parametrize(("quiet", "fired"), [(20, False), (21, True), (44, True), (45, False)])
def test_it_is_said_where_only_the_shorter_number_put_a_family_on_the_list(quiet: int, fired: bool) -> None:
    standing = rules.standing_of(known(quiet, has_unmet=True), DEFAULT_LEVELS, TODAY)
    assert rules.fired_sooner(standing, DEFAULT_LEVELS) is fired


def test_a_connected_family_needs_somebody_for_what_happened_alone() -> None:
    assert not rules.needs_somebody(State.CONNECTED, [])
    assert rules.needs_somebody(State.CONNECTED, [Fact(Matter.STRAIN, "17 nights")])
    assert rules.needs_somebody(State.DRIFTING, [])


def test_those_to_call_come_first_and_of_them_the_longest_silence() -> None:
    families = [
        (State.CONNECTED, 3, "Abbott"),
        (State.DRIFTING, 31, "Bello"),
        (State.CALL_THEM, 50, "Carver"),
        (State.CALL_THEM, 90, "Dunne"),
        (State.DRIFTING, 40, "Elliott"),
        (State.CONNECTED, 9, "Fenton"),
    ]
    listed = sorted(families, key=lambda one: rules.place_of(*one))
    assert [name for _, _, name in listed] == ["Dunne", "Carver", "Elliott", "Bello", "Abbott", "Fenton"]


def test_the_usual_numbers_and_those_at_the_edge_are_sound() -> None:
    for levels in (DEFAULT_LEVELS, Levels(179, 180, 7, 0), Levels(7, 8, 7, 90), Levels(30, 45, 30, 21)):
        rules.must_be_sound(levels)
    assert Levels(30, 45, 21, 21) == DEFAULT_LEVELS


@pytest.mark.parametrize(
    ("levels", "about", "words"),
    [
        (Levels(6, 45, 6, 21), "drifting_days", "Enter a number of days from 7 to 180."),
        (Levels(30, 181, 21, 21), "call_days", "Enter a number of days from 7 to 180."),
        (Levels(30, 45, 6, 21), "sooner_days", "Enter a number of days from 7 to 180."),
        (Levels(30, 45, 21, -1), "grace_days", "Enter a number of days from 0 to 90."),
        (Levels(30, 45, 21, 91), "grace_days", "Enter a number of days from 0 to 90."),
        (Levels(30, 30, 21, 21), "call_days", "Enter more days than those after which a family is drifting."),
        (Levels(30, 45, 31, 21), "sooner_days", "Enter at most as many days as those after which others are drifting."),
    ],
)
def test_a_number_that_nobody_can_mean_is_refused(levels: Levels, about: str, words: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        rules.must_be_sound(levels)
    assert (broken.value.about, broken.value.words) == (about, words)
