"""Lines to hosts of the open internet: never into this machine or its network, looked up and judged once."""

import http.client
import ipaddress
import socket
import ssl


class NotOutside(OSError):
    """A name that leads into this machine or its network, or nowhere."""

    def __init__(self) -> None:
        super().__init__("an address that is not outside")


def is_outside(address: str) -> bool:
    """Whether an IP address is one of the open internet: not this machine, its network, or anything reserved."""
    parsed = ipaddress.ip_address(address)
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_global and not parsed.is_multicast


def line_outside(host: str, seconds: float) -> http.client.HTTPSConnection:
    """A line to a host, not open yet; raises NotOutside, and OSError where nobody knows the host."""
    found = {str(each[4][0]) for each in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)}
    if not found or not all(map(is_outside, found)):
        raise NotOutside
    return _PinnedLine(host, min(found), seconds)


class _PinnedLine(http.client.HTTPSConnection):
    """A line to one address of a host, looked up and judged once: a second look-up could answer with another."""

    def __init__(self, host: str, address: str, seconds: float) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, timeout=seconds, context=self._tls)
        self._address = address
        self._seconds = seconds

    def connect(self) -> None:
        """Connect to that address, and let the certificate be the host's."""
        plain = socket.create_connection((self._address, self.port), self._seconds)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
