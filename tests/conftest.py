"""The ground of all tests: a frozen clock, no way out to the network, and the servers put away at the end."""

import datetime as dt
import ipaddress
import os
import socket
import time
from collections.abc import Iterator

import pytest
import time_machine

from tests import servers

# A Sunday morning in the last week of a month, in winter: London shows the same hour.
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)

# A zone as far from London as can be: what asks the machine for the day gets the wrong one, and is found.
os.environ["TZ"] = "Pacific/Auckland"
time.tzset()


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """It is 22 November 2026, 09:00 in London, until `clock.move_to("2026-12-01T03:00Z")` or `clock.shift(…)`."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection but those to this machine."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: tuple[str, int] | str) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host not in ("", "localhost") and not ipaddress.ip_address(host).is_loopback:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


def pytest_unconfigure() -> None:
    """Stop the PostgreSQL of the run."""
    servers.stop_postgres()
