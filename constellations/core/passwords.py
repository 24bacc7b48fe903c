"""Passwords are kept as argon2id hashes, and only so many are worked out at once."""

import functools
import os
import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from constellations.core.turns import in_turn

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""What OWASP's password storage cheat sheet asks for at least: argon2id with 19 MiB, two passes, one lane."""

AT_ONCE = max(2, os.cpu_count() or 2)

_turns = threading.BoundedSemaphore(AT_ONCE)


def hash_password(password: str) -> str:
    """The form in which a password is kept; raises Busy where too many are being worked out."""
    return in_turn(_turns, lambda: HASHER.hash(password))


def is_right(kept: str | None, password: str) -> bool:
    """Whether a password is the one that is kept; where none is, the same work is done for nothing.

    So the time of the answer does not tell who has a password here. Raises Busy as `hash_password`.
    """
    compare = functools.partial(_matches, kept or _hash_of_nothing(), password)
    return in_turn(_turns, compare) and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


def _matches(kept: str, password: str) -> bool:
    try:
        return HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


@functools.cache
def _hash_of_nothing() -> str:
    return HASHER.hash(secrets.token_urlsafe())
