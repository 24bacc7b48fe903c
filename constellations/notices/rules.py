"""When people are alerted to what is new, and when what did not get through is tried again or laid aside."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from constellations.core.clock import LONDON
from constellations.notices.texts.rules import MobileMissing, uk_mobile

SHORT_WAIT = dt.timedelta(minutes=2)
"""How long ordinary news waits before anybody is alerted: what is read at once needs no mail, and several are one."""

MOST_ATTEMPTS = 5
"""Of a mail, a text message, a push: after so many it is laid aside and shown to staff."""

WAITS = (dt.timedelta(minutes=5), dt.timedelta(hours=1), dt.timedelta(hours=10), dt.timedelta(hours=36))
"""Of a mail, after the first attempt, the second, and so on: the last two days after the first, less an hour."""

SHORT_WAITS = (dt.timedelta(minutes=1), dt.timedelta(minutes=5), dt.timedelta(minutes=30), dt.timedelta(hours=2))
"""Of a text message and a push: what a phone missed for longer than that, its owner has read or been mailed."""

CLOCKS_GO_FORWARD = dt.time(1)
"""In UTC, on the last Sunday of March: a London wall shows no time from 01:00 to 02:00 (Summer Time Order 2002)."""


class NotOneLine(ValueError):
    """A subject or an address with a line break, which could smuggle other words into a mail: a fault of ours."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours of each night in which nobody is alerted, as a London wall shows them, half-open; none where equal."""

    starts: dt.time
    ends: dt.time

    def hold_at(self, instant: dt.datetime) -> bool:
        """Whether an instant falls into them."""
        wall = instant.astimezone(LONDON).time()
        if self.starts <= self.ends:
            return self.starts <= wall < self.ends
        return wall >= self.starts or wall < self.ends

    def over_at(self, instant: dt.datetime) -> dt.datetime:
        """When those into which an instant falls are over, in UTC; the instant itself where it falls into none."""
        if not self.hold_at(instant):
            return instant
        day = instant.astimezone(LONDON).date()
        ends = (end for ahead in range(3) for end in _instants(day + dt.timedelta(days=ahead), self.ends))
        return min(end for end in ends if end > instant and not self.hold_at(end))


@dataclass(frozen=True, slots=True)
class AlertWishes:
    """How somebody wants to hear of what is new in Roost, besides inside it; and whether others see what they read."""

    quiet: QuietHours = QuietHours(dt.time(21), dt.time(7))
    by_mail: bool = True
    by_push: bool = True
    morning_summary: bool = True
    monday_digest: bool = True
    shares_reading: bool = True
    by_text: bool = False
    mobile: str | None = None

    def checked(self) -> "AlertWishes":
        """The same, the number written as it is stored; raises NoMobile, and MobileMissing for texts without one."""
        if self.by_text and not self.mobile:
            raise MobileMissing
        return replace(self, mobile=uk_mobile(self.mobile) if self.mobile else None)


def alert_at(told_at: dt.datetime, wishes: AlertWishes) -> dt.datetime | None:
    """When somebody is alerted to news that they were told; none where they do not want to be."""
    if not (wishes.by_mail or wishes.by_push):
        return None
    return when_not_quiet(told_at + SHORT_WAIT, wishes)


def when_not_quiet(instant: dt.datetime, wishes: AlertWishes) -> dt.datetime | None:
    """The instant itself, or the end of quiet hours for the morning's summary; none where somebody wants no summary."""
    if not wishes.quiet.hold_at(instant):
        return instant
    return wishes.quiet.over_at(instant) if wishes.morning_summary else None


def wait_after(attempts: int, waits: tuple[dt.timedelta, ...]) -> dt.timedelta:
    """How long to wait after so many attempts."""
    return waits[min(attempts, len(waits)) - 1]


def is_laid_aside(attempts: int) -> bool:
    """Whether something has been tried often enough."""
    return attempts >= MOST_ATTEMPTS


def must_be_one_line(text: str) -> str:
    """Give the text back; raises NotOneLine where it holds a line break or another control character."""
    if not text.isprintable():
        raise NotOneLine("a subject or an address of a mail holds a line break")
    return text


def _instants(day: dt.date, wall: dt.time) -> Iterator[dt.datetime]:
    """When a London wall shows a time on a day, in UTC: once, or twice; where it is skipped, when the clock does so."""
    for fold in (0, 1):
        shown = dt.datetime.combine(day, wall, LONDON).replace(fold=fold).astimezone(dt.UTC)
        is_skipped = shown.astimezone(LONDON).time() != wall
        yield dt.datetime.combine(day, CLOCKS_GO_FORWARD, dt.UTC) if is_skipped else shown
