"""People on phones: what they write is kept and sent again until it arrived, what they lack is asked for.

What static/js does in a browser, in Python, so that two hundred of them fit into a test.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from constellations.core.ids import new_id
from tests.faults.installation import Room
from tests.faults.wire import Wire

SYNC_EVERY = 45
FIRST_WAIT, MOST_WAIT = 1.0, 5.0
"""Seconds until a browser tries again: the first time, and at most in the first minute; half of it more or less."""

REST = 0.3


class Phone:
    """One browser in a conversation; `port_of` says where it is served."""

    def __init__(self, port: int, cookie: str, conversation: str) -> None:
        self.port, self.cookie, self.conversation = port, cookie, conversation
        self.shown: dict[int, str] = {}
        self.heard: set[int] = set()
        self.acked: dict[str, int] = {}
        self.unsent: list[tuple[str, str]] = []
        self.opened: list[float] = []
        self.sync_seconds: list[float] = []
        self.most_at_once = 0
        self.is_open = False
        self._seq = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._live, daemon=True)

    def write(self, body: str) -> str:
        """Write something; gives the name under which it is sent."""
        name = str(new_id())
        self.unsent.append((name, body))
        return name

    def start(self) -> None:
        """Be there."""
        self._thread.start()

    def stop(self) -> None:
        """Be gone."""
        self._over.set()
        self._thread.join(30)

    def _live(self) -> None:
        tries = 0
        while not self._over.is_set():
            try:
                line = Wire(self.port, self.cookie)
            except (OSError, TimeoutError):
                line = None
            if line is not None:
                tries = 0
                self.opened.append(time.monotonic())
                self._talk_on(line)
            self._over.wait(min(MOST_WAIT, FIRST_WAIT * 2**tries) * random.uniform(0.5, 1.5))
            tries += 1

    def _talk_on(self, line: Wire) -> None:
        try:
            self._talk(line)
        except (OSError, TimeoutError):
            # The line is over, or so slow that it may as well be: another one is opened.
            return
        finally:
            self.is_open = False
            line.close()

    def _talk(self, line: Wire) -> None:
        self._sync(line)
        self.is_open, synced = True, time.monotonic()
        while not self._over.is_set():
            self._send_all(line)
            line.take(REST)
            if self._hear(line) or time.monotonic() - synced > SYNC_EVERY:
                self._sync(line)
                synced = time.monotonic()

    def _send_all(self, line: Wire) -> None:
        for name, body in list(self.unsent):
            sent = {"conversation": self.conversation, "client_id": name, "body": body}
            answer = line.ask("post_message", sent)
            if not answer["ok"]:
                # Busy: a moment later it may not be.
                return
            self.acked[name] = answer["seq"]
            self.unsent.remove((name, body))

    def _hear(self, line: Wire) -> bool:
        """Put what came where it belongs; gives whether something is lacking."""
        lacks = False
        for event, words in line.heard:
            if event == "message_posted":
                self.heard.add(words["seq"])
                lacks |= words["seq"] > self._seq + 1
                if not lacks:
                    self._put(words)
        line.heard.clear()
        return lacks

    def _sync(self, line: Wire) -> None:
        more = True
        while more:
            began = time.monotonic()
            answer = line.ask("sync", {"conversation": self.conversation, "after_seq": self._seq}, seconds=30)
            self.sync_seconds.append(time.monotonic() - began)
            if not answer["ok"]:
                raise TimeoutError
            self.most_at_once = max(self.most_at_once, len(answer["messages"]))
            for message in answer["messages"]:
                self._put(message)
            more = answer["more"]

    def _put(self, message: dict[str, Any]) -> None:
        self.shown[message["seq"]] = message["body"]
        self._seq = max(self._seq, message["seq"])

    @property
    def reads(self) -> list[tuple[int, str]]:
        """What is on the screen, in order."""
        return sorted(self.shown.items())


@contextmanager
def phones_of(room: Room, ports: Sequence[int], each: int = 1) -> Iterator[list[Phone]]:
    """So many phones for each of a room's people, spread over some servers; all are there when the body begins."""
    where = str(room.conversation_id)
    phones = [Phone(ports[number % len(ports)], cookie, where) for number, cookie in enumerate(room.cookies * each)]
    for phone in phones:
        phone.start()
    try:
        yield phones
    finally:
        for phone in phones:
            phone._over.set()
        for phone in phones:
            phone.stop()


def when_all(phones: Sequence[Phone], is_so: Callable[[Phone], bool]) -> Callable[[], bool]:
    """Whether something is so of all of them."""
    return lambda: all(is_so(phone) for phone in phones)
