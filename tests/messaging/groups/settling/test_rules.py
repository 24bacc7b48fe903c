"""Who looks after a group, and what its name may be."""

import pytest

from messaging.groups.settling import rules
from messaging.rules import NoTitle


@pytest.mark.parametrize(
    ("is_led", "leads", "began_it", "is_staff", "beginner_is_here", "may"),
    [
        (True, True, False, True, True, True),
        (True, False, True, True, False, False),
        (False, False, True, False, True, True),
        (False, False, False, True, True, True),
        (False, False, False, False, True, False),
        (False, False, False, False, False, True),
    ],
)
def test_who_looks_after_a_group(
    is_led: bool, leads: bool, began_it: bool, is_staff: bool, beginner_is_here: bool, may: bool
) -> None:
    assert rules.may_settle(is_led, leads, began_it, is_staff, beginner_is_here) is may


def test_a_name_is_one_line() -> None:
    assert rules.checked_title("  Summer \n outing ") == "Summer outing"
    assert rules.checked_title("x" * 80) == "x" * 80
    with pytest.raises(NoTitle):
        rules.checked_title(" \n")
    with pytest.raises(rules.TitleTooLong, match="at most 80 letters"):
        rules.checked_title("x" * 81)


def test_where_it_is_closed_nothing_more_is_said() -> None:
    rules.must_be_open(is_closed=False)
    with pytest.raises(rules.GroupClosed, match="can open it again"):
        rules.must_be_open(is_closed=True)


def test_who_does_not_look_after_it_reads_who_does() -> None:
    assert "who leads or began it, or one of the staff in it" in str(rules.NotYoursToSettle())


def test_in_a_constellation_that_has_closed_nothing_more_is_said() -> None:
    rules.must_not_have_closed(has_closed=False)
    with pytest.raises(rules.ItHasClosed, match="This constellation has closed."):
        rules.must_not_have_closed(has_closed=True)
