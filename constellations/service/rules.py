"""The words a service may choose for a stay, and what a phone number looks like."""

import re

SLEEPOVER_WORDS = ("sleepover", "stayover", "second home")
"""What services call a stay; the first is the model's own word."""

USUAL_CLOSING_DAY = 5
"""From this day of the next month on staff are asked to close a month, unless the service chose another."""

_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{1,24}")


def is_phone(typed: str) -> bool:
    """Whether this could be dialled: figures, with spaces, brackets or hyphens as people write them; 999 counts."""
    return _PHONE.fullmatch(typed) is not None
