"""How well an installation is, from its parts, and what people are told of it."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from flask_babel import gettext


class Health(StrEnum):
    """A part that is down takes everything down; one that is degraded costs people something, but not the pages."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"


class Part(StrEnum):
    """What an installation is made of, those first of which people must hear first."""

    DATABASE = "database"
    TABLES = "tables"
    WRITING = "writing"
    JOBS = "jobs"
    MAIL = "mail"
    REDIS = "redis"
    DISK = "disk"
    NIGHTLY = "nightly"


MAIL_IS_LATE = dt.timedelta(minutes=15)
"""Mail that was tried so long ago waits for a server, not for its turn."""

NIGHT_IS_MISSED = dt.timedelta(hours=30)
"""After so long without a good run of a nightly job something is wrong with it, not with one night."""

LEAST_SHARE, LEAST_BYTES = 0.05, 500_000_000
"""A disk with less room than this is nearly full: a share of it, and on a large one so many bytes."""


def worst(parts: Iterable[Health]) -> Health:
    """How well the whole is."""
    known = set(parts)
    return next((each for each in (Health.DOWN, Health.DEGRADED) if each in known), Health.OK)


def report(parts: Mapping[Part, Health]) -> dict[str, str | dict[str, str]]:
    """The answer to a watchman: the whole, and each part."""
    return {"status": worst(parts.values()).value, "parts": {part.value: how.value for part, how in parts.items()}}


def health_if(is_well: bool, otherwise: Health = Health.DEGRADED) -> Health:
    """One part's health."""
    return Health.OK if is_well else otherwise


def is_late(oldest_tried: dt.datetime | None, last_sent: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether mail that was tried still waits, and none has got through meanwhile: not one address is at fault."""
    since = now - MAIL_IS_LATE
    return oldest_tried is not None and oldest_tried < since and (last_sent is None or last_sent < since)


def is_night_missed(waited_since: Collection[dt.datetime], now: dt.datetime) -> bool:
    """Whether somebody has waited for a good run of some nightly job for more than a night."""
    return any(now - since > NIGHT_IS_MISSED for since in waited_since)


def is_nearly_full(free: int, whole: int) -> bool:
    """Whether a disk has little room: less than a twentieth of it and less than half a gigabyte, or next to nothing."""
    return free < LEAST_BYTES and (free < LEAST_SHARE * whole or free < LEAST_BYTES // 10)


def told(parts: Mapping[Part, Health]) -> str:
    """One sentence for everybody about the part that matters most, with what to do; empty while all is well."""
    troubled = [part for part in Part if _costs_people(part, parts.get(part, Health.OK))]
    return _words(troubled[0]) if troubled else ""


def _costs_people(part: Part, how: Health) -> bool:
    """Whether people notice; that a newer Roost comes while this one still serves is nothing to them."""
    return how is Health.DOWN or (how is Health.DEGRADED and part is not Part.TABLES)


def _words(part: Part) -> str:
    stores_nothing = gettext("Roost shows what it knows, and can store nothing new just now. If it cannot wait, phone.")
    words: dict[Part, str] = {
        Part.DATABASE: stores_nothing,
        Part.TABLES: stores_nothing,
        Part.WRITING: stores_nothing,
        Part.JOBS: gettext("Alerts and emergencies may be late. If a child needs a bed now, phone."),
        Part.MAIL: gettext("Mails from Roost are late. What is new stands here, under Notices."),
        Part.REDIS: gettext("Messages may take up to a minute. You need do nothing."),
        Part.DISK: gettext("Photos and files may not be taken just now. Send words, or try tomorrow."),
        Part.NIGHTLY: gettext("Some numbers are of yesterday. They put themselves right; you need do nothing."),
    }
    return words[part]
