"""Who gives a group another name and who closes it, and what is asked of a name; plain values, no database."""

from constellations.core.errors import Conflict, RuleBroken
from messaging.rules import LONGEST_TITLE, NoTitle


class NotYoursToSettle(RuleBroken):
    """A group that is others' to name and to close."""

    def __init__(self) -> None:
        super().__init__(
            "Only who looks after this group can do that: who leads or began it, or one of the staff in it."
        )


class TitleTooLong(RuleBroken):
    """A name that does not fit on a line."""

    about = "title"

    def __init__(self) -> None:
        super().__init__(f"Use a shorter name: at most {LONGEST_TITLE} letters.")


class GroupClosed(Conflict):
    """Something to be said, or somebody to come in, where nothing more is said."""

    def __init__(self) -> None:
        super().__init__(
            "This group is closed. What was said can still be read. Who looks after the group can open it again."
        )


class ItHasClosed(Conflict):
    """Something to be said in a constellation that is no more."""

    def __init__(self) -> None:
        super().__init__(
            "This constellation has closed. What was said can still be read, and nothing more is said here."
        )


def may_settle(is_led: bool, leads: bool, began_it: bool, is_staff: bool, beginner_is_here: bool) -> bool:
    """Whether somebody who is in a group looks after it.

    Of a support group, which `is_led`, those who lead it. Of any other whoever began it and staff; everybody, once who
    began it is gone: else nobody could.
    """
    if is_led:
        return leads
    return began_it or is_staff or not beginner_is_here


def checked_title(title: str) -> str:
    """The name of a group as it is kept; raises NoTitle, TitleTooLong."""
    kept = " ".join(title.split())
    if not kept:
        raise NoTitle
    if len(kept) > LONGEST_TITLE:
        raise TitleTooLong
    return kept


def must_be_open(is_closed: bool) -> None:
    """Raise GroupClosed where nothing more is said, and nobody comes in."""
    if is_closed:
        raise GroupClosed


def must_not_have_closed(has_closed: bool) -> None:
    """Raise ItHasClosed where a conversation is that of a constellation which has closed."""
    if has_closed:
        raise ItHasClosed
