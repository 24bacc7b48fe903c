"""All settings of a service with who changed each last, and the last changes of any."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from constellations.access import Viewer, covering
from constellations.activity.models import AuditEntry
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Person
from constellations.service.overview.declaration import Setting, settings_of_service
from constellations.service.overview.rules import Told, act_words, told_of

MOST_CHANGES = 15
"""How many of the last changes the page names."""


@dataclass(frozen=True, slots=True)
class LastChange:
    """When something was changed last, by whom where it was a person, and what is told of it."""

    at: dt.datetime
    by: str | None
    told: Told


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
    subjects = {subject for one in settings for subject in one.subjects}
    newest_first = _last_of_each_kind(viewer, subjects)
    lines = [(one, next((c for c in newest_first if one.was_changed_by(c.told)), None)) for one in settings]
    changes = [(_words(settings, change.told), change) for change in _last_of_all(viewer, subjects)]
    return Overview(tuple(lines), tuple(changes))


def _words(settings: Sequence[Setting], told: Told) -> str:
    """What was changed: every setting that is, for a page saves several at once."""
    return ", ".join(one.words for one in settings if one.was_changed_by(told)) or act_words(told)


def _last_of_each_kind(viewer: Viewer, subjects: Collection[str]) -> list[LastChange]:
    """The last change of each kind, a kind being an action with the same fields of the same table; the newest first."""
    kind = (AuditEntry.subject, AuditEntry.action, AuditEntry.fields)
    newest = (
        select(func.max(AuditEntry.seq).label("seq"))
        .where(AuditEntry.chain == viewer.service_id, AuditEntry.subject.in_(subjects))
        .group_by(*kind)
    )
    each = covering(viewer, newest, AuditEntry).subquery()
    return _changes(viewer, _links(viewer).join(each, each.c.seq == AuditEntry.seq))


def _last_of_all(viewer: Viewer, subjects: Collection[str]) -> list[LastChange]:
    return _changes(viewer, _links(viewer).where(AuditEntry.subject.in_(subjects)).limit(MOST_CHANGES))


def _links(viewer: Viewer) -> Select[dt.datetime, str | None, str, str, str]:
    told = (AuditEntry.action, AuditEntry.subject, AuditEntry.fields)
    return (
        select(AuditEntry.at, Person.name, *told)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .where(AuditEntry.chain == viewer.service_id)
        .order_by(AuditEntry.seq.desc())
    )


def _changes(viewer: Viewer, asked: Select[dt.datetime, str | None, str, str, str]) -> list[LastChange]:
    found = session().execute(covering(viewer, asked, AuditEntry, through=(Person,)))
    return [LastChange(at, name, told_of(*told)) for at, name, *told in found]
