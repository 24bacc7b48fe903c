"""What in a message had better not be there: something like a phone number, or a child's name; no database."""

import re

from constellations.core.errors import RuleBroken
from messaging.rules import LINK

DAY = re.compile(r"\b(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{1,2}-\d{1,2})\b", re.ASCII)

_BETWEEN = r"[ \t().\-/]{0,2}"
_IN_FRONT = rf"(?:(?:\+|00)[ \t]?44{_BETWEEN}(?:0{_BETWEEN})?|\(?0{_BETWEEN})"
PHONE = re.compile(rf"(?<!\w){_IN_FRONT}([1-9](?:{_BETWEEN}\d){{8,9}})(?!\w)", re.ASCII)
"""A number of the United Kingdom, as people write it; the group is what follows the 0 or the 44."""

FULL = 10
"""Figures after the 0 (National Telephone Numbering Plan, Ofcom); some in 01 and 0800 have one less."""

SHORTER = ("1", "800")


class Nudge(RuleBroken):
    """Something like a phone number, once: sent with `sure` it passes."""

    about = "body"

    def __init__(self) -> None:
        super().__init__(
            "That looks like a phone number. Could you leave it out, and use initials for names? If it is needed, send "
            "it anyway."
        )


class NameNudge(Nudge):
    """What may be a child's name, once: sent with `sure` it passes. Whose it may be is not said."""

    def __init__(self) -> None:
        RuleBroken.__init__(
            self, "That may be a child’s name. Could you use initials instead? If it is nobody’s, send it anyway."
        )


NUDGES: tuple[type[Nudge], ...] = (Nudge, NameNudge)


def must_be_meant(body: str, sure: bool) -> None:
    """Raise Nudge where a message holds something like a phone number and nobody says that it is meant."""
    if not sure and holds_phone(body):
        raise Nudge


def must_name_nobody(may_name: bool, sure: bool) -> None:
    """Raise NameNudge where a message may name a child and nobody says that it is meant."""
    if may_name and not sure:
        raise NameNudge


def holds_phone(body: str) -> bool:
    """Whether something like a phone number of the United Kingdom stands in a message; not in links, nor days."""
    plain = DAY.sub(" | ", re.sub(LINK, " | ", body))
    numbers = (re.sub(r"\D", "", found) for found in PHONE.findall(plain))
    return any(len(number) == FULL or number.startswith(SHORTER) for number in numbers)
