"""How often something may be tried: counted in Redis where there is one, else within this process."""

import hashlib
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

import structlog
from flask import Flask, current_app
from limits import RateLimitItem
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis import RedisError

from constellations.core import clock
from constellations.core.settings import Settings

T = TypeVar("T")

log = structlog.get_logger()

EXTENSION = "roost_throttle"
REDIS_SECONDS = 1.0
FORGOTTEN_EVERY = 256
"""With so many more that are counted, those are forgotten that are over."""

REST_SECONDS = 30
"""For how long Redis is left in peace once it did not answer, so that nobody waits for it at every try."""


class CountingHere:
    """Counts within this process. What is over is forgotten in passing: the library's own counting starts a thread for
    that at every try, which takes longer than the try."""

    def __init__(self) -> None:
        self._tries: dict[str, deque[float]] = {}
        self._over_at: dict[str, float] = {}
        self._turn = Lock()

    def test(self, item: RateLimitItem, *identifiers: str) -> bool:
        """Whether one more try would stay within the limit."""
        with self._turn:
            return len(self._lately(item, item.key_for(*identifiers))) < item.amount

    def hit(self, item: RateLimitItem, *identifiers: str) -> bool:
        """Count one try; false where it goes beyond the limit, and is not counted."""
        with self._turn:
            name, seconds = item.key_for(*identifiers), clock.now().timestamp()
            lately = self._lately(item, name)
            if len(lately) >= item.amount:
                return False
            if name not in self._tries and len(self._tries) % FORGOTTEN_EVERY == 0:
                self._forget(seconds)
            lately.append(seconds)
            self._tries[name], self._over_at[name] = lately, seconds + item.get_expiry()
            return True

    def clear(self, item: RateLimitItem, *identifiers: str) -> None:
        """Count from nought again."""
        with self._turn:
            self._tries.pop(item.key_for(*identifiers), None)

    @property
    def kept(self) -> frozenset[str]:
        """What something is known of."""
        return frozenset(self._tries)

    def _lately(self, item: RateLimitItem, name: str) -> deque[float]:
        found, since = self._tries.get(name, deque()), clock.now().timestamp() - item.get_expiry()
        while found and found[0] < since:
            found.popleft()
        return found

    def _forget(self, seconds: float) -> None:
        for name in [name for name, over_at in self._over_at.items() if over_at < seconds]:
            self._tries.pop(name, None)
            self._over_at.pop(name)


Counting = CountingHere | MovingWindowRateLimiter


class Throttle:
    """Counts tries by what they are about; where Redis does not answer, this process counts alone."""

    def __init__(self, redis_url: str | None) -> None:
        self._here = CountingHere()
        self._shared = MovingWindowRateLimiter(_storage(redis_url)) if redis_url else None
        self._resting_until = 0.0

    def has_room(self, limit: RateLimitItem, *about: str) -> bool:
        """Whether one more try would stay within the limit."""
        return self._ask(lambda counting: counting.test(limit, _key(about)))

    def take(self, limit: RateLimitItem, *about: str) -> bool:
        """Count one try; false where it goes beyond the limit."""
        return self._ask(lambda counting: counting.hit(limit, _key(about)))

    def forget(self, limit: RateLimitItem, *about: str) -> None:
        """Count from nought again."""
        self._ask(lambda counting: counting.clear(limit, _key(about)))

    def _ask(self, question: Callable[[Counting], T]) -> T:
        seconds = clock.now().timestamp()
        if self._shared is None or seconds < self._resting_until:
            return question(self._here)
        try:
            return question(self._shared)
        except RedisError as away:
            self._resting_until = seconds + REST_SECONDS
            log.warning("throttle_without_redis", kind=type(away).__name__)
            return question(self._here)


def init_throttle(app: Flask, settings: Settings) -> None:
    """Give the application the counter of tries."""
    app.extensions[EXTENSION] = Throttle(settings.redis_url)


def throttle() -> Throttle:
    """The counter of the application at work."""
    found: Throttle = current_app.extensions[EXTENSION]
    return found


def _storage(url: str) -> RedisStorage:
    return RedisStorage(url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS)


def _key(about: tuple[str, ...]) -> str:
    # Mail addresses are what is counted by; neither Redis nor a dump of it needs to hold them.
    return hashlib.sha256("\n".join(about).encode()).hexdigest()
