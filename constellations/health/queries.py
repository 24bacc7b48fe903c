"""How each part of the installation is."""

import datetime as dt
import os
import shutil
from pathlib import Path

import redis
from flask import Flask, current_app
from sqlalchemy import func, literal, select
from sqlalchemy.exc import SQLAlchemyError

from constellations import schema
from constellations.access import Viewer
from constellations.core import clock
from constellations.core.database import Database, database, session
from constellations.core.settings import Settings, current_settings
from constellations.health.rules import Health, Part, health_if, is_late, is_nearly_full, is_night_missed, told
from constellations.jobs.queries import last_beat, waited_for
from constellations.jobs.rules import is_alive
from constellations.jobs.scheduler import jobs_of
from constellations.notices.outbox.queries import waiting_in

REDIS_SECONDS = 1

EXTENSION = "roost_standing"

BEGAN = "roost_began_on_its_own_tables"


def health_of_parts(viewer: Viewer) -> dict[Part, Health]:
    """Database, its tables, the jobs, mail, the disk, and Redis where it is used; the viewer must be the system."""
    settings = current_settings()
    parts: dict[Part, Health] = {}
    try:
        session().execute(select(literal(1)))
        parts[Part.DATABASE] = Health.OK
        parts[Part.TABLES] = health_of_tables()
        if parts[Part.TABLES] is not Health.DOWN:
            parts |= _of_stored(viewer)
    except SQLAlchemyError:
        parts = {Part.DATABASE: Health.DOWN}
    parts[Part.DISK] = health_if(not any(is_nearly_full(*room_of(folder)) for folder in folders(settings)))
    if settings.redis_url:
        parts[Part.REDIS] = _redis(settings.redis_url)
    return parts


def health_of_tables() -> Health:
    """How the tables are; a server that began on its own goes on while others are brought to a newer Roost.

    Where it could not work on later tables it would have been stopped first: docs/operations/upgrade-and-rollback.md.
    """
    began = current_app.extensions
    if schema.is_current(database()):
        began[BEGAN] = True
        return Health.OK
    return Health.DEGRADED if BEGAN in began and schema.is_of_later(database()) else Health.DOWN


def folders(settings: Settings) -> list[Path]:
    """The folders in which what is stored lies; of those that are not there yet, the one that will hold them."""
    here = database()
    asked = [settings.data_folder, *([Path(here.url.database or "").resolve().parent] if here.is_sqlite else [])]
    return [next(path for path in (folder, *folder.parents) if path.is_dir()) for folder in asked]


def room_of(folder: Path) -> tuple[int, int]:
    """Of the disk that a folder is on: bytes that are free, and bytes in all."""
    usage = shutil.disk_usage(folder)
    return usage.free, usage.total


def standing() -> str:
    """What people are told of how Roost is, as it was when it was last looked at; empty while all is well."""
    seen: dict[Part, Health] = current_app.extensions.get(EXTENSION, {})
    return told(seen)


def look_at(app: Flask) -> None:
    """Look how Roost is, and keep it for the pages, in the application's context."""
    app.extensions[EXTENSION] = health_of_parts(Viewer.system())


def _of_stored(viewer: Viewer) -> dict[Part, Health]:
    now, mail = clock.now(), waiting_in(viewer, "mail")
    return {
        Part.WRITING: health_if(_takes_writes(database())),
        Part.JOBS: health_if(is_alive(last_beat(viewer), now)),
        Part.NIGHTLY: health_if(not is_night_missed(_nightly(viewer), now)),
        Part.MAIL: health_if(not is_late(mail.oldest_tried, mail.last_sent, now)),
    }


def _nightly(viewer: Viewer) -> list[dt.datetime]:
    """Since when somebody waits for a good run of each nightly job."""
    nightly = [job for job in jobs_of(current_app) if not job.is_frequent]
    return [one.since for one in waited_for(viewer, nightly).values()]


def _takes_writes(here: Database) -> bool:
    """Whether the database may be written to: a disk may be set to read-only, a server may follow another."""
    if not here.is_sqlite:
        return session().scalar(select(func.current_setting("transaction_read_only"))) == "off"
    file = Path(here.url.database or "")
    return os.access(file, os.W_OK) and not os.statvfs(file).f_flag & os.ST_RDONLY


def _redis(url: str) -> Health:
    """Whether Redis answers; without it people of other processes see what is new a minute later."""
    client = redis.Redis.from_url(url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS, retry=None)
    try:
        return Health.OK if client.ping() else Health.DEGRADED
    except redis.RedisError:
        return Health.DEGRADED
    finally:
        client.close()
