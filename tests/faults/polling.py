"""A browser's live line by polling, as behind a network that lets no websocket through."""

import http.client
import json
import time
from collections.abc import Mapping
from typing import Any

from tests.faults.wire import Over

BETWEEN = "\x1e"
"""What stands between the packets of one answer."""


class Polling:
    """One line, of whom the cookie names; each packet is a request of its own."""

    def __init__(self, port: int, cookie: str) -> None:
        self.heard: list[tuple[str, Any]] = []
        self._acks: dict[int, Any] = {}
        self._number = 0
        self._address = "/socket.io/?EIO=4&transport=polling"
        site = f"http://127.0.0.1:{port}"
        self._headers = {"Cookie": cookie, "Origin": site, "Sec-Fetch-Site": "same-origin"}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        opened = json.loads(self._request("GET")[1:])
        self._address += f"&sid={opened['sid']}"
        self._request("POST", "40")
        self.take()

    def ask(self, event: str, words: Mapping[str, object]) -> dict[str, Any]:
        """Send an event and wait for its ack."""
        self._number += 1
        number = self._number
        self._request("POST", f"42{number}{json.dumps([event, words])}")
        while number not in self._acks:
            self.take()
        found: dict[str, Any] = self._acks.pop(number)
        return found

    def wait_for(self, event: str, seconds: float = 60) -> dict[str, Any]:
        """Wait for an event; gives its words."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for heard, words in self.heard:
                if heard == event:
                    self.heard.remove((heard, words))
                    found: dict[str, Any] = words
                    return found
            self.take()
        raise TimeoutError

    def take(self) -> None:
        """Take in what waits; where nothing does, wait for it."""
        for text in self._request("GET").split(BETWEEN):
            if text == "2":
                self._request("POST", "3")
            elif text.startswith("42"):
                event, *words = json.loads(text[2:])
                self.heard.append((event, words[0] if words else {}))
            elif text.startswith("43"):
                number, words = text[2:].split("[", 1)
                self._acks[int(number)] = json.loads(f"[{words}")[0]

    def close(self) -> None:
        """Go without a word."""
        self._connection.close()

    def _request(self, method: str, body: str | None = None) -> str:
        self._connection.request(method, self._address, body, self._headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        if answer.status != http.client.OK:
            raise Over(f"{answer.status} {text}")
        return text
