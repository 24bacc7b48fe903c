"""What carries live news between processes: Redis, for which nobody waits, whether it is dead or stands still."""

import queue
import threading
import time
from typing import Any

import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry
from socketio import RedisManager

log = structlog.get_logger()

MOST_TO_CARRY = 10_000
"""Pieces of news that may wait for Redis; beyond that they are dropped, for browsers ask by themselves too."""

REST_SECONDS = 5
"""For how long Redis is left in peace once it did not take a piece of news; what comes meanwhile is dropped."""

CONNECT_SECONDS, ANSWER_SECONDS = 1, 2


class Carrier(RedisManager):  # type: ignore[misc]  # the library has no types
    """Tells the lines of this process at once, and those of others through Redis, in a thread of its own."""

    def __init__(self, url: str, channel: str) -> None:
        in_time = {"socket_connect_timeout": CONNECT_SECONDS, "socket_timeout": ANSWER_SECONDS}
        super().__init__(url, channel=channel, redis_options={**in_time, "retry": Retry(NoBackoff(), 0)})
        self._to_carry: queue.Queue[Any] = queue.Queue(MOST_TO_CARRY)
        self._carrying: threading.Thread | None = None
        self._starting = threading.Lock()

    def _publish(self, data: object) -> None:
        """Leave a piece of news to the thread: the library would wait for Redis here, and the next news with it."""
        with self._starting:
            if self._carrying is None:
                self._carrying = threading.Thread(target=self._carry_all, name="news to redis", daemon=True)
                self._carrying.start()
        try:
            self._to_carry.put_nowait(data)
        except queue.Full:
            log.warning("live news not carried")

    def _carry_all(self) -> None:
        resting_until = 0.0
        while True:
            news = self._to_carry.get()
            # The library gives how many listened, or nothing where Redis did not take it.
            if time.monotonic() >= resting_until and super()._publish(news) is None:
                resting_until = time.monotonic() + REST_SECONDS
                log.warning("redis is left in peace", seconds=REST_SECONDS)
