"""Passwords are kept as argon2id hashes, and only so many are worked out at once."""

import functools
import os
import secrets
import threading
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from gevent import get_hub, monkey

from constellations.core.errors import Busy

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""What OWASP's password storage cheat sheet asks for at least: argon2id with 19 MiB, two passes, one lane."""

AT_ONCE = max(2, os.cpu_count() or 2)
WAIT_SECONDS = 5

_turns = threading.BoundedSemaphore(AT_ONCE)

T = TypeVar("T")


def hash_password(password: str) -> str:
    """The form in which a password is kept; raises Busy where too many are being worked out."""
    return _in_turn(lambda: HASHER.hash(password))


def is_right(kept: str | None, password: str) -> bool:
    """Whether a password is the one that is kept; where none is, the same work is done for nothing.

    So the time of the answer does not tell who has a password here. Raises Busy as `hash_password`.
    """
    compare = functools.partial(_matches, kept or _hash_of_nothing(), password)
    return _in_turn(compare) and kept is not None


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


def _in_turn(work: Callable[[], T]) -> T:
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        # Under gevent the work would keep everybody else of this process waiting; a real thread does not.
        if monkey.is_module_patched("threading"):
            done: T = get_hub().threadpool.apply(work)
            return done
        return work()
    finally:
        _turns.release()
