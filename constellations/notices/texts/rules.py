"""What a text message says, and to which numbers one is sent."""

import re
from enum import StrEnum

from constellations.core.errors import RuleBroken


class TextKind(StrEnum):
    """What a text message is about."""

    EMERGENCY = "emergency"
    SECURITY = "security"


TEXT_WORDS = {
    TextKind.EMERGENCY: "Urgent: somebody needs you in Roost. Sign in to read it: %(address)s",
    TextKind.SECURITY: "Your Roost account was changed. If that was not you, tell your service today. %(address)s",
}
"""The same for everybody, and short enough to be one text message with an address of forty letters."""


class NoMobile(RuleBroken):
    """A number at which no text message arrives, or not from Roost."""

    about = "mobile"

    def __init__(self) -> None:
        super().__init__("Enter a UK mobile number, such as 07700 900123.")


class MobileMissing(RuleBroken):
    """Text messages are wanted, and nobody knows where."""

    about = "mobile"

    def __init__(self) -> None:
        super().__init__("Enter your mobile number, or take the tick for text messages away.")


_BETWEEN = re.compile(r"[\s().\u2010-\u2013-]+")
_MOBILE = re.compile(r"(?:\+44|0044|44)?0?(7(?:[1-57-9]\d{2}|624)\d{6})", re.ASCII)
"""Ofcom's National Telephone Numbering Plan: 070 are personal numbers, 076 pagers but for 07624 (Isle of Man)."""


def uk_mobile(typed: str) -> str:
    """A UK mobile number as it is stored, `+447700900123`; raises NoMobile."""
    found = _MOBILE.fullmatch(_BETWEEN.sub("", typed))
    if found is None:
        raise NoMobile
    return f"+44{found[1]}"


def as_dialled(mobile: str | None) -> str:
    """A stored number as people write it, `07700 900123`; nothing where there is none."""
    return f"0{mobile[3:7]} {mobile[7:]}" if mobile else ""
