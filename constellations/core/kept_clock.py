"""Whether anything keeps the clock of this machine right, as its kernel knows."""

import ctypes

TIME_ERROR = 5
"""The word of a kernel that nobody has told the time (adjtimex(2))."""

ROOM = 1024
"""More bytes than the kernel writes of its clock."""


def is_clock_kept() -> bool | None:
    """Whether something does; none where the kernel does not say, as beyond Linux."""
    try:
        adjtimex = ctypes.CDLL(None).adjtimex
    except (OSError, AttributeError):
        return None
    # Zeroes alone ask for nothing to be set.
    said = int(adjtimex(ctypes.create_string_buffer(ROOM)))
    return None if said < 0 else said != TIME_ERROR
