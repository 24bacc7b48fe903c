"""A browser's live line as bytes on a socket, so that a test may read slowly or not at all, and be cut anywhere."""

import json
import socket
import struct
import time
from collections.abc import Mapping
from typing import Any

TEXT, CLOSE = 0x81, 0x88
SHORT, LONG = 126, 127
READ = 65_536


class Refused(ConnectionError):
    """The server would not open the line; the words are its first line."""


class Over(ConnectionError):
    """The line is cut."""


class Wire:
    """One line, of whom the cookie names; packets are those of Engine.IO 4 and Socket.IO 5."""

    def __init__(self, port: int, cookie: str, holds: int = 0, host: str = "127.0.0.1") -> None:
        self.heard: list[tuple[str, Any]] = []
        self._acks: dict[int, Any] = {}
        self._number = 0
        self._waiting = b""
        self.socket = socket.socket()
        try:
            if holds:
                # What the network keeps for a reader who does not read.
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, holds)
            self.socket.settimeout(30)
            self.socket.connect((host, port))
            self._shake_hands(f"{host}:{port}", cookie)
        except BaseException:
            self.socket.close()
            raise

    def _shake_hands(self, host: str, cookie: str) -> None:
        asked = (
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            f"Host: {host}",
            f"Origin: http://{host}",
            f"Cookie: {cookie}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        )
        self.socket.sendall("\r\n".join((*asked, "", "")).encode())
        while b"\r\n\r\n" not in self._waiting:
            self._more(time.monotonic() + 30)
        head, self._waiting = self._waiting.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.splitlines()[0]:
            raise Refused(head.splitlines()[0].decode())
        self._say("40")
        self.wait_for("connected", 30)

    def ask(self, event: str, words: Mapping[str, object], seconds: float = 10) -> dict[str, Any]:
        """Send an event and wait for its ack; raises TimeoutError, or Over where the line is cut."""
        self._number += 1
        number = self._number
        self._say(f"42{number}{json.dumps([event, words])}")
        until = time.monotonic() + seconds
        while number not in self._acks:
            if not self.take(until - time.monotonic()):
                raise TimeoutError
        found: dict[str, Any] = self._acks.pop(number)
        return found

    def wait_for(self, event: str, seconds: float = 60) -> dict[str, Any]:
        """Wait for an event; gives its words."""
        until = time.monotonic() + seconds
        while True:
            for heard, words in self.heard:
                if heard == event:
                    self.heard.remove((heard, words))
                    found: dict[str, Any] = words
                    return found
            if not self.take(until - time.monotonic()):
                raise TimeoutError

    def take(self, seconds: float) -> bool:
        """Take in one packet; false where none comes in time."""
        try:
            text = self._frame(time.monotonic() + max(seconds, 0.001))
        except TimeoutError:
            return False
        if text == "2":
            self._say("3")
        elif text.startswith("40"):
            self.heard.append(("connected", {}))
        elif text.startswith("42"):
            event, *words = json.loads(text[2:])
            self.heard.append((event, words[0] if words else {}))
        elif text.startswith("43"):
            number, words = text[2:].split("[", 1)
            self._acks[int(number)] = json.loads(f"[{words}")[0]
        elif text.startswith("1"):
            raise Over("the server said goodbye")
        return True

    def close(self) -> None:
        """Go without a word, as a phone does."""
        self.socket.close()

    def _say(self, text: str) -> None:
        words = text.encode()
        size = len(words)
        head = struct.pack("!BB", TEXT, 0x80 | size) if size < SHORT else struct.pack("!BBH", TEXT, 0x80 | SHORT, size)
        # Masked with noughts, which leaves the words as they are.
        self.socket.sendall(head + bytes(4) + words)

    def _frame(self, until: float) -> str:
        while True:
            found = self._cut_frame()
            if found is not None:
                return found
            self._more(until)

    def _cut_frame(self) -> str | None:
        """The first whole frame of what waits; none where it has not all come."""
        begun = self._waiting
        if begun[:1] == bytes((CLOSE,)):
            raise Over("the server ended it")
        start, size = 2, begun[1] if len(begun) > 1 else 0
        for mark, form, wide in ((SHORT, "!H", 2), (LONG, "!Q", 8)):
            if size == mark and len(begun) >= 2 + wide:
                start, size = 2 + wide, struct.unpack(form, begun[2 : 2 + wide])[0]
                break
        else:
            if size in (SHORT, LONG):
                return None
        if len(begun) < max(start + size, 2):
            return None
        self._waiting = begun[start + size :]
        return begun[start : start + size].decode()

    def _more(self, until: float) -> None:
        self.socket.settimeout(max(until - time.monotonic(), 0.001))
        came = self.socket.recv(READ)
        if not came:
            raise Over("the network ended it")
        self._waiting += came
