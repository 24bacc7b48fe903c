"""What all corrections of the register have in common: days within reach, references, and being overtaken."""

import datetime as dt

from constellations.core.errors import Conflict, RuleBroken

FURTHEST_DAYS = 366
"""How far ahead a change may be entered: what is planned for later is likely a slip of the finger."""

EARLIEST = dt.date(2000, 1, 1)
"""The first day that a change may be entered for."""


class DayOutOfReach(RuleBroken):
    """A day that can only be a slip of the finger."""

    about = "day"

    def __init__(self) -> None:
        super().__init__("That day is too far away. Choose one from the year 2000 on, and no more than a year ahead.")


class KeyTaken(RuleBroken):
    """References are unique in the installation; whose it is, is nobody's business (register format)."""

    about = "key"

    def __init__(self, key: str) -> None:
        super().__init__(f"The reference {key} is used already. Choose another one.")


class ChangedMeanwhile(Conflict):
    """Somebody else changed the same thing since the page was opened; both changes are said."""

    def __init__(self, now: str, wanted: str) -> None:
        super().__init__(
            f"Somebody else has changed this since you opened the page. It says now: {now}. "
            f"You wanted: {wanted}. Nothing of yours was stored. Open the page again to decide."
        )


def check_day(day: dt.date, today: dt.date) -> None:
    """Raise DayOutOfReach for a day before 2000, or more than a year ahead."""
    if not EARLIEST <= day <= today + dt.timedelta(days=FURTHEST_DAYS):
        raise DayOutOfReach
