"""Choosing for how long a service keeps answers, registers and diets, and removing what is older."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence

from flask_babel import gettext
from sqlalchemy import Delete, delete, select

from constellations.access import Viewer, covering, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.events.answers.models import EventAnswer, EventGuest, HomeDiet
from constellations.events.attendance.models import Attendance, Attended, EventRegister
from constellations.events.keeping.models import EventRetention
from constellations.events.keeping.queries import gone_words, kept_for, retention_of, too_old, would_go
from constellations.events.keeping.rules import Kept, KeptFor, WouldGo
from constellations.jobs.rules import JobResult
from constellations.models import Service
from constellations.permissions import Permission

AT_ONCE = 500
"""So many go in one transaction: nobody who writes meanwhile waits long."""


def choose_how_long(viewer: Viewer, chosen: KeptFor, version: int, sure: bool = False) -> None:
    """Keep answers, registers and diets of the viewer's service for so many months; what is older goes in the night.

    Raises EventMonthsOutOfReach; WouldGo, unless it is meant, where something is too old already; ChangedMeanwhile.
    """
    viewer.must(Permission.SET_SERVICE)
    if viewer.service_id is None:
        raise NotFound
    chosen.checked()
    with transaction():
        service = hold(viewer, Service, viewer.service_id)
        row = retention_of(viewer, service.id)
        before = row.kept_for if row else KeptFor()
        if (row.version if row else 0) != version:
            raise ChangedMeanwhile(str(before), str(chosen))
        tonight = would_go(service.id, chosen, viewer.today)
        if tonight.total() and chosen != before and not sure:
            raise WouldGo(gone_words(tonight))
        row = row or EventRetention(service_id=service.id)
        row.answers, row.registers, row.diet = chosen.answers, chosen.registers, chosen.diet
        session().add(row)
        record(viewer, "chose_how_long_events", service.id)
        fields = [kept.value for kept in Kept]
        audit(viewer, Change("chose_how_long_events", "event_retention", service.id, fields), service.id)


def remove_old_answers(
    viewer: Viewer,
    service_id: uuid.UUID | None,
    since: dt.date,  # noqa: ARG001  # what should have gone on a day that was missed goes now
    until: dt.date,
) -> JobResult:
    """Remove what a service keeps no longer, for good; says how much of what."""
    if service_id is None:
        return JobResult(0)
    removed = Counter[Kept]()
    for kept, first in kept_for(viewer, service_id).since(until).items():
        while some := _remove_some(service_id, kept, first):
            removed[kept] += some
    found = removed.total()
    return JobResult(found, gettext("Removed for good: %(what)s.", what=gone_words(removed)) if found else "")


def _remove_some(service_id: uuid.UUID, kept: Kept, first: dt.date) -> int:
    with transaction() as here:
        old = here.scalars(covering(Viewer.system(), too_old(service_id, kept, first).limit(AT_ONCE))).all()
        for statement in _with_all(kept, old) if old else ():
            here.execute(covering(Viewer.system(), statement), execution_options={"synchronize_session": False})
    return len(old)


def _with_all(kept: Kept, keys: Sequence[uuid.UUID]) -> list[Delete]:
    """What goes with some rows, and then they themselves."""
    if kept is Kept.DIET:
        return [delete(HomeDiet).where(HomeDiet.home_id.in_(keys))]
    if kept is Kept.ANSWERS:
        guests = delete(EventGuest).where(EventGuest.answer_id.in_(keys))
        return [guests, delete(EventAnswer).where(EventAnswer.id.in_(keys))]
    came = select(Attendance.id).where(Attendance.occurrence_id.in_(keys))
    return [
        delete(Attended).where(Attended.attendance_id.in_(came)),
        delete(Attendance).where(Attendance.occurrence_id.in_(keys)),
        delete(EventRegister).where(EventRegister.occurrence_id.in_(keys)),
    ]
