"""How often something may be tried: counted in Redis where there is one, else within this process."""

import hashlib
from collections.abc import Callable
from typing import TypeVar

import structlog
from flask import Flask, current_app
from limits import RateLimitItem
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis import RedisError

from constellations.core import clock
from constellations.core.settings import Settings

T = TypeVar("T")

log = structlog.get_logger()

EXTENSION = "roost_throttle"
REDIS_SECONDS = 1.0
REST_SECONDS = 30
"""For how long Redis is left in peace once it did not answer, so that nobody waits for it at every try."""


class Throttle:
    """Counts tries by what they are about; where Redis does not answer, this process counts alone."""

    def __init__(self, redis_url: str | None) -> None:
        self._here = MovingWindowRateLimiter(MemoryStorage())
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

    def _ask(self, question: Callable[[MovingWindowRateLimiter], T]) -> T:
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
