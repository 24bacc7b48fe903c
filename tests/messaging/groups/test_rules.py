"""Who may join, lead and leave a support group."""

import pytest

from constellations.permissions import Role
from messaging.groups import rules


def test_what_a_group_is_about_is_one_line() -> None:
    assert rules.checked_theme("  Living with \n teenagers ") == "Living with teenagers"
    assert rules.checked_theme("x" * 300) == "x" * 300


@pytest.mark.parametrize(("theme", "refused"), [(" \n ", rules.NoTheme), ("x" * 301, rules.ThemeTooLong)])
def test_nothing_and_too_much_are_refused(theme: str, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        rules.checked_theme(theme)


def test_liaison_workers_and_managers_lead_and_managers_take_over() -> None:
    assert {role for role in Role if rules.may_lead(role)} == {Role.LIAISON, Role.MANAGER}
    assert not rules.may_lead(None)
    assert [role for role in Role if rules.takes_over(role)] == [Role.MANAGER]


@pytest.mark.parametrize(
    ("was_taken_out", "is_invited", "people", "refused"),
    [
        (False, False, 0, None),
        (False, True, 199, None),
        (True, True, 5, None),
        (True, False, 5, rules.TakenOut),
        (False, False, 200, rules.GroupFull),
    ],
)
def test_who_comes_in(was_taken_out: bool, is_invited: bool, people: int, refused: type[Exception] | None) -> None:
    if refused is None:
        rules.must_be_joinable(was_taken_out, is_invited, people)
        return
    with pytest.raises(refused):
        rules.must_be_joinable(was_taken_out, is_invited, people)


@pytest.mark.parametrize(
    ("leads", "other_leaders", "others", "may"),
    [(False, 0, 5, True), (False, 1, 5, True), (True, 1, 5, True), (True, 0, 0, True), (True, 0, 1, False)],
)
def test_the_last_leader_hands_over_before_leaving(leads: bool, other_leaders: int, others: int, may: bool) -> None:
    if may:
        rules.must_leave_it_in_hands(leads, other_leaders, others)
        return
    with pytest.raises(rules.LastLeader, match="Nobody else leads this group"):
        rules.must_leave_it_in_hands(leads, other_leaders, others)
