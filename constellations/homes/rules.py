"""What a home's dated rows must never say: two memberships of one constellation at once, two hubs on one day."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from constellations.core.errors import RuleBroken
from constellations.core.words import full_day_words
from constellations.rules import HomeRole, HomeStatus, Span
from constellations.words import in_words

LONGEST_HOLD = dt.timedelta(days=366)
"""How long after its first day a hold is looked at again: it is to be as short as can be (Hampshire, January 2024)."""

EARLIEST_APPROVAL = dt.date(1950, 1, 1)
"""Before that nobody who fosters today was approved."""


class AlreadyMember(RuleBroken):
    """A home is a member of a constellation once at a time (register format, errors)."""

    about = "day"

    def __init__(self, home: str, since: dt.date) -> None:
        super().__init__(
            f"{home} is a member in that time already, from {full_day_words(since)}. "
            "Choose another day, or end that membership first."
        )


class TwoHubs(RuleBroken):
    """A constellation has one hub on a day (register format, errors)."""

    def __init__(self, hub: str) -> None:
        super().__init__(
            f"{hub} is the hub home in that time, and a constellation has one. "
            "Use “Another home becomes the hub” on the page of the constellation: it ends the one and begins the other."
        )


class HomeHasLeft(RuleBroken):
    """A home that has left joins nothing."""

    def __init__(self, home: str) -> None:
        super().__init__(f"{home} has left. Change how the home stands first, then let it join.")


class AlreadyHub(RuleBroken):
    """The home is the hub on that day already."""

    about = "home_id"

    def __init__(self, home: str) -> None:
        super().__init__(f"{home} is the hub home on that day already. Choose another home or another day.")


class JoinedLater(RuleBroken):
    """A home that joined after a day cannot have left on it."""

    about = "day"

    def __init__(self, home: str, since: dt.date) -> None:
        super().__init__(
            f"{home} joined a constellation on {full_day_words(since)}, so it left later. Choose a day after that one."
        )


class NotAMember(RuleBroken):
    """Only a membership that holds on a day can change on it."""

    about = "day"

    def __init__(self, home: str) -> None:
        super().__init__(f"{home} is no member on that day. Choose a day on which it is.")


class HasClosed(RuleBroken):
    """Nobody belongs to a constellation from the day on which it closes."""

    about = "day"

    def __init__(self, constellation: str, closes_on: dt.date) -> None:
        super().__init__(
            f"{constellation} closes on {full_day_words(closes_on)}, and no home belongs to it from then on. "
            "Choose another constellation, or open this one again first."
        )


class ReviewMissing(RuleBroken):
    """A hold is looked at again on a day that is known when it begins."""

    about = "review_on"

    def __init__(self) -> None:
        super().__init__("A hold is looked at again. Enter the day of its review.")


class ReviewOutOfReach(RuleBroken):
    """A review comes after the first day on hold, and within a year."""

    about = "review_on"

    def __init__(self) -> None:
        super().__init__("Choose a day after the first day on hold, and no more than a year after it.")


class ApprovalOutOfReach(RuleBroken):
    """Carers were approved by today, and within a working life."""

    about = "approved_on"

    def __init__(self) -> None:
        super().__init__("Choose the day on which the carers were approved: not after today, and from 1950 on.")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a home is ready for: beds for visitors, the approved number, how it stands, and the review of a hold."""

    beds: int
    approved_children: int
    status: HomeStatus
    review_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Belonging:
    """One membership of a constellation, with the name of its home."""

    home_id: uuid.UUID
    home: str
    role: HomeRole
    span: Span


def check_belonging(new: Belonging, others: Iterable[Belonging]) -> None:
    """Raise AlreadyMember or TwoHubs where a membership cannot stand beside the others of its constellation."""
    for other in others:
        if not other.span.overlaps(new.span):
            continue
        if other.home_id == new.home_id:
            raise AlreadyMember(other.home, other.span.starts_on)
        if other.role is HomeRole.HUB and new.role is HomeRole.HUB:
            raise TwoHubs(other.home)


def must_be_open_for(constellation: str, closes_on: dt.date | None, span: Span) -> None:
    """Raise HasClosed where a membership would reach beyond the day on which its constellation closes."""
    if closes_on is not None and (span.ends_on is None or span.ends_on > closes_on):
        raise HasClosed(constellation, closes_on)


def kept_review(terms: Terms, starts_on: dt.date) -> dt.date | None:
    """The day of a hold's review, none for a home that is not on hold; raises ReviewMissing or ReviewOutOfReach."""
    if terms.status is not HomeStatus.ON_HOLD:
        return None
    if terms.review_on is None:
        raise ReviewMissing
    if not starts_on < terms.review_on <= starts_on + LONGEST_HOLD:
        raise ReviewOutOfReach
    return terms.review_on


def check_approval(approved_on: dt.date | None, today: dt.date) -> None:
    """Raise ApprovalOutOfReach for a day after today or before 1950; that none is known is well."""
    if approved_on is not None and not EARLIEST_APPROVAL <= approved_on <= today:
        raise ApprovalOutOfReach


def names_words(name: str, key: str, approved_on: dt.date | None) -> str:
    """Say what a home is called, and since when it fosters, in one line."""
    return f"{name} ({key})" + (f", approved on {full_day_words(approved_on)}" if approved_on else "")


def terms_words(terms: Terms | None) -> str:
    """Say what a home is ready for, in one line."""
    if terms is None:
        return "nothing yet"
    review = f", review on {full_day_words(terms.review_on)}" if terms.review_on else ""
    return f"{terms.beds} beds, approved for {terms.approved_children}, {in_words(terms.status)}{review}"
