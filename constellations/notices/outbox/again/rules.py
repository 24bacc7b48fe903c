"""Which mail that was laid aside is still worth sending, and what stood in its way."""

import datetime as dt

from constellations.core.notify import Refusal

GOOD_FOR = dt.timedelta(days=14)
"""An alert that something is new, and what is told of one's account: it goes as long as it may still be news."""

PRESSING_GOOD_FOR = dt.timedelta(days=3)
"""What a service has written for a moment (an emergency, a Monday's numbers): later it would only puzzle."""

OF_ADDRESS = "the address was refused"
"""How a mail server's word begins that it knows no such address (`core/mail.py`)."""


def good_for(is_of_service: bool, until_read: bool) -> dt.timedelta:
    """For how long a mail that could not be sent is worth another try."""
    return PRESSING_GOOD_FOR if is_of_service and not until_read else GOOD_FOR


def is_of_the_way(problem: str | None) -> bool:
    """Whether what stood in a mail's way is the way that all take, which somebody can mend; not its own address."""
    return problem is not None and problem != Refusal.RECIPIENT and not problem.startswith(OF_ADDRESS)
