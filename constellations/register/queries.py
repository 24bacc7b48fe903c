"""What was loaded before: when, by whom, and with what warnings."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from constellations.access import Viewer, covering, find
from constellations.core.database import session
from constellations.models import Person
from constellations.register.models import ImportCount, ImportRun, ImportWarning

LATEST = 20
MOST_WARNINGS = 200


@dataclass(frozen=True, slots=True)
class PastImport:
    """One import of the viewer's service."""

    id: uuid.UUID
    at: dt.datetime
    who: str | None
    source: str
    added: int
    changed: int


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import with all that is kept of it; `warnings` are the first of `warning_count`."""

    at: dt.datetime
    source: str
    counts: tuple[ImportCount, ...]
    warning_count: int
    warnings: tuple[ImportWarning, ...]


def imports(viewer: Viewer) -> list[PastImport]:
    """The latest imports of what the viewer sees, the newest first."""
    r, c = ImportRun, ImportCount
    found = (
        select(r.id, r.at, Person.name, r.source, func.sum(c.added), func.sum(c.changed))
        .join_from(r, c, c.run_id == r.id)
        .outerjoin(Person, Person.id == r.person_id)
        .group_by(r.id, r.at, Person.name, r.source)
        .order_by(r.at.desc(), r.id.desc())
        .limit(LATEST)
    )
    rows = session().execute(covering(viewer, found, r, through=(c, Person)))
    return [PastImport(*row) for row in rows]


def import_page(viewer: Viewer, run_id: uuid.UUID) -> ImportPage:
    """One import; raises NotFound."""
    run = find(viewer, ImportRun, run_id)
    counts = covering(viewer, select(ImportCount).where(ImportCount.run_id == run.id), ImportCount)
    warnings = select(ImportWarning).where(ImportWarning.run_id == run.id).order_by(ImportWarning.number)
    total = select(func.count()).select_from(ImportWarning).where(ImportWarning.run_id == run.id)
    return ImportPage(
        at=run.at,
        source=run.source,
        counts=tuple(session().scalars(counts)),
        warning_count=session().scalar(covering(viewer, total, ImportWarning)) or 0,
        warnings=tuple(session().scalars(covering(viewer, warnings.limit(MOST_WARNINGS), ImportWarning))),
    )
