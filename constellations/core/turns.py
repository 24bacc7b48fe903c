"""Work that keeps a core busy: only so much of it at once, and never in the way of everybody else of the process."""

import threading
from collections.abc import Callable
from typing import TypeVar

from gevent import get_hub, monkey

from constellations.core.errors import Busy

WAIT_SECONDS = 5
"""How long somebody waits for a turn before they are told to try again."""

T = TypeVar("T")


def in_turn(turns: threading.Semaphore, work: Callable[[], T]) -> T:
    """Do some work when there is a turn for it, and give what it gives; raises Busy where none comes."""
    if not turns.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        # Under gevent the work would keep everybody else of this process waiting; a real thread does not.
        if monkey.is_module_patched("threading"):
            done: T = get_hub().threadpool.apply(work)
            return done
        return work()
    finally:
        turns.release()
