"""Of which months it can be said at all how a family took part, and how large a figure is drawn."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.clock import Month
from constellations.engagement.signs.rules import Sign

MONTHS = 12
"""How many months the strip has, the running one included."""

Span = tuple[dt.date, dt.date | None]
"""A time in a constellation, half-open; none is until further notice."""


class Counted(StrEnum):
    """Whether a month says something of a family."""

    COUNTED = "counted"
    BEFORE_ROOST = "before_roost"
    NO_MEMBER = "no_member"


@dataclass(frozen=True, slots=True)
class MonthOfSigns:
    """How often a family took part in a month, by kind, and whether that could be counted."""

    month: Month
    signs: Mapping[Sign, int]
    counted: Counted


def months_shown(today: dt.date) -> tuple[Month, Month]:
    """The first and the last month of the strip."""
    last = Month.of(today)
    return last.shifted(1 - MONTHS), last


def counted_in(month: Month, since: dt.date | None, spans: Sequence[Span]) -> Counted:
    """Whether a month was counted: Roost was there (`since`), and the family in a constellation on some day of it.

    Of a home that was never in a constellation it is not said that it was in none.
    """
    if since is None or month.end <= since:
        return Counted.BEFORE_ROOST
    held = [start < month.end and (end is None or end > month.first) for start, end in spans]
    return Counted.NO_MEMBER if held and not any(held) else Counted.COUNTED


def strip(
    signs: Mapping[Month, Mapping[Sign, int]], since: dt.date | None, spans: Sequence[Span]
) -> tuple[MonthOfSigns, ...]:
    """The months in order. One with signs was counted, whatever is known of the time in a constellation."""
    return tuple(
        MonthOfSigns(month, of_month, Counted.COUNTED if of_month else counted_in(month, since, spans))
        for month, of_month in sorted(signs.items())
    )


def light(count: int) -> int:
    """How large a light is drawn: 0 for none, 1 for once, 2 for up to four times, 3 for more."""
    return 0 if count < 1 else 1 if count == 1 else 2 if count < 5 else 3


def left_on(spans: Sequence[Span], today: dt.date) -> dt.date | None:
    """The day from which on a family is in no constellation; none where it is in one, or never was."""
    ends = [end for _, end in spans]
    if not ends or any(end is None or end > today for end in ends):
        return None
    return max(end for end in ends if end is not None)


def seen_through(places: Sequence[tuple[uuid.UUID, Span]], today: dt.date) -> frozenset[uuid.UUID]:
    """The constellations whose liaison workers read of a family: those of today, else those that it left last."""
    begun = [(key, end) for key, (start, end) in places if start <= today]
    now = frozenset(key for key, end in begun if end is None or end > today)
    last = max((end for _, end in begun if end is not None), default=None)
    return now or frozenset(key for key, end in begun if end == last)


COLUMNS = ("home", "month", "sign", "count", "counted")
"""Of the file of a family's months, as `docs/extracts.md` explains them."""


def sign_rows(home: str, months: Sequence[MonthOfSigns]) -> Iterator[tuple[object, ...]]:
    """A row for each month and kind of sign; without a figure where nothing could be counted."""
    for one in months:
        is_counted = one.counted is Counted.COUNTED
        for sign in Sign:
            yield home, str(one.month), sign.value, one.signs.get(sign, 0) if is_counted else None, one.counted.value
