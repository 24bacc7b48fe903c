"""services.csv: the fostering services, and the region each belongs to."""

from sqlalchemy import insert, literal, select, update

from constellations.core.ids import new_id
from constellations.models import Region, Service
from constellations.register.columns import key
from constellations.register.known import REGIONS, SERVICES, complain_of_other_service, complain_of_taken
from constellations.register.problems import complain
from constellations.register.sheet import Import, Sheet, waiting
from constellations.register.statements import execute, is_changed, is_new, rows_of, settle_fate

COLUMNS = (key("service"), key("region", may_be_absent=True))
WAITING = waiting("services", COLUMNS, ("service",))
W = WAITING.c

_stored_region = select(Region.key).where(Region.id == Service.region_id).correlate(Service).scalar_subquery()
_region_id = select(Region.id).where(Region.key == W.region).correlate(WAITING).scalar_subquery()


def settle(run: Import) -> None:
    """Tie rows to stored services, and gather the services within reach."""
    stored = [Service.key == W.service]
    execute(update(WAITING).values(id=Service.id).where(*stored))
    execute(update(WAITING).values(service_id=W.id))
    if not run.has(WAITING, "region"):
        execute(update(WAITING).values(region=_stored_region).where(*stored))
    settle_fate(WAITING, stored, {"region": (W.region, _stored_region)})
    execute(insert(SERVICES).from_select(["key", "id", "service_id"], select(W.service, W.id, W.id)))
    others = select(Service.key, Service.id, Service.id).where(Service.key.not_in(select(W.service)))
    if run.only_service is not None:
        others = others.where(Service.key == run.only_service)
    execute(insert(SERVICES).from_select(["key", "id", "service_id"], others))
    execute(insert(REGIONS).from_select(["key"], select(W.region).where(W.region.is_not(None)).distinct()))
    known = select(Region.key).where(Region.key.not_in(select(REGIONS.c.key)))
    execute(insert(REGIONS).from_select(["key"], known))
    complain_of_other_service(run, WAITING, "service")
    complain_of_taken(WAITING, Service.key, Service.id)
    _complain_of_region(run)


def _complain_of_region(run: Import) -> None:
    """A region sees its services, and they its viewers: who runs the installation says which belong to it."""
    if run.viewer.is_system:
        return
    stored = select(Region.key).select_from(Service).join(Region, Region.id == Service.region_id)
    mine = stored.where(Service.id == W.id).correlate(WAITING).scalar_subquery()
    words = "the region that is stored; who runs this Roost can change it with roost import"
    complain(WAITING, "region", words, W.service == run.only_service, W.region.is_distinct_from(mine))


def write(_run: Import) -> None:
    """Store services, and the regions that are named for the first time."""
    named = select(REGIONS.c.key).where(REGIONS.c.key.not_in(select(Region.key)))
    for (region,) in rows_of(named):
        execute(insert(Region).values(id=new_id(), key=region))
    columns = ["id", "key", "name", "region_id", "sleepover_word", "version"]
    new = select(W.id, W.service, W.service, _region_id, literal("sleepover"), literal(1)).where(is_new(WAITING))
    execute(insert(Service).from_select(columns, new))
    execute(
        update(Service)
        .values(region_id=_region_id, version=Service.version + 1)
        .where(Service.id == W.id, is_changed(WAITING))
    )


SERVICES_SHEET = Sheet("services", COLUMNS, WAITING, "service", settle, write)
