"""How each part of the installation is."""

import redis
from sqlalchemy import literal, select
from sqlalchemy.exc import SQLAlchemyError

from constellations import schema
from constellations.access import Viewer
from constellations.core import clock
from constellations.core.database import database, session
from constellations.core.settings import current_settings
from constellations.health.rules import Health
from constellations.jobs.queries import last_beat
from constellations.jobs.rules import is_alive

REDIS_SECONDS = 1


def health_of_parts(viewer: Viewer) -> dict[str, Health]:
    """Database, its tables, the jobs, and Redis where it is used; the viewer must be the system."""
    settings = current_settings()
    try:
        session().execute(select(literal(1)))
        parts = {"database": Health.OK, "tables": Health.OK if schema.is_current(database()) else Health.DOWN}
        if parts["tables"] is Health.OK:
            parts["jobs"] = Health.OK if is_alive(last_beat(viewer), clock.now()) else Health.DEGRADED
    except SQLAlchemyError:
        parts = {"database": Health.DOWN}
    if settings.redis_url:
        parts["redis"] = _redis(settings.redis_url)
    return parts


def _redis(url: str) -> Health:
    """Whether Redis answers; without it people of other processes see what is new a minute later."""
    client = redis.Redis.from_url(url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS, retry=None)
    try:
        return Health.OK if client.ping() else Health.DEGRADED
    except redis.RedisError:
        return Health.DEGRADED
    finally:
        client.close()
