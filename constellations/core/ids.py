"""The one kind of id: UUID version 7 (RFC 9562, section 5.7), which sorts by the time it was made."""

import datetime as dt
import os
import uuid

from constellations.core import clock


def new_id() -> uuid.UUID:
    """A fresh UUIDv7: 48 bits of milliseconds, then 74 random bits."""
    milliseconds = int(clock.now().timestamp() * 1000)
    random = int.from_bytes(os.urandom(10))
    value = (milliseconds & (1 << 48) - 1) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def made_at(key: uuid.UUID) -> dt.datetime:
    """When an id of this kind was made, to the millisecond."""
    return dt.datetime.fromtimestamp((key.int >> 80) / 1000, dt.UTC)


def ids_from(moment: dt.datetime) -> uuid.UUID:
    """The id before which every one is that was made before a moment, and no later one."""
    return uuid.UUID(int=int(moment.timestamp() * 1000) << 80)


LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Those that nobody mistakes for another on paper or over the phone (Crockford's base 32)."""


def new_key() -> str:
    """A fresh key for what is made in Roost rather than loaded: `R-` and ten letters, 50 random bits."""
    random = int.from_bytes(os.urandom(7))
    return "R-" + "".join(LETTERS[random >> 5 * n & 31] for n in range(10))
