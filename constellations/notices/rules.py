"""When a mail that did not get through is tried again, and when it is laid aside."""

import datetime as dt

MOST_ATTEMPTS = 8

WAITS = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=30),
    dt.timedelta(hours=2),
    dt.timedelta(hours=6),
    dt.timedelta(hours=12),
    dt.timedelta(hours=24),
)
"""After the first attempt, the second, and so on."""


class NotOneLine(ValueError):
    """A subject or an address with a line break, which could smuggle other words into a mail: a fault of ours."""


def wait_after(attempts: int) -> dt.timedelta:
    """How long to wait after so many attempts."""
    return WAITS[min(attempts, len(WAITS)) - 1]


def is_laid_aside(attempts: int) -> bool:
    """Whether a mail has been tried often enough."""
    return attempts >= MOST_ATTEMPTS


def must_be_one_line(text: str) -> str:
    """Give the text back; raises NotOneLine where it holds a line break or another control character."""
    if not text.isprintable():
        raise NotOneLine("a subject or an address of a mail holds a line break")
    return text
