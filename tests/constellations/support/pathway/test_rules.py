"""How far a carer has come with the first year's courses."""

import datetime as dt
import uuid

import pytest

from constellations.support.pathway.rules import (
    CourseThere,
    Step,
    Took,
    TooManyCourses,
    check_new_course,
    is_first_year,
    progress,
)

FIRST_AID = Step(uuid.UUID(int=1), "First aid", 180)
SAFER = Step(uuid.UUID(int=2), "Safer caring", 120)
TODAY = dt.date(2026, 11, 22)


def day(number: int) -> dt.date:
    return dt.date(2026, 10, number)


def test_a_course_is_taken_as_the_log_says_or_by_its_name() -> None:
    log = [
        Took(None, " first  AID ", day(9)),
        Took(FIRST_AID.course_id, "Paediatric first aid", day(3)),
        Took(uuid.UUID(int=9), "Safer caring", day(1)),
    ]
    assert [(one.step.name, one.on) for one in progress((FIRST_AID, SAFER), log)] == [
        ("First aid", day(3)),
        ("Safer caring", None),
    ]
    assert progress((), log) == ()


@pytest.mark.parametrize(
    ("approved", "is_first"),
    [("2026-11-22", True), ("2026-11-23", False), ("2025-11-23", True), ("2025-11-22", False), ("2024-02-29", False)],
)
def test_the_first_year_ends_on_the_day_of_approval(approved: str, is_first: bool) -> None:
    assert is_first_year(dt.date.fromisoformat(approved), TODAY) is is_first


def test_a_course_stands_in_the_list_once_and_the_list_is_short() -> None:
    check_new_course("First aid", [f"Course {n}" for n in range(29)])
    with pytest.raises(CourseThere, match="This course is in the list already."):
        check_new_course("first aid", ["First  Aid"])
    with pytest.raises(TooManyCourses, match="There are 30 courses already. Take one out first."):
        check_new_course("First aid", [f"Course {n}" for n in range(30)])
