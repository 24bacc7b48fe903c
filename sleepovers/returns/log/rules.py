"""What may be written into the support log: pure values, the day passed in."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext

from constellations.core.errors import Conflict, Forbidden, RuleBroken
from constellations.rules import Span
from sleepovers.returns.figures.facts import Help
from sleepovers.returns.rules import HubSpan

MOST_TIMES = 99
MOST_MINUTES = 31 * 24 * 60
MOST_CHILDREN = 20
LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Helped:
    """How a hub helped a home on a day: how often, for how many minutes in all where somebody knows, how many children.

    `sure` says that a note that looks as if it named a child names none.
    """

    help: Help
    on: dt.date
    home_id: uuid.UUID | None
    times: int = 1
    minutes: int | None = None
    children: int | None = None
    note: str = ""
    sure: bool = False


class NoSuchDay(RuleBroken):
    """A day to come."""

    about = "helped_on"

    def __init__(self) -> None:
        super().__init__(gettext("That day is still to come. Write down what has happened."))


class NotTheHubThen(RuleBroken):
    """A day on which another home was the hub, or none."""

    about = "helped_on"

    def __init__(self) -> None:
        super().__init__(gettext("Your home was not the hub on that day. Choose a day on which it was."))


class NotAMember(RuleBroken):
    """A home that did not belong to the constellation on that day; or the hub itself."""

    about = "home"

    def __init__(self) -> None:
        super().__init__(gettext("Choose a family that belonged to your constellation on that day."))


class NumberOutOfRange(RuleBroken):
    """Nothing, or more than anybody means."""

    def __init__(self, about: str, most: int) -> None:
        super().__init__(gettext("Enter a number from 1 to %(most)s.", most=most))
        self.about = about


class NoteTooLong(RuleBroken):
    """A letter."""

    about = "note"

    def __init__(self) -> None:
        super().__init__(gettext("Say it in fewer words: at most 200 letters."))


class OnlyTheHub(Forbidden):
    """Staff would write in a log that is the hub's."""

    def __init__(self) -> None:
        super().__init__(gettext("The hub writes its support log. You can read it here."))


class MonthSubmitted(Conflict):
    """What was submitted says what it says."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "The return of that month was submitted, so its support log stays as it is. Your liaison worker can "
                "send the return back to you."
            )
        )


class EntryOvertaken(Conflict):
    """Both adults of a hub have it open."""

    def __init__(self) -> None:
        super().__init__(gettext("Somebody else changed this line meanwhile. Open it again; nothing was changed."))


def must_be_sound(helped: Helped, today: dt.date) -> None:
    """Raise NoSuchDay, NumberOutOfRange or NoteTooLong for a line that nobody can mean."""
    if helped.on > today:
        raise NoSuchDay
    for about, number, most in (
        ("times", helped.times, MOST_TIMES),
        ("minutes", helped.minutes, MOST_MINUTES),
        ("children", helped.children, MOST_CHILDREN),
    ):
        if number is not None and not 1 <= number <= most:
            raise NumberOutOfRange(about, most)
    if len(helped.note) > LONGEST_NOTE:
        raise NoteTooLong


def must_be_hub(hubs: Collection[HubSpan], home_id: uuid.UUID | None, on: dt.date) -> None:
    """Raise NotTheHubThen unless a home was the hub on a day."""
    if not any(one.home_id == home_id and on in one.span for one in hubs):
        raise NotTheHubThen


def must_be_member(spans: Collection[Span], on: dt.date) -> None:
    """Raise NotAMember where a home, by when it was a member, was none on a day."""
    if not any(on in span for span in spans):
        raise NotAMember
