"""What may be said of an event, when it may be, and what is chosen until somebody chooses otherwise."""

import datetime as dt
import unicodedata

from flask_babel import gettext

from constellations.core.clock import LONDON
from constellations.core.errors import RuleBroken
from constellations.events.rules import DAY, Circle, Photos

LONGEST_TITLE = 200
LONGEST_LINE = 300
"""Of the place, and of what to bring."""

LONGEST_WORDS = 4000
MOST_PEOPLE = 500
LARGEST_PENCE = 10_000_000
"""As the activity budget: beyond a hundred thousand pounds somebody slipped on the keys."""

MOST_DAYS = 31
FURTHEST_BACK = dt.timedelta(days=366)
"""What took place and stood in no calendar may be put there afterwards, so that who came can be written down."""

FURTHEST_AHEAD = dt.timedelta(days=2 * 366)

USUAL_START, USUAL_END = dt.time(14), dt.time(17)
SATURDAY = 5
WEEK = 7


class NoTitle(RuleBroken):
    """An event that is called nothing."""

    about = "title"

    def __init__(self) -> None:
        super().__init__(gettext("Say what it is called."))


class TooManyWords(RuleBroken):
    """More than anybody reads on a phone; `about` is the field that they stand in."""

    def __init__(self, about: str, most: int) -> None:
        super().__init__(gettext("Say it in fewer words: at most %(most)s letters.", most=most))
        self.about = about


class OutOfRange(RuleBroken):
    """A number that is nobody's meaning: of people, or of pence."""

    def __init__(self, is_cost: bool) -> None:
        most = f"£{LARGEST_PENCE // 100:,}" if is_cost else MOST_PEOPLE
        if is_cost:
            super().__init__(gettext("Enter an amount up to %(most)s, or nothing.", most=most))
        else:
            super().__init__(gettext("Enter a number from 1 to %(most)s, or nothing.", most=most))
        self.about = "cost" if is_cost else "capacity"


class PhotosNotAllowed(RuleBroken):
    """The service lets nobody send photos, so no event of it invites to take some."""

    about = "photos"

    def __init__(self) -> None:
        super().__init__(gettext("Your service allows no photos. Choose “no photos, please”."))


class NoConstellation(RuleBroken):
    """An event for constellations, and none is chosen."""

    about = "constellations"

    def __init__(self) -> None:
        super().__init__(gettext("Choose for which constellation it is."))


class NoFamily(RuleBroken):
    """An event for one family, and none is chosen."""

    about = "home"

    def __init__(self) -> None:
        super().__init__(gettext("Choose for which family it is."))


class OneTimeMissing(RuleBroken):
    """A time to begin without one to end, or the other way round."""

    about = "ends_at"

    def __init__(self) -> None:
        super().__init__(gettext("Say when it begins and when it ends. For a whole day leave both times empty."))


class EndsTooEarly(RuleBroken):
    """It ends before it begins."""

    about = "ends_at"

    def __init__(self) -> None:
        super().__init__(gettext("It would end before it begins. Give a later time, or a last day."))


class TooLong(RuleBroken):
    """Nothing goes on for longer than a month."""

    about = "last"

    def __init__(self) -> None:
        super().__init__(gettext("That is longer than %(most)s days. Choose an earlier last day.", most=MOST_DAYS))


class DayTooFar(RuleBroken):
    """A day that can only be a slip of the finger."""

    about = "first"

    def __init__(self) -> None:
        super().__init__(gettext("That day is too far away. Choose one within the last year or the next two."))


class NoSuchTime(RuleBroken):
    """A time that no clock shows on that night."""

    about = "starts_at"

    def __init__(self) -> None:
        super().__init__(gettext("The clocks go forward that night: there is no such time. Choose one an hour later."))


def line_of(typed: str, about: str, most: int = LONGEST_LINE) -> str:
    """What was typed on a line, without what does not print and without space around; raises TooManyWords."""
    printed = " ".join("".join(" " if _is_control(one) else one for one in typed).split())
    if len(printed) > most:
        raise TooManyWords(about, most)
    return printed


def title_of(typed: str) -> str:
    """The title as it is kept; raises NoTitle, TooManyWords."""
    title = line_of(typed, "title", LONGEST_TITLE)
    if not title:
        raise NoTitle
    return title


def words_of(typed: str) -> str:
    """Several lines as they are kept, without control characters but the ends of lines; raises TooManyWords."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    printed = "\n".join("".join(one for one in line if not _is_control(one)).rstrip() for line in lines).strip()
    if len(printed) > LONGEST_WORDS:
        raise TooManyWords("words", LONGEST_WORDS)
    return printed


def must_be_within_reach(capacity: int | None, cost_pence: int | None) -> None:
    """Raise OutOfRange for a number of people, or an amount, that nobody means."""
    if capacity is not None and not 1 <= capacity <= MOST_PEOPLE:
        raise OutOfRange(is_cost=False)
    if cost_pence is not None and not 0 <= cost_pence <= LARGEST_PENCE:
        raise OutOfRange(is_cost=True)


def allowed_photos(photos: Photos, service_allows: bool) -> Photos:
    """What may be photographed today: a service that allows no photos has the last word, also later."""
    return photos if service_allows else Photos.NONE


def must_be_allowed(photos: Photos, service_allows: bool) -> None:
    """Raise PhotosNotAllowed where an event would allow more than its service."""
    if allowed_photos(photos, service_allows) is not photos:
        raise PhotosNotAllowed


def must_be_for_somebody(circle: Circle, has_constellations: bool, has_home: bool) -> None:
    """Raise NoConstellation, NoFamily where nobody is chosen that it is for."""
    if circle is Circle.CONSTELLATIONS and not has_constellations:
        raise NoConstellation
    if circle is Circle.HOME and not has_home:
        raise NoFamily


def minutes_of(
    first: dt.date, starts_at: dt.time | None, last: dt.date | None, ends_at: dt.time | None
) -> tuple[dt.time | None, int]:
    """When it begins and how many minutes it lasts on a wall clock; without times whole days, the last included.

    Raises OneTimeMissing, EndsTooEarly, TooLong.
    """
    if (starts_at is None) != (ends_at is None):
        raise OneTimeMissing
    last = last or first
    if starts_at is None or ends_at is None:
        minutes = ((last - first).days + 1) * DAY
    else:
        begins, ends = dt.datetime.combine(first, starts_at), dt.datetime.combine(last, ends_at)
        minutes = int((ends - begins).total_seconds() // 60)
    if minutes <= 0:
        raise EndsTooEarly
    if minutes > MOST_DAYS * DAY:
        raise TooLong
    return starts_at, minutes


def must_be_a_time(day: dt.date, at: dt.time | None, today: dt.date) -> None:
    """Raise DayTooFar for a day out of reach, NoSuchTime for a time that a London wall skips that night."""
    if not today - FURTHEST_BACK <= day <= today + FURTHEST_AHEAD:
        raise DayTooFar
    wall = dt.datetime.combine(day, at or dt.time(), LONDON)
    if wall.astimezone(dt.UTC).astimezone(LONDON).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise NoSuchTime


def next_saturday(today: dt.date) -> dt.date:
    """The Saturday that comes: of a Saturday itself the one after."""
    return today + dt.timedelta(days=(SATURDAY - today.weekday() - 1) % WEEK + 1)


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")
