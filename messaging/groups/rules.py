"""Who may join, lead and leave a support group; plain values, no database."""

from constellations.core.errors import Conflict, RuleBroken
from constellations.permissions import ROLE_PERMISSIONS, Permission, Role

LONGEST_THEME = 300

MOST_IN_SUPPORT_GROUP = 200
"""People of one: more than that is no group any more, and announcements serve better."""


class NoTheme(RuleBroken):
    """A support group that does not say what it is about."""

    about = "theme"

    def __init__(self) -> None:
        super().__init__("Say in a line what the group is about, so that people know whether it is for them.")


class ThemeTooLong(RuleBroken):
    """More words than anybody reads on a list."""

    about = "theme"

    def __init__(self) -> None:
        super().__init__(f"Say it in fewer words: at most {LONGEST_THEME} letters.")


class GroupFull(RuleBroken):
    """More people than a support group takes."""

    about = "people"

    def __init__(self) -> None:
        super().__init__(f"This group is full: at most {MOST_IN_SUPPORT_GROUP} people. Ask staff to make another one.")


class TakenOut(RuleBroken):
    """Somebody whom a leader has taken out of the group."""

    def __init__(self) -> None:
        super().__init__("You were taken out of this group. Ask one of the staff who lead it to invite you again.")


class NotALeader(RuleBroken):
    """Something that only who leads a group does."""

    def __init__(self) -> None:
        super().__init__("Only the staff who lead this group can do that.")


class CannotLead(RuleBroken):
    """A group handed over to somebody who is no liaison worker or manager."""

    def __init__(self) -> None:
        super().__init__("Only liaison workers and service managers lead a group. Choose one of them.")


class LastLeader(RuleBroken):
    """The only one who leads a group, about to leave it."""

    def __init__(self) -> None:
        super().__init__("Nobody else leads this group. Let one of the staff in it lead first, then leave.")


class IsLed(Conflict):
    """A group that somebody leads already."""

    def __init__(self) -> None:
        super().__init__("Somebody leads this group. Ask them to let you lead too.")


def checked_theme(theme: str) -> str:
    """What a group is about, as it is kept; raises NoTheme, ThemeTooLong."""
    kept = " ".join(theme.split())
    if not kept:
        raise NoTheme
    if len(kept) > LONGEST_THEME:
        raise ThemeTooLong
    return kept


def may_lead(role: Role | None) -> bool:
    """Whether somebody of this role leads groups; who does not any more leads none, whatever was written down."""
    return role is not None and Permission.LEAD_GROUPS in ROLE_PERMISSIONS[role]


def takes_over(role: Role | None) -> bool:
    """Whether somebody of this role looks after groups that nobody leads any more."""
    return role is Role.MANAGER


def must_be_joinable(was_taken_out: bool, is_invited: bool, people: int) -> None:
    """Raise TakenOut or GroupFull where somebody cannot come in; who is invited again may."""
    if was_taken_out and not is_invited:
        raise TakenOut
    if people >= MOST_IN_SUPPORT_GROUP:
        raise GroupFull


def must_leave_it_in_hands(leads: bool, other_leaders: int, others: int) -> None:
    """Raise LastLeader where people would be left with nobody who leads."""
    if leads and others and not other_leaders:
        raise LastLeader
