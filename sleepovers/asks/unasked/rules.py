"""For which nights somebody may say that they did not ask, and until when that is taken back: pure values."""

import datetime as dt

from flask_babel import gettext

from constellations.core.errors import RuleBroken

DAYS_BACK = 31
"""How long ago the night may have been: who remembers longer, remembers the wrong night."""

DAYS_AHEAD = 366
"""As far as somebody may ask."""

TAKEN_BACK_WITHIN = dt.timedelta(days=7)
"""How long it can be taken back; later it has been counted and looked at."""

_FRIDAY = 4
_DAY = dt.timedelta(days=1)


class NightOutOfReach(RuleBroken):
    """A night long ago, or too far ahead."""

    about = "night"

    def __init__(self) -> None:
        super().__init__(gettext("Choose a night of the last month or of the year to come."))


class TooLateToTakeBack(RuleBroken):
    """It was counted."""

    def __init__(self) -> None:
        super().__init__(gettext("This was said more than a week ago and has been counted. It stays."))


def must_be_within_reach(night: dt.date, today: dt.date) -> None:
    """Raise NightOutOfReach for a night more than a month ago or more than a year ahead."""
    if not today - DAYS_BACK * _DAY <= night <= today + DAYS_AHEAD * _DAY:
        raise NightOutOfReach


def must_be_fresh(said_at: dt.datetime, now: dt.datetime) -> None:
    """Raise TooLateToTakeBack for what was said more than a week ago; both instants are aware."""
    if now - said_at > TAKEN_BACK_WITHIN:
        raise TooLateToTakeBack


def usual_nights(today: dt.date) -> tuple[dt.date, ...]:
    """The nights that are meant most often: tonight and the Fridays of this weekend and the next, each once."""
    friday = today + (_FRIDAY - today.weekday()) % 7 * _DAY
    return tuple(dict.fromkeys((today, friday, friday + 7 * _DAY)))
