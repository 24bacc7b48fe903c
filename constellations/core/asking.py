"""Asking an address as others do: whether it answers, what time it is there, how long its certificate is good."""

import http.client
import os
import ssl
import tempfile
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import redis

from constellations.core import clock

SECONDS = 5
A_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Answered:
    """What an address said: by how much our clock is ahead of its, and days for which its certificate is good.

    `why` is empty where it answered; what could not be learned is none.
    """

    why: str = ""
    seconds_ahead: float | None = None
    certificate_days: float | None = None


def ask(url: str, path: str) -> Answered:
    """Ask an http or https address for a path of it, once and without following it elsewhere."""
    to = urlsplit(url)
    is_https = to.scheme == "https"
    line = (http.client.HTTPSConnection if is_https else http.client.HTTPConnection)(
        to.hostname or "", to.port, timeout=SECONDS
    )
    try:
        line.request("GET", path)
        answer = line.getresponse()
        said = answer.headers.get("Date")
        days = _days(line.sock) if is_https else None
    except (OSError, http.client.HTTPException, ValueError) as failure:
        return Answered(type(failure).__name__)
    finally:
        line.close()
    return Answered("", (clock.now() - parsedate_to_datetime(said)).total_seconds() if said else None, days)


def why_no_redis(url: str) -> str:
    """Why Redis does not answer; empty where it does."""
    client = redis.Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS, retry=None)
    try:
        client.ping()
    except redis.RedisError as failure:
        return type(failure).__name__
    finally:
        client.close()
    return ""


def why_not_written(folder: Path) -> str:
    """Why nothing can be written into a folder, tried with a file that is gone again; empty where it can."""
    try:
        with tempfile.TemporaryFile(dir=folder) as tried:
            tried.write(b"x" * 4096)
            tried.flush()
            os.fsync(tried.fileno())
    except OSError as failure:
        return failure.strerror or type(failure).__name__
    return ""


def _days(socket: object) -> float | None:
    """The days for which the certificate of a line is good; none where it has been closed meanwhile."""
    certificate = socket.getpeercert() if isinstance(socket, ssl.SSLSocket) else None
    if not certificate:
        return None
    return (ssl.cert_time_to_seconds(str(certificate["notAfter"])) - clock.now().timestamp()) / A_DAY
