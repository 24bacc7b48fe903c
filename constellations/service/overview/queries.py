"""All settings of a service with who changed each last, and the last changes of any."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from constellations.access import Viewer, covering
from constellations.activity.models import AuditEntry
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Person
from constellations.service.overview.declaration import Setting, settings_of_service

MOST_CHANGES = 15
"""How many of the last changes the page names."""


@dataclass(frozen=True, slots=True)
class LastChange:
    """When something was changed last, and by whom where it was a person."""

    at: dt.datetime
    by: str | None
    subject: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The settings, each with its last change where there was one, and the last changes of all, the newest first."""

    lines: tuple[tuple[Setting, LastChange | None], ...]
    changes: tuple[tuple[str, LastChange], ...]


def overview_of_settings(viewer: Viewer) -> Overview:
    """What the viewer's service has set; raises NotFound for a viewer of none."""
    if viewer.service_id is None:
        raise NotFound
    settings = settings_of_service(viewer)
    names = {subject: one.words for one in settings for subject in one.subjects}
    last = {change.subject: change for change in _last_of_each(viewer, names)}
    lines = [(one, _newest(last, one.subjects)) for one in settings]
    changes = [(names[change.subject], change) for change in _last_of_all(viewer, names)]
    return Overview(tuple(lines), tuple(changes))


def _newest(last: dict[str, LastChange], subjects: Collection[str]) -> LastChange | None:
    return max((last[one] for one in subjects if one in last), key=lambda one: one.at, default=None)


def _last_of_each(viewer: Viewer, subjects: Collection[str]) -> list[LastChange]:
    newest = (
        select(AuditEntry.subject, func.max(AuditEntry.seq).label("seq"))
        .where(AuditEntry.chain == viewer.service_id, AuditEntry.subject.in_(subjects))
        .group_by(AuditEntry.subject)
    )
    each = covering(viewer, newest, AuditEntry).subquery()
    asked = (
        select(AuditEntry.at, Person.name, AuditEntry.subject)
        .join(each, each.c.seq == AuditEntry.seq)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .where(AuditEntry.chain == viewer.service_id)
    )
    return _changes(viewer, asked)


def _last_of_all(viewer: Viewer, subjects: Collection[str]) -> list[LastChange]:
    asked = (
        select(AuditEntry.at, Person.name, AuditEntry.subject)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .where(AuditEntry.chain == viewer.service_id, AuditEntry.subject.in_(subjects))
        .order_by(AuditEntry.seq.desc())
        .limit(MOST_CHANGES)
    )
    return _changes(viewer, asked)


def _changes(viewer: Viewer, asked: Select[dt.datetime, str | None, str]) -> list[LastChange]:
    found = session().execute(covering(viewer, asked, AuditEntry, through=(Person,)))
    return [LastChange(at, name, subject) for at, name, subject in found]
