"""What is logged, and what never is: one configuration for ours and everybody else's, and one place that redacts."""

import datetime as dt
import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from functools import lru_cache
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, ExcInfo, WrappedLogger

LEFT_OUT = "[left out]"

SECRET_NAMES = re.compile(
    r"pass(word|phrase)|secret|token|cookie|authori[sz]ation|csrf|credential|api_?key"
    r"|^(body|query|query_string|args|form|url|path|address|email|subject|words|parameters|params)$",
    re.IGNORECASE,
)
"""Names of values that are left out whatever they hold."""

SECRET_TEXTS = (
    (re.compile(r"://[^/\s:@]*:[^/\s@]+@"), f"://{LEFT_OUT}@"),
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), LEFT_OUT),
    (re.compile(r"\?[^\s\"']*=[^\s\"']*"), f"?{LEFT_OUT}"),
    # A signed value, then a random one; an id has hyphens at its own places and stays.
    (re.compile(r"(?<![\w.-])[\w-]{16,}\.[\w-]{4,}\.[\w-]{16,}"), LEFT_OUT),
    (re.compile(r"(?<![\w-])(?![0-9a-f]{8}-[0-9a-f]{4}-)[\w-]*\d[\w-]{23,}"), LEFT_OUT),
)
"""What is left out of any text: who is behind a URL, mail addresses, query strings, tokens."""

SUSPECT = re.compile(r"[@?]|[\w-]{16}")
"""What each of these texts has somewhere; most lines have none of it, and need no closer look."""

QUIET = ("werkzeug", "apscheduler", "engineio", "socketio", "alembic", "gunicorn.access")
"""Libraries that tell of each request or run, with its address; only their warnings are kept."""


def init_logs(for_machines: bool) -> None:
    """Send every log line of this process to standard error: as JSON, or readable while one develops."""
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    last = structlog.processors.JSONRenderer() if for_machines else structlog.dev.ConsoleRenderer(colors=False)
    lines = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.contextvars.merge_contextvars],
        processors=[
            _when_and_how_bad,
            _fault,
            redact,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            last,
        ],
    )
    handler = _ToStandardError()
    handler.setFormatter(lines)
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each, _ToStandardError)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Leave out what nobody may read in a log: secrets by name, and what looks like one in any text."""
    return {name: _redacted(name, value) for name, value in event.items()}


def _redacted(name: str, value: object) -> object:
    if _is_secret(name):
        return LEFT_OUT
    if isinstance(value, str):
        if not SUSPECT.search(value):
            return value
        for pattern, instead in SECRET_TEXTS:
            value = pattern.sub(instead, value)
        return value
    if isinstance(value, Mapping):
        return {str(key): _redacted(str(key), each) for key, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [_redacted("", each) for each in value]
    return value


@lru_cache(maxsize=1_000)
def _is_secret(name: str) -> bool:
    return SECRET_NAMES.search(name) is not None


def _when_and_how_bad(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    event["level"] = record.levelname.lower()
    event["at"] = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
    event["logger"] = record.name
    return event


def _fault(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Tell of an exception its kind and where it was raised, never its message: that may hold somebody's words."""
    found = _exception_of(event.pop("exc_info", None))
    chain: list[MutableMapping[str, object]] = []
    while found is not None:
        places = traceback.extract_tb(found.__traceback__)
        chain.append({"kind": type(found).__name__, "at": [f"{each.filename}:{each.lineno}" for each in places]})
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    if chain:
        event["fault"] = chain
    return event


def _exception_of(given: ExcInfo | BaseException | bool | None) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    current: tuple[type[BaseException] | None, BaseException | None, TracebackType | None] = sys.exc_info()
    if isinstance(given, tuple):
        current = given
    return current[1] if given else None


class _ToStandardError(logging.StreamHandler[TextIO]):
    """Writes to whatever standard error is at that moment, so that a test can read it."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:
        """Standard error, as it is at this moment."""
        return sys.stderr

    @stream.setter
    def stream(self, _: TextIO) -> None:
        """Standard error, as it is at this moment."""
        raise AttributeError("it is always standard error")
