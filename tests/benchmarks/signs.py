"""Three years of a service's activity log, for measuring: made by the database itself, with ids in order of time."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import text

from constellations.core.database import database, session
from constellations.models import Constellation, Home, Service
from constellations.permissions import Role
from constellations.rules import HomeRole
from tests import factories

CONSTELLATIONS = 100
HOMES_EACH = 10
OF_LIAISON = 4
"""How many constellations the liaison worker looks after."""

ACTIONS = (
    *("talked",) * 9,
    *("sign_in", "answered_event", "came_to_event", "hosted_night", "asked_for_sleepover", "agreed", "set_pattern"),
)
"""What is drawn from: mostly talk, some that is no sign."""

LOG = {
    "postgresql": """
insert into activity (id, at, service_id, home_id, action, subject_id, happened_on, is_own)
select cast(lpad(to_hex(cast(:begins as bigint) / 3600), 16, '0') || lpad(to_hex(t.n), 16, '0') as uuid),
       t.at, h.service_id, h.id, a.action, gen_random_uuid(),
       (t.at at time zone 'Europe/London')::date, true
from (select n, to_timestamp(cast(:begins as float) + n * (cast(:ends as float) - cast(:begins as float)) / :rows) as at
      from generate_series(0, cast(:rows as integer) - 1) n) t
join numbered_home h on h.n = (cast(t.n as bigint) * 31) % :homes
join numbered_action a on a.n = (t.n / cast(:homes as integer) + t.n) % :kinds""",
    "sqlite": """
with recursive t(n) as (select 0 union all select n + 1 from t where n + 1 < :rows)
insert into activity (id, at, service_id, home_id, action, subject_id, happened_on, is_own)
select cast(printf('%08d%08d', :begins / 3600, s.n) as blob),
       strftime('%Y-%m-%d %H:%M:%f', s.at, 'unixepoch') || '000', h.service_id, h.id, a.action,
       randomblob(16), date(s.at, 'unixepoch'), 1
from (select n, :begins + n * (:ends - :begins) * 1.0 / :rows as at from t) s
join numbered_home h on h.n = (s.n * 31) % :homes
join numbered_action a on a.n = (s.n / :homes + s.n) % :kinds""",
}


@dataclass(frozen=True)
class Place:
    """The service that is measured, and who looks at it."""

    service: Service
    homes: list[uuid.UUID]
    of_liaison: list[uuid.UUID]
    liaison_id: uuid.UUID
    manager_id: uuid.UUID


def store_place() -> Place:
    """A service with its constellations, homes, a liaison worker and a manager; homes are numbered beside."""
    with factories.together():
        service = factories.create_service()
        around: list[tuple[Constellation, list[Home]]] = []
        for _ in range(CONSTELLATIONS):
            constellation = factories.create_constellation(service)
            homes = [factories.create_home(service) for _ in range(HOMES_EACH)]
            for number, home in enumerate(homes):
                factories.join(home, constellation, HomeRole.SATELLITE if number else HomeRole.HUB)
            around.append((constellation, homes))
        own = around[:OF_LIAISON]
        liaison = factories.create_person(
            Role.LIAISON, service, constellations=tuple(constellation for constellation, _ in own)
        )
        manager = factories.create_person(Role.MANAGER, service)
    keys = [home.id for _, homes in around for home in homes]
    _number_them(keys)
    return Place(service, keys, [home.id for _, homes in own for home in homes], liaison.id, manager.id)


def _number_them(homes: list[uuid.UUID]) -> None:
    is_sqlite = database().is_sqlite
    with database().engine.begin() as here:
        kind = "blob" if is_sqlite else "uuid"
        here.execute(text(f"create table numbered_home (n integer primary key, id {kind}, service_id {kind})"))
        here.execute(
            text("insert into numbered_home select row_number() over (order by id) - 1, id, service_id from home")
        )
        here.execute(text("create table numbered_action (n integer primary key, action text)"))
        rows = [{"n": n, "action": action} for n, action in enumerate(ACTIONS)]
        here.execute(text("insert into numbered_action values (:n, :action)"), rows)
    assert len(homes) == CONSTELLATIONS * HOMES_EACH


def store_log(begins: dt.datetime, ends: dt.datetime, rows: int) -> None:
    """Rows spread evenly over a time, over all homes and kinds."""
    is_sqlite = database().is_sqlite
    span = {"begins": begins.timestamp(), "ends": ends.timestamp()}
    with database().engine.begin() as here:
        if not is_sqlite:
            here.execute(text("set local statement_timeout = 0"))
        words = {"rows": rows, "homes": CONSTELLATIONS * HOMES_EACH, "kinds": len(ACTIONS)}
        here.execute(text(LOG[database().engine.dialect.name]), words | span)
    session().rollback()
    if not is_sqlite:
        with database().engine.begin() as here:
            here.execute(text("set local statement_timeout = 0"))
            here.execute(text("analyze"))
