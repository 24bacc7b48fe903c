"""constellations.csv: which constellations and Hives a service has."""

from sqlalchemy import insert, literal, select, update

from constellations.models import Constellation
from constellations.register.columns import key, word
from constellations.register.known import (
    CONSTELLATIONS,
    SERVICES,
    complain_of_other_service,
    complain_of_taken,
    refer,
    within_reach,
)
from constellations.register.sheet import Import, Sheet, waiting
from constellations.register.statements import execute, is_changed, is_new, is_news, settle_fate
from constellations.rules import ConstellationKind

SERVICE_EXPECTED = "a service of services.csv or one that is stored"
COLUMNS = (key("constellation"), key("service"), word("kind", ConstellationKind))
WAITING = waiting("constellations", COLUMNS, ("constellation",))
W = WAITING.c


def settle(run: Import) -> None:
    """Tie rows to their service and to stored constellations, and gather all that can be referred to."""
    refer(WAITING, "service", SERVICES, "service_id", SERVICE_EXPECTED)
    complain_of_other_service(run, WAITING, "service")
    stored = [Constellation.key == W.constellation, Constellation.service_id == W.service_id]
    execute(update(WAITING).values(id=Constellation.id).where(*stored))
    settle_fate(WAITING, stored, {"kind": (W.kind, Constellation.kind)})
    complain_of_taken(WAITING, Constellation.key, Constellation.service_id)
    columns = ["key", "id", "service_id", "kind", "row", "news"]
    here = select(W.constellation, W.id, W.service_id, W.kind, W.row, is_news(WAITING))
    execute(insert(CONSTELLATIONS).from_select(columns, here))
    c = Constellation
    others = select(c.key, c.id, c.service_id, c.kind, literal(0), literal(False)).where(
        within_reach(c.service_id), c.key.not_in(select(W.constellation))
    )
    execute(insert(CONSTELLATIONS).from_select(columns, others))


def write(_run: Import) -> None:
    """Store constellations; a new one is called by its key until somebody names it."""
    columns = ["id", "key", "name", "service_id", "kind", "version"]
    new = select(W.id, W.constellation, W.constellation, W.service_id, W.kind, literal(1)).where(is_new(WAITING))
    execute(insert(Constellation).from_select(columns, new))
    execute(
        update(Constellation)
        .values(kind=W.kind, version=Constellation.version + 1)
        .where(Constellation.id == W.id, is_changed(WAITING))
    )


CONSTELLATIONS_SHEET = Sheet("constellations", COLUMNS, WAITING, "constellation", settle, write)
