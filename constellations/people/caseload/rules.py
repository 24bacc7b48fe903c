"""What may be handed over to whom, and on which day nobody is left: plain values, no clock of their own."""

import datetime as dt
from collections.abc import Iterable

from constellations.core.errors import RuleBroken
from constellations.rules import Span

AHEAD = dt.timedelta(days=28)
"""So far ahead it is said that a constellation will have no liaison worker."""


class NothingHandedOver(RuleBroken):
    """A caseload is of constellations."""

    about = "constellation_ids"

    def __init__(self) -> None:
        super().__init__("Choose at least one constellation that they look after on that day.")


class ToThemself(RuleBroken):
    """Nobody hands over to themself."""

    about = "to"

    def __init__(self) -> None:
        super().__init__("Choose another liaison worker.")


class LooksAfterInPart(RuleBroken):
    """The other one looks after it on some of those days alone: who does on which would be left open."""

    about = "to"

    def __init__(self, name: str, constellation: str) -> None:
        super().__init__(
            f"{name} looks after {constellation} on some of those days already. "
            "End that on their page first, or choose other days."
        )


def nobody_from(spans: Iterable[Span], today: dt.date) -> dt.date | None:
    """The first day on which nobody looks after a constellation; none where that is more than four weeks ahead."""
    day = today
    for span in sorted(spans, key=lambda one: one.starts_on):
        if span.starts_on > day:
            break
        if span.ends_on is None:
            return None
        day = max(day, span.ends_on)
    return day if day <= today + AHEAD else None


def is_looked_after(wanted: Span, others: Iterable[Span]) -> bool | None:
    """Whether one of somebody's times covers all of the days that are handed over; none where one covers a part."""
    meeting = [one for one in others if one.overlaps(wanted)]
    if not meeting:
        return False
    return True if any(_covers(one, wanted) for one in meeting) else None


def _covers(one: Span, wanted: Span) -> bool:
    lasts = one.ends_on is None or (wanted.ends_on is not None and wanted.ends_on <= one.ends_on)
    return one.starts_on <= wanted.starts_on and lasts
