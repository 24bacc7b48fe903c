"""Which extracts somebody may take, and the key of a service."""

import uuid
from dataclasses import dataclass

from constellations.access import Viewer, visible
from constellations.core.clock import Month, months_from
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.extracts.declaration import Extract, Table, all_extracts, all_tables
from constellations.extracts.models import ExtractKey
from constellations.extracts.rules import NoSuchExtract


@dataclass(frozen=True, slots=True)
class ExtractsPage:
    """What the viewer may take; `key` is none where no pseudonymised extract was taken yet."""

    extracts: tuple[Extract, ...]
    tables: tuple[Table, ...]
    key: ExtractKey | None


def extracts_page(viewer: Viewer) -> ExtractsPage:
    """The extracts whose dashboard the viewer may see, and the tables; raises NotFound without a service."""
    if viewer.service_id is None:
        raise NotFound
    theirs = tuple(extract for extract in all_extracts().values() if viewer.may(extract.permission))
    return ExtractsPage(theirs, all_tables(), key_row(viewer, viewer.service_id))


def extract_named(viewer: Viewer, name: str) -> Extract:
    """An extract that the viewer may take; raises NoSuchExtract."""
    found = all_extracts().get(name)
    if found is None or not viewer.may(found.permission):
        raise NoSuchExtract
    return found


def key_row(viewer: Viewer, service_id: uuid.UUID) -> ExtractKey | None:
    """The key of a service, where it has one."""
    return session().scalars(visible(viewer, ExtractKey).where(ExtractKey.service_id == service_id)).one_or_none()


def months_back(viewer: Viewer, period: int) -> tuple[Month, ...]:
    """So many months up to this one."""
    last = Month.of(viewer.today)
    return months_from(last.shifted(1 - period), last)
