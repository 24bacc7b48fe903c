"""What may be asked for and answered, and what becomes of an ask: pure values, no clock of their own."""

import datetime as dt
from collections.abc import Collection, Sequence
from enum import StrEnum

from constellations.core.clock import LONDON
from constellations.core.errors import Conflict, Forbidden, RuleBroken
from constellations.core.words import day_words
from sleepovers.rules import (
    NEW_PLACEMENT_NIGHTS,
    AnswerState,
    AskState,
    Moment,
    StayKind,
    how_many_nights,
    is_new_placement,
    night_that_runs,
)

LONGEST_NOTE = 300
"""Letters of what an ask says beside its nights: a sentence or two."""

FURTHEST_DAYS = 366
"""How far ahead somebody may ask."""

MOST_REPEATS = 26
"""Sleepovers that may be asked for in one go: half a year of weekends, or a year of every second."""

MOST_WEEKS_APART = 2
"""Every week, or every second."""

MOST_CHILDREN = 6
"""Children in one ask: more than live in any foster home that is not exempt."""

MOST_HOMES = 20
"""Homes asked at once: a whole Hive."""

EVENING = dt.time(18)
"""When a stay is taken to begin where no time is given: what notice was given is counted up to then."""

WEEK = dt.timedelta(days=7)


class AgreementState(StrEnum):
    """Whether whoever decides for a child has agreed to its stay."""

    WAITING = "waiting"
    GIVEN = "given"
    REFUSED = "refused"


class StepTaken(StrEnum):
    """One thing that is done with an ask or its stay."""

    ASKED = "asked"
    AGREED = "agreed"
    OFFERED_NIGHTS = "offered_nights"
    OFFERED_HOME = "offered_home"
    TOOK_OFFER = "took_offer"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"
    AGREEMENT_GIVEN = "agreement_given"
    AGREEMENT_REFUSED = "agreement_refused"
    OVERRULED = "overruled"
    RECORDED = "recorded"
    NAMED = "named"
    CHANGED = "changed"
    ARRIVED = "arrived"
    CAME_HOME = "came_home"
    CANCELLED = "cancelled"
    CHANGED_NIGHTS = "changed_nights"
    HUB_AGREED = "hub_agreed"
    HUB_REFUSED = "hub_refused"
    WAITS = "waits"
    ASKED_AGAIN = "asked_again"
    MOVED = "moved"


class PastNights(RuleBroken):
    """Nobody asks for nights that are over; what happened is recorded instead."""

    about = "arrive_on"

    def __init__(self) -> None:
        super().__init__("That day is over. Choose today or a later day. What has happened already can be recorded.")


class TooFarAhead(RuleBroken):
    """More than a year ahead is a slip of the pen."""

    about = "arrive_on"

    def __init__(self) -> None:
        super().__init__("That is more than a year ahead. Check the year.")


class NoNight(RuleBroken):
    """A sleepover has a night."""

    about = "last_night"

    def __init__(self) -> None:
        super().__init__("A sleepover has at least one night. Choose a day to go home after the day of coming.")


class TooLong(RuleBroken):
    """A stay of four weeks is no sleepover (register format, warnings)."""

    about = "last_night"

    def __init__(self) -> None:
        super().__init__(
            f"{NEW_PLACEMENT_NIGHTS} nights or more are a new placement, not a sleepover. "
            "Choose fewer nights, or speak with your liaison worker."
        )


class NobodyChosen(RuleBroken):
    """An ask is for somebody."""

    about = "children"

    def __init__(self) -> None:
        super().__init__("Choose who is to stay.")


class NoHomeChosen(RuleBroken):
    """An ask is put to somebody."""

    about = "homes"

    def __init__(self) -> None:
        super().__init__("Choose whom to ask.")


class TooMany(RuleBroken):
    """More children, homes or weekends than anybody means."""

    def __init__(self) -> None:
        super().__init__("That is more than can be asked for in one go. Choose fewer, and ask again for the others.")


class NoReason(RuleBroken):
    """Somebody is waiting, and is told why."""

    about = "reason"

    def __init__(self) -> None:
        super().__init__("Say in a few words why, without anybody’s name.")


class NotTheirsToAnswer(Forbidden):
    """A carer answers for the own home alone."""

    def __init__(self) -> None:
        super().__init__("Only the home that was asked, or your liaison worker, can answer this.")


class NotTheirsToAsk(Forbidden):
    """A carer asks, withdraws and takes offers for the children of the own home alone."""

    def __init__(self) -> None:
        super().__init__("Only the child’s own home, or your liaison worker, can do this.")


class NoLongerOpen(Conflict):
    """The ask has come to an end since the page was opened."""

    WORDS = {
        AskState.AGREED: "This sleepover is agreed already.",
        AskState.DECLINED: "This ask was declined already.",
        AskState.WITHDRAWN: "This ask was withdrawn. Nothing needs to be done.",
        AskState.UNANSWERED: "The nights of this ask are over. What happened can be recorded as a stay.",
    }

    def __init__(self, state: AskState) -> None:
        super().__init__(self.WORDS[state])


class AskOvertaken(Conflict):
    """Somebody else answered or changed the ask after the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else answered or changed this ask after you opened it. "
            "Nothing of yours was stored. Look at it again."
        )


class AlreadyAnswered(Conflict):
    """This home has said its word."""

    def __init__(self, home: str) -> None:
        super().__init__(f"{home} has answered this already. Look at the ask again.")


class AskedAlready(Conflict):
    """The same home has an open ask for the same child and nights: the button was pressed twice, or by two carers."""

    def __init__(self, home: str) -> None:
        super().__init__(f"{home} has been asked for these nights already, and has not answered yet.")


class AgreementSettled(Conflict):
    """Somebody else has said already how the asking ended."""

    def __init__(self) -> None:
        super().__init__("Somebody else has written down already how this ended. Nothing more is needed.")


class NoOffer(RuleBroken):
    """There are no other nights to take."""

    def __init__(self) -> None:
        super().__init__("This home has offered no other nights. Look at the ask again.")


class SameNights(RuleBroken):
    """An offer of what was asked for is an agreement."""

    about = "other_first"

    def __init__(self) -> None:
        super().__init__("These are the nights that were asked for. Agree to them, or choose others.")


def must_be_askable(arrive: Moment, depart: Moment, today: dt.date) -> None:
    """Raise PastNights, TooFarAhead, NoNight or TooLong for nights that nobody may ask for.

    Raises DepartsBeforeArriving too. Who comes in the small hours of today asks for the night that runs.
    """
    if arrive.on < today:
        raise PastNights
    if arrive.on > today + dt.timedelta(days=FURTHEST_DAYS):
        raise TooFarAhead
    nights = how_many_nights(arrive, depart)
    if not nights:
        raise NoNight
    if is_new_placement(nights):
        raise TooLong


def must_still_be_ahead(arrive: Moment, today: dt.date) -> None:
    """Raise NoLongerOpen where the first night of an ask is over, so that nobody can agree to it any more."""
    if arrive.on < today:
        raise NoLongerOpen(AskState.UNANSWERED)


def day_of_ask(kind: StayKind, now: dt.datetime) -> dt.date:
    """The London day that an ask reckons with at an instant: in an emergency the evening lasts until 06:00."""
    return night_that_runs(now) if kind is StayKind.EMERGENCY else now.astimezone(LONDON).date()


def repeated(arrive: Moment, depart: Moment, times: int, every: int = 1) -> tuple[tuple[Moment, Moment], ...]:
    """The same days so many times, `every` so many weeks apart, the first included.

    They are London dates, so that clock changes shift nothing.
    """
    steps = [n * every * WEEK for n in range(times)]
    return tuple((Moment(arrive.on + step, arrive.at), Moment(depart.on + step, depart.at)) for step in steps)


def state_of_ask(answers: Collection[AnswerState], children: int, with_stay: int) -> AskState:
    """What has become of an ask: agreed when every child has a stay, declined when no home is left that may agree."""
    if with_stay == children:
        return AskState.AGREED
    may_agree = {AnswerState.WAITING, AnswerState.OTHER_NIGHTS}
    return AskState.OPEN if may_agree & set(answers) else AskState.DECLINED


def notice_hours(arrive: Moment, at: dt.datetime) -> int:
    """Whole hours from an aware instant until a stay was to begin; 0 where that has passed.

    A stay without a time begins at 18:00 in London.
    """
    begins = dt.datetime.combine(arrive.on, arrive.at or EVENING, LONDON)
    return max(0, int((begins - at).total_seconds() // 3600))


def morning_after(last_night: dt.date) -> dt.date:
    """The day of going home; of the last day that a calendar has, that day itself, which is refused as too far."""
    return last_night if last_night == dt.date.max else last_night + dt.timedelta(days=1)


def few_names(names: Sequence[str]) -> str:
    """Names of homes as one says them: `Patel`, or `Patel and Okafor`, or `Patel, Okafor and 2 more`."""
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} more"
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def just_taken_words(home: str, nights: Collection[dt.date], others: Sequence[str]) -> str:
    """Say that a bed is gone, on which night first, and who has one."""
    gone = f"{home} has no bed free on {day_words(min(nights))}: it was just taken."
    return f"{gone} {few_names(others)} {'has' if len(others) == 1 else 'have'} one free." if others else gone
