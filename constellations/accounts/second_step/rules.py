"""What a second step is, who must have one, and how a code is judged; the words of the mails about it.

RFC 6238 (codes that change every 30 seconds) and OWASP ASVS 5.0, chapter 6.5.
"""

import datetime as dt
import hmac
from enum import StrEnum

import pyotp
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute

from constellations.core.errors import Forbidden, RuleBroken
from constellations.permissions import CARERS, Role


class SecondStep(StrEnum):
    """What somebody gives after their password, so that the password alone lets nobody in."""

    APP = "app"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"
    COUNCIL = "council"


SET_UP = frozenset({SecondStep.APP, SecondStep.PASSKEY, SecondStep.COUNCIL})
"""The steps that somebody sets up; recovery codes come along with the first of them and go with the last."""

TYPED = frozenset({SecondStep.APP, SecondStep.RECOVERY_CODE})
"""The steps that are typed into the field for a code."""

ISSUER = "Roost"

SECONDS = 30
"""For how long an app shows one code (RFC 6238, section 5.2)."""

DRIFT = 1
"""By how many codes a phone's clock may be ahead or behind."""

FIGURES = 6

KEY_SHOWN_FOR = dt.timedelta(minutes=30)
"""For how long a key that is not proven yet is shown, and may be proven."""

HALF_WAY_FOR = dt.timedelta(minutes=10)
"""So long after the password the second step may be given."""

TRIES_OF_HALF_WAY = 5
"""After so many codes the password is asked for again."""

TRIES_OF_CODES: RateLimitItem = RateLimitItemPerMinute(5, 5)
"""Codes for one account from one network: of three in a million that are right."""

FAILURES_OF_CODES: RateLimitItem = RateLimitItemPerHour(20)
"""Wrong codes for one account from wherever it was not signed in before; each took the right password first."""

RECOVERY_CODES = 10

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What recovery codes are made of: nothing that is taken for something else when it was written by hand."""

LETTERS_OF_NAME = 4
"""The first letters of a recovery code are kept as they are: they say which one it is, so that one hash is compared."""

LETTERS_OF_CODE = 12
"""The other eight are 39 bits, of which a password's hash is kept (ASVS 6.5.2, 6.5.3)."""

SET_UP_FIRST = "Set up a second step first. Roost asks that of all who work for a service."


class CodeWrong(RuleBroken):
    """A code that is wrong, old, or was used; which of these, nobody is told."""

    about = "code"

    def __init__(self) -> None:
        super().__init__("That code is not right, or was used already. Wait until your app shows the next one.")


class PasswordNotYours(RuleBroken):
    """Another password than that of who is signed in."""

    about = "password"

    def __init__(self) -> None:
        super().__init__("That is not your password. Try again.")


class SignInOver(RuleBroken):
    """The password was given too long ago, too many codes were tried, or the account changed meanwhile."""

    def __init__(self) -> None:
        super().__init__("That took too long, or was tried too often. Sign in again with your password.")


class KeyOver(RuleBroken):
    """A key that was shown too long ago, or none."""

    about = "code"

    def __init__(self) -> None:
        super().__init__("That picture is too old. Go back, begin again, and scan the new one.")


class AppThere(RuleBroken):
    """One app for one person; a new phone takes the place of the old one."""

    def __init__(self) -> None:
        super().__init__("You have an app already. Take it away first, then set up the new one.")


class NoSecondStep(RuleBroken):
    """Recovery codes stand in for a second step, and there is none."""

    def __init__(self) -> None:
        super().__init__("You have no second step yet. Set one up first.")


class SecondStepMissing(Forbidden):
    """Somebody who must have a second step, and has not given one (ASVS 6.3.3)."""

    def __init__(self) -> None:
        super().__init__(SET_UP_FIRST)


def must_have_second_step(role: Role, is_asked_of_staff: bool) -> bool:
    """Whether nothing opens for this role before a second step is given; carers are offered one."""
    return is_asked_of_staff and role not in CARERS


def step_at(moment: dt.datetime) -> int:
    """Which code of 30 seconds is shown at a moment, counted from 1970."""
    return int(moment.timestamp()) // SECONDS


def step_shown(key: str, figures: str, moment: dt.datetime) -> int | None:
    """Which step shows these figures, of the present one and those beside it; all are compared, each in equal time."""
    codes, present, found = pyotp.TOTP(key, digits=FIGURES, interval=SECONDS), step_at(moment), None
    for step in range(present - DRIFT, present + DRIFT + 1):
        if hmac.compare_digest(codes.generate_otp(step), figures):
            found = step
    return found


def address_of_key(key: str, email: str) -> str:
    """What an app is told by the picture: the key, and whose it is."""
    return pyotp.TOTP(key, digits=FIGURES, interval=SECONDS).provisioning_uri(name=email, issuer_name=ISSUER)


def in_fours(letters: str, between: str = " ") -> str:
    """Letters as people copy them by hand."""
    return between.join(letters[at : at + 4] for at in range(0, len(letters), 4))


def typed_code(typed: str) -> str:
    """What was typed, without the space and strokes that people put between, in small letters."""
    return "".join(letter for letter in typed.casefold() if letter.isalnum())


def is_of_app(code: str) -> bool:
    """Whether this can be a code of an app."""
    return len(code) == FIGURES and code.isascii() and code.isdecimal()


def parts_of(code: str) -> tuple[str, str] | None:
    """The name of a recovery code and its secret; none where it cannot be one."""
    if len(code) != LETTERS_OF_CODE or not set(code) <= set(LETTERS):
        return None
    return code[:LETTERS_OF_NAME], code[LETTERS_OF_NAME:]


def is_key_shown(begun_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a key that is not proven yet may still be."""
    return now - begun_at < KEY_SHOWN_FOR


def is_half_way(begun_at: dt.datetime, tries: int, now: dt.datetime) -> bool:
    """Whether somebody who gave their password may still give their second step."""
    return now - begun_at < HALF_WAY_FOR and tries < TRIES_OF_HALF_WAY


CHANGED_SUBJECT = "Your second step in Roost was changed"

SET_UP_BODY = """Hello %(name)s

From now on Roost asks you for a second step after your password. On all other devices you were signed out.

If that was not you, change your password and tell your fostering service today.
"""

TAKEN_AWAY_BODY = """Hello %(name)s

A second step of signing in to Roost was taken away. On all other devices you were signed out.

If that was not you, change your password and tell your fostering service today.
"""

CODES_BODY = """Hello %(name)s

You have new recovery codes for Roost. The ones before are good no more: throw them away.

If that was not you, change your password and tell your fostering service today.
"""

CODE_USED_SUBJECT = "A recovery code was used to sign in to Roost"

CODE_USED_BODY = """Hello %(name)s

Somebody gave your password and one of your recovery codes. It is used up; %(left)s are left.

If that was you, there is nothing to do. If it was not, change your password and tell your fostering service today.
"""

WARNED_SUBJECT = "Somebody gave your password for Roost, and no right code"

WARNED_BODY = """Hello %(name)s

Somebody gave your password for Roost, and then five codes that are not yours. They did not get in.

If that was you, wait until your app shows the next code, and look whether your phone's clock is right. If it was not
you, change your password now and tell your fostering service today.
"""
