"""When a home has left, and what may be said of it."""

import datetime as dt
import uuid

import pytest

from constellations.core.clock import ALWAYS
from constellations.core.errors import RuleBroken
from constellations.rules import Span
from constellations.support.leaving import rules
from constellations.support.leaving.rules import Departure, LeavingWords, Reason, Scope, Spell, departures

TODAY = dt.date(2026, 11, 22)
HOME, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
LIGHTS, PLOUGH = uuid.UUID(int=11), uuid.UUID(int=12)


def day(text: str) -> dt.date:
    """A date of 2026, as `05-20`."""
    return dt.date.fromisoformat(f"2026-{text}")


def spell(starts: str | None, ends: str | None, where: uuid.UUID = LIGHTS, home: uuid.UUID = HOME) -> Spell:
    """A membership."""
    return Spell(home, where, Span(day(starts) if starts else ALWAYS, day(ends) if ends else None))


@pytest.mark.parametrize(
    ("spells", "left", "found"),
    [
        ([spell(None, None)], [], []),
        ([spell(None, "05-20")], [], [("05-20", "constellation", 1)]),
        ([spell(None, "11-22")], [], [("11-22", "constellation", 1)]),
        ([spell(None, "11-23")], [], []),
        # Another role, another constellation, a second one: still there.
        ([spell(None, "05-20"), spell("05-20", None)], [], []),
        ([spell(None, "05-20"), spell("05-20", None, PLOUGH)], [], []),
        ([spell(None, "05-20"), spell("01-01", None, PLOUGH)], [], []),
        # Away for a day, or left twice.
        ([spell(None, "05-20"), spell("05-21", None)], [], [("05-20", "constellation", 1)]),
        (
            [spell(None, "05-20"), spell("06-01", "07-01")],
            [],
            [("07-01", "constellation", 1), ("05-20", "constellation", 1)],
        ),
        ([spell(None, "05-20"), spell(None, "05-20", PLOUGH)], [], [("05-20", "constellation", 2)]),
        # Stands as left: on that day, before it, since ever, later, or never a member.
        ([spell(None, "05-20")], [Span(day("05-20"))], [("05-20", "fostering", 1)]),
        ([spell(None, "05-20")], [Span(ALWAYS)], [("05-20", "fostering", 1)]),
        (
            [spell(None, "05-20")],
            [Span(day("08-01"))],
            [("08-01", "fostering", 0), ("05-20", "constellation", 1)],
        ),
        ([], [Span(day("08-01"))], [("08-01", "fostering", 0)]),
        ([], [Span(day("12-01"))], []),
        ([], [Span(ALWAYS)], []),
        ([], [Span(day("08-01"), day("09-01")), Span(day("09-01"))], [("08-01", "fostering", 0)]),
    ],
)
def test_a_home_has_left_when_it_goes_on_nowhere(
    spells: list[Spell], left: list[Span], found: list[tuple[str, str, int]]
) -> None:
    gone = departures(spells, {HOME: left} if left else {}, TODAY)
    assert [(one.on, str(one.scope), len(one.constellation_ids)) for one in gone] == [
        (day(on), scope, number) for on, scope, number in found
    ]


def test_homes_do_not_speak_for_each_other() -> None:
    gone = departures([spell(None, "05-20"), spell("05-20", None, home=OTHER)], {OTHER: [Span(day("12-01"))]}, TODAY)
    assert [one.home_id for one in gone] == [HOME]


@pytest.mark.parametrize(("on", "waits"), [("2026-11-22", True), ("2025-11-22", True), ("2025-11-21", False)])
def test_staff_are_asked_for_a_year(on: str, waits: bool) -> None:
    gone = Departure(HOME, dt.date.fromisoformat(on), Scope.FOSTERING, frozenset())
    assert rules.waits(gone, TODAY) is waits


@pytest.mark.parametrize(
    ("days", "on", "found"),
    [
        ([], "05-20", None),
        (["05-20"], "05-20", "05-20"),
        (["04-19", "06-20"], "05-20", "04-19"),
        (["04-18", "06-21"], "05-20", None),
        (["05-19", "05-20", "05-21"], "05-20", "05-20"),
        (["05-19", "05-21"], "05-20", "05-19"),
    ],
)
def test_what_was_said_stays_where_the_register_is_put_right_a_little(
    days: list[str], on: str, found: str | None
) -> None:
    assert rules.same_leaving(map(day, days), day(on)) == (day(found) if found else None)


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        (LeavingWords(Scope.FOSTERING, day("05-20")), rules.NoReason, "Choose at least one reason."),
        (
            LeavingWords(Scope.FOSTERING, day("08-21"), frozenset({Reason.OTHER})),
            rules.DayTooFarOff,
            "more than three months",
        ),
    ],
)
def test_some_things_cannot_be_said(words: LeavingWords, error: type[RuleBroken], said: str) -> None:
    with pytest.raises(error, match=said):
        rules.check_leaving(words, day("05-20"))


@pytest.mark.parametrize("left_on", ["02-17", "05-20", "08-20"])
def test_a_day_within_three_months_of_the_registers_can(left_on: str) -> None:
    words = LeavingWords(Scope.CONSTELLATION, day(left_on), frozenset({Reason.MONEY, Reason.MOVED}))
    rules.check_leaving(words, day("05-20"))
    assert str(words) == f"constellation, 2026-{left_on}, money, moved"


@pytest.mark.parametrize("ends_on", [None, "11-23"])
def test_what_has_not_ended_was_not_planned_to(ends_on: str | None) -> None:
    with pytest.raises(rules.StillThere, match="Nothing has ended"):
        rules.check_ended(day(ends_on) if ends_on else None, TODAY)


def test_what_ended_today_has_ended() -> None:
    rules.check_ended(TODAY, TODAY)
    assert "has not left" in rules.HasNotLeft("Patel").words


def test_no_reason_names_what_somebody_is_thought_to_have_done() -> None:
    assert not {word for reason in Reason for word in reason.split("_")} & {"allegation", "standards", "concern"}
