"""Choosing how long a kind of record is kept, and removing what is too old, a little at a time."""

import datetime as dt
import uuid
from collections.abc import Iterable

import structlog
from flask_babel import gettext
from sqlalchemy import ColumnElement, delete, inspect, select, tuple_

from constellations.access import Viewer, covering, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.jobs.rules import JobResult
from constellations.keeping import rules
from constellations.keeping.declaration import Kept, Rows, schedule
from constellations.keeping.models import HowLong
from constellations.keeping.queries import amount_kept, choice_of, cut_at, number_too_old
from constellations.keeping.rules import Cut, time_words
from constellations.models import Service
from constellations.permissions import Permission

log = structlog.get_logger()

SYSTEM = Viewer.system

AT_ONCE = 500
"""So many go in one transaction: nobody who writes meanwhile waits long."""


def choose_how_long(viewer: Viewer, kept: Kept, amount: int | None, version: int, sure: bool = False) -> None:
    """Keep a kind of record of the viewer's service for a time, none for ever; what is older goes in the night.

    `version` is that of the choice that was seen, nought of none. Raises TimeOutOfReach, NothingToChoose; WouldGo,
    unless it is meant, where something is too old already; ChangedMeanwhile.
    """
    viewer.must(Permission.SET_SERVICE)
    if viewer.service_id is None:
        raise NotFound
    if kept.limits.is_fixed:
        raise rules.NothingToChoose
    rules.checked_time(kept.limits, kept.unit, amount)
    # Counted before the transaction, for a long past takes a while; it is a warning and no promise.
    if not sure and amount != amount_kept(viewer, viewer.service_id, kept):
        tonight = number_too_old(kept, cut_at(kept, viewer.service_id, amount, viewer.today))
        if tonight:
            raise rules.WouldGo(went_words([(kept, tonight)]))
    with transaction() as here:
        service = hold(viewer, Service, viewer.service_id)
        row = choice_of(viewer, service.id, kept)
        if (row.version if row else 0) != version:
            before = row.amount if row else kept.usual
            raise ChangedMeanwhile(time_words(kept.unit, before), time_words(kept.unit, amount))
        row = row or HowLong(service_id=service.id, kind=kept.kind)
        row.amount = amount
        here.add(row)
        record(viewer, "chose_how_long", service.id)
        audit(viewer, Change("chose_how_long", "how_long", service.id, (kept.kind,)), service.id)


def remove_old_records(
    viewer: Viewer,
    service_id: uuid.UUID | None,
    since: dt.date,  # what should have gone on a day that was missed goes now
    until: dt.date,
) -> JobResult:
    """Remove of every kind what a service keeps no longer, or what belongs to none; says how much of what."""
    return remove_kinds(viewer, schedule().kept.values(), service_id, since, until)


def remove_kinds(
    viewer: Viewer,
    kinds: Iterable[Kept],
    service_id: uuid.UUID | None,
    since: dt.date,  # noqa: ARG001  # as above
    until: dt.date,
) -> JobResult:
    """The same of some kinds. One that fails keeps no other from going; the run fails at its end, and is made again."""
    went: list[tuple[Kept, int]] = []
    failure: Exception | None = None
    for kept in kinds:
        cut = cut_at(kept, service_id, amount_kept(viewer, service_id, kept), until)
        try:
            gone = _remove(kept, cut) if cut else 0
        except Exception as stumbled:  # whatever one kind stumbles over, the others go
            session().rollback()
            log.error("records not removed", kind=kept.kind, service=str(service_id), exc_info=stumbled)
            failure = failure or stumbled
            continue
        if gone:
            went.append((kept, gone))
            _write_down(viewer, kept, gone, service_id)
    if failure is not None:
        raise failure
    found = sum(gone for _kept, gone in went)
    return JobResult(found, gettext("Removed for good: %(what)s.", what=went_words(went)) if found else "")


def went_words(went: Iterable[tuple[Kept, int]]) -> str:
    """Say how much of what goes, or went: `Notices: 3; Contact notes: 1`."""
    return "; ".join(f"{kept.words}: {gone}" for kept, gone in went)


def _remove(kept: Kept, cut: Cut) -> int:
    if kept.own_way is not None:
        return kept.own_way.remove(cut)
    return sum(_remove_all(rows, cut) for rows in kept.rows)


def _remove_all(rows: Rows, cut: Cut) -> int:
    removed = 0
    while some := _remove_some(rows, cut):
        removed += some
    return removed


def _remove_some(rows: Rows, cut: Cut) -> int:
    """Remove the next rows; they are held first, so that one that is used again at this moment stays."""
    keys = _key_columns(rows)
    with transaction() as here:
        asked = select(*keys).where(*rows.which(cut)).limit(AT_ONCE).with_for_update()
        old = [tuple(row) for row in here.execute(covering(SYSTEM(), asked))]
        if old:
            named = keys[0].in_([row[0] for row in old]) if len(keys) == 1 else tuple_(*keys).in_(old)
            for statement in (*rows.also([row[0] for row in old]), delete(rows.model).where(named)):
                here.execute(covering(SYSTEM(), statement), execution_options={"synchronize_session": False})
    return len(old)


def _key_columns(rows: Rows) -> tuple[ColumnElement[uuid.UUID], ...]:
    return tuple(inspect(rows.model).primary_key)


def _write_down(viewer: Viewer, kept: Kept, gone: int, service_id: uuid.UUID | None) -> None:
    """Let the audit chain say how much of what went: the ledger of jobs is not kept as long."""
    with transaction():
        audit(viewer, Change("removed_old_records", kept.kind, service_id, (f"{gone} rows",)), service_id)
