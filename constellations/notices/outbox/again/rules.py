"""Which mail that was laid aside is still worth sending, and what stood in its way."""

import datetime as dt

from constellations.core.mail import PERHAPS_TAKEN
from constellations.core.notify import Refusal

GOOD_FOR = dt.timedelta(days=14)
"""An alert that something is new, and what is told of one's account: it goes as long as it may still be news."""

PRESSING_GOOD_FOR = dt.timedelta(days=3)
"""What a service has written for a moment (an emergency, a Monday's numbers): later it would only puzzle."""

PERHAPS_WAIT = dt.timedelta(hours=2)
"""How long a mail waits for its second try that the server perhaps took at the first."""

OF_ADDRESS = "the address was refused"
"""How a mail server's word begins that it knows no such address (`core/mail.py`)."""


def is_perhaps_taken(problem: str | None) -> bool:
    """Whether a server has had the whole mail, and did not say whether it took it."""
    return problem is not None and problem.startswith(PERHAPS_TAKEN)


def kept_of_tries(before: str | None, problem: str | None) -> str | None:
    """What is kept of the tries of one mail: that it was perhaps taken stays known whatever came later."""
    if problem is None or not is_perhaps_taken(before) or is_perhaps_taken(problem):
        return problem
    return f"{PERHAPS_TAKEN}, then {problem}"


def good_for(is_of_service: bool, until_read: bool) -> dt.timedelta:
    """For how long a mail that could not be sent is worth another try."""
    return PRESSING_GOOD_FOR if is_of_service and not until_read else GOOD_FOR


def is_of_the_way(problem: str | None) -> bool:
    """Whether what stood in a mail's way is the way that all take, which somebody can mend; not its own address.

    What was perhaps taken is put back by people alone.
    """
    if problem is None or is_perhaps_taken(problem):
        return False
    return problem != Refusal.RECIPIENT and not problem.startswith(OF_ADDRESS)
