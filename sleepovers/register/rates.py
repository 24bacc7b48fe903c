"""rates.csv: what a service pays from a date on, in whole pence."""

import datetime as dt

from sqlalchemy import insert, literal, select, update

from constellations.core import clock
from constellations.register.columns import day, key, whole
from constellations.register.known import SERVICES, complain_of_other_service, refer
from constellations.register.sheet import Cells, Complain, Import, Sheet, waiting
from constellations.register.sheets.constellations import SERVICE_EXPECTED
from constellations.register.statements import execute, is_changed, is_new, settle_fate
from sleepovers.policies.models import UpliftRate
from sleepovers.register.closed import complain_of_closed_from

MOST_PENCE = 10_000_000

COLUMNS = (
    key("service"),
    day("valid_from"),
    whole("per_night_pence", 0, MOST_PENCE, may_be_absent=True),
    whole("flat_pence", 0, MOST_PENCE, may_be_absent=True),
)
WAITING = waiting("rates", COLUMNS, ("service", "valid_from"))
W = WAITING.c
R = UpliftRate


def derive(cells: Cells, _today: dt.date, complain_here: Complain) -> dict[str, object]:
    """A rate sets something: what it leaves out is not set from that date on."""
    if cells["per_night_pence"] is None and cells["flat_pence"] is None:
        complain_here("per_night_pence", "an amount in pence, here or as flat_pence")
    return {}


def settle(run: Import) -> None:
    """Tie rows to their service and to stored rates."""
    refer(WAITING, "service", SERVICES, "service_id", SERVICE_EXPECTED)
    complain_of_other_service(run, WAITING, "service")
    stored = [R.service_id == W.service_id, R.valid_from == W.valid_from]
    execute(update(WAITING).values(id=R.id).where(*stored))
    compared = {
        "per_night_pence": (W.per_night_pence, R.per_night_pence),
        "flat_pence": (W.flat_pence, R.flat_pence),
    }
    settle_fate(WAITING, stored, compared)


def check(_run: Import) -> None:
    """A closed month keeps the rates at which it was paid."""
    complain_of_closed_from(WAITING, R)


def write(run: Import) -> None:
    """Store rates."""
    changed = update(R).values(per_night_pence=W.per_night_pence, flat_pence=W.flat_pence)
    execute(changed.where(R.id == W.id, is_changed(WAITING)))
    at = literal(clock.now(), R.created_at.type)
    by = literal(run.viewer.person_id, R.created_by.type)
    columns = ["id", "service_id", "valid_from", "per_night_pence", "flat_pence", "created_at", "created_by"]
    new = select(W.id, W.service_id, W.valid_from, W.per_night_pence, W.flat_pence, at, by).where(is_new(WAITING))
    execute(insert(R).from_select(columns, new))


RATES_SHEET = Sheet("rates", COLUMNS, WAITING, "uplift_rate", settle, write, check, derive)
