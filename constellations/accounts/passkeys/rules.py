"""What a passkey is asked for, whether it must make sure of the person, and when one is no longer to be trusted."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from limits import RateLimitItem, RateLimitItemPerMinute

from constellations.core.errors import RuleBroken


class Purpose(StrEnum):
    """What a challenge was given out for; it is good for nothing else."""

    ADD = "add"
    SIGN_IN = "sign_in"
    SECOND_STEP = "second_step"
    AGAIN = "again"


GOOD_FOR = dt.timedelta(minutes=5)
"""How long an authenticator may take to answer."""

MOST_PASSKEYS = 10
"""Of one person."""

LONGEST_NAME = 60

LONGEST_ANSWER = 20_000
"""Letters of what a browser hands over: an attestation with its certificates is a tenth of that."""

ASKED_OF_ADDRESS: RateLimitItem = RateLimitItemPerMinute(60, 5)
"""Challenges for one address: an office shares one."""


class NotGenuine(Exception):
    """What a browser handed over does not prove what it should; `reason` says why, for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PasskeyRefused(RuleBroken):
    """An answer that proves nothing."""

    def __init__(self) -> None:
        super().__init__("That passkey did not open Roost. Try again, or use your password.")


class PasskeyUnverified(RuleBroken):
    """An answer from a device that did not make sure who holds it."""

    def __init__(self) -> None:
        super().__init__(
            "Your device did not make sure that it is you. Set up its PIN, fingerprint or face first, then try again."
        )


class PasskeyDoubted(RuleBroken):
    """A passkey of which there seems to be a copy."""

    def __init__(self) -> None:
        super().__init__(
            "This passkey may have been copied, so Roost does not take it any more. Sign in with your password, remove "
            "the passkey on your page “You”, and make a new one."
        )


class TooManyPasskeys(RuleBroken):
    """More than anybody needs."""

    def __init__(self) -> None:
        super().__init__(f"You have {MOST_PASSKEYS} passkeys. Remove one that you no longer use, then make a new one.")


class AlreadyYours(RuleBroken):
    """A passkey that is known."""

    def __init__(self) -> None:
        super().__init__("This passkey is in Roost already. Use another device, or another security key.")


@dataclass(frozen=True, slots=True)
class Party:
    """Who asks for passkeys: the name by which authenticators know Roost, and the one origin of its pages.

    W3C Web Authentication, level 3, section 5: a passkey of one name opens no other.
    """

    name: str
    origin: str


def party_at(public_url: str) -> Party:
    """Roost as authenticators know it, by the address at which people reach it."""
    parts = urlsplit(public_url)
    return Party(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")


def must_verify(purpose: Purpose, is_carer: bool) -> bool:
    """Whether the device must make sure who holds it (user verification): for all but carers always, and wherever no
    password was given before."""
    return not is_carer or purpose in (Purpose.SIGN_IN, Purpose.AGAIN)


def went_back(kept: int, said: int) -> bool:
    """Whether a count of uses shows that there are two of one passkey; devices that do not count always say nought.

    W3C Web Authentication, level 3, section 7.2, step 22.
    """
    return (kept > 0 or said > 0) and said <= kept
