"""Which way a concern takes, how it stands, and what is asked of who reads what is not theirs."""

import datetime as dt
import uuid

import pytest

from constellations.permissions import Role
from messaging.safeguarding import rules
from messaging.safeguarding.rules import About, Outcome, Route, Standing, given_reason, standing, written_words
from messaging.safeguarding.words import ABOUT_WORDS, OUTCOME_WORDS, STANDING_WORDS

RAISED = dt.datetime(2026, 11, 26, 20, 0, tzinfo=dt.UTC)
SOMEBODY = {uuid.UUID(int=1)}
N, M, L = Route.NAMED, Route.MANAGERS, Route.LIAISON


@pytest.mark.parametrize(
    ("about", "reached", "route"),
    [
        (About.NOBODY, {N, M, L}, N),
        (About.NOBODY, {M, L}, M),
        (About.NOBODY, {L}, L),
        (About.LIAISON, {N, M, L}, M),
        (About.HUB_CARER, {N, M, L}, L),
        (About.HUB_CARER, {N, M}, M),
    ],
)
def test_a_concern_takes_the_first_way_that_leads_to_somebody(about: About, reached: set[Route], route: Route) -> None:
    assert rules.route_of(about, {one: SOMEBODY if one in reached else set() for one in Route}) is route


@pytest.mark.parametrize("about", list(About))
def test_where_nobody_could_read_it_one_is_told_to_phone(about: About) -> None:
    with pytest.raises(rules.NobodyReadsIt, match="nothing was sent. Phone your service"):
        rules.route_of(about, {})


def test_what_is_about_a_liaison_worker_never_goes_to_one() -> None:
    with pytest.raises(rules.NobodyReadsIt):
        rules.route_of(About.LIAISON, {N: SOMEBODY, L: SOMEBODY})


def test_liaison_workers_and_managers_may_be_readers() -> None:
    assert frozenset({Role.LIAISON, Role.MANAGER}) == rules.READING_ROLES


@pytest.mark.parametrize(
    ("acknowledged", "closed", "hours", "stands"),
    [
        (False, False, 0, Standing.WAITING),
        (False, False, 24, Standing.WAITING),
        (False, False, 24.01, Standing.LATE),
        (True, False, 100, Standing.ACKNOWLEDGED),
        (True, True, 100, Standing.CLOSED),
        (False, True, 100, Standing.CLOSED),
    ],
)
def test_a_concern_that_nobody_has_acknowledged_is_late_after_a_day(
    acknowledged: bool, closed: bool, hours: float, stands: Standing
) -> None:
    now = RAISED + dt.timedelta(hours=hours)
    assert standing(RAISED, RAISED if acknowledged else None, RAISED if closed else None, now) is stands


@pytest.mark.parametrize(
    ("raised", "woken", "in_danger", "is_due"),
    [
        (24, None, False, False),
        (24.01, None, False, True),
        (1, None, True, False),
        (1.01, None, True, True),
        (30, 5, False, False),
        (48, 24.01, False, True),
        (3, 1, True, False),
        (3, 1.01, True, True),
    ],
)
def test_somebody_is_woken_when_a_concern_is_late_and_again_as_long_after(
    raised: float, woken: float | None, in_danger: bool, is_due: bool
) -> None:
    now = RAISED + dt.timedelta(hours=raised)
    last = None if woken is None else now - dt.timedelta(hours=woken)
    assert rules.is_due_to_wake(RAISED, last, in_danger, now) is is_due


def test_where_somebody_is_in_danger_an_hour_is_late() -> None:
    after = RAISED + dt.timedelta(minutes=61)
    assert standing(RAISED, None, None, after, in_danger=True) is Standing.LATE
    assert standing(RAISED, None, None, after) is Standing.WAITING


def test_words_are_kept_without_what_does_not_print() -> None:
    assert written_words("  It was\r\nlate.\x00 ") == "It was\nlate."
    assert len(written_words("x" * rules.LONGEST_WORDS)) == rules.LONGEST_WORDS
    with pytest.raises(rules.NoWords, match="Write in a few words"):
        written_words(" \n\x07")
    with pytest.raises(rules.WordsTooLong, match="at most 2000 letters"):
        written_words("x" * (rules.LONGEST_WORDS + 1))


def test_a_reason_is_one_line_and_never_nothing() -> None:
    assert given_reason("  A concern\nwas raised. ") == "A concern was raised."
    assert len(given_reason("x" * rules.LONGEST_REASON)) == rules.LONGEST_REASON
    with pytest.raises(rules.NoReason, match="Everybody in it will see"):
        given_reason("\n \u202e")
    with pytest.raises(rules.ReasonTooLong, match="at most 200 letters"):
        given_reason("x" * (rules.LONGEST_REASON + 1))


@pytest.mark.parametrize(("minutes", "is_open"), [(0, True), (60, True), (61, False)])
def test_a_reason_holds_for_an_hour(minutes: int, is_open: bool) -> None:
    assert rules.is_open_look(RAISED, RAISED + dt.timedelta(minutes=minutes)) is is_open


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (rules.ClosedAlready, "can raise another one"),
        (rules.LookOver, "Give a reason again"),
        (rules.NotAReader, "liaison workers and managers of your service"),
    ],
)
def test_what_is_refused_says_what_to_do(error: type[Exception], says: str) -> None:
    assert says in str(error())


def test_everything_has_its_words() -> None:
    assert (set(ABOUT_WORDS), set(OUTCOME_WORDS), set(STANDING_WORDS)) == (set(About), set(Outcome), set(Standing))
