"""What a service has chosen, and what is older than that."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import ngettext
from sqlalchemy import Select, func, select

from constellations.access import Viewer, covering
from constellations.core.clock import LONDON
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.core.words import listed_words
from constellations.events.answers.models import EventAnswer, HomeDiet
from constellations.events.attendance.models import EventRegister
from constellations.events.keeping.models import EventRetention
from constellations.events.keeping.rules import Kept, KeptFor
from constellations.events.models import Event, Occurrence
from constellations.models import Home

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class KeepingPage:
    """What a service has chosen, and what of it goes tonight."""

    kept_for: KeptFor
    version: int
    tonight: Counter[Kept]


def keeping_page(viewer: Viewer) -> KeepingPage:
    """The page of the viewer's service; raises NotFound for a viewer of none."""
    if viewer.service_id is None:
        raise NotFound
    row = retention_of(viewer, viewer.service_id)
    chosen = row.kept_for if row else KeptFor()
    return KeepingPage(chosen, row.version if row else 0, would_go(viewer.service_id, chosen, viewer.today))


def retention_of(viewer: Viewer, service_id: uuid.UUID) -> EventRetention | None:
    """What a service has chosen, none where it has chosen nothing yet."""
    chosen = select(EventRetention).where(EventRetention.service_id == service_id)
    return session().scalars(covering(viewer, chosen, EventRetention)).one_or_none()


def kept_for(viewer: Viewer, service_id: uuid.UUID) -> KeptFor:
    """For how long a service keeps each: as usual, until it has chosen something else."""
    row = retention_of(viewer, service_id)
    return row.kept_for if row else KeptFor()


def too_old(service_id: uuid.UUID, kept: Kept, since: dt.date) -> Select[uuid.UUID]:
    """The keys of what is older than a day, of a service; for the system alone."""
    if kept is Kept.DIET:
        said = dt.datetime.combine(since, dt.time(), LONDON)
        theirs = select(Home.id).where(Home.service_id == service_id)
        return select(HomeDiet.home_id).where(HomeDiet.said_at < said, HomeDiet.home_id.in_(theirs))
    over = (
        select(Occurrence.id)
        .join(Event, Event.id == Occurrence.event_id)
        .where(Event.service_id == service_id, Occurrence.starts_on < since)
    )
    if kept is Kept.ANSWERS:
        return select(EventAnswer.id).where(EventAnswer.occurrence_id.in_(over))
    return select(EventRegister.occurrence_id).where(EventRegister.occurrence_id.in_(over))


def would_go(service_id: uuid.UUID, chosen: KeptFor, today: dt.date) -> Counter[Kept]:
    """How much of each is too old on a day."""
    found = Counter[Kept]()
    for kept, since in chosen.since(today).items():
        many = select(func.count()).select_from(too_old(service_id, kept, since).subquery())
        found[kept] = session().scalar(covering(SYSTEM(), many)) or 0
    return found


def gone_words(counts: Mapping[Kept, int]) -> str:
    """Say how much goes, or went: `3 answers and 1 register`; nothing where nothing does."""
    said = {
        Kept.ANSWERS: lambda many: ngettext("%(num)s answer", "%(num)s answers", many),
        Kept.REGISTERS: lambda many: ngettext("%(num)s register", "%(num)s registers", many),
        Kept.DIET: lambda many: ngettext("%(num)s note of what is eaten", "%(num)s notes of what is eaten", many),
    }
    return listed_words([said[kept](counts[kept]) for kept in Kept if counts.get(kept)])
