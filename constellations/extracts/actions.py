"""Taking extracts, each written down first, and renewing the key of the pseudonymised ones."""

import secrets
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from constellations.access import Viewer, find, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.core.tables import as_csv, csv_lines
from constellations.corrections import ChangedMeanwhile
from constellations.extracts import rules
from constellations.extracts.declaration import all_tables
from constellations.extracts.models import ExtractKey
from constellations.extracts.queries import extract_named, key_row, months_back
from constellations.models import Service
from constellations.permissions import Permission

FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
"""The time of every file within: what is the same has the same bytes."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a pseudonymised extract: its name, and its text piece by piece."""

    name: str
    pieces: Iterator[str]


def take_extract(viewer: Viewer, name: str, period: int) -> str:
    """A dashboard as a CSV file; written down before it is made. Raises NoSuchExtract."""
    viewer.must(Permission.TAKE_EXTRACTS)
    extract = extract_named(viewer, name)
    with transaction():
        record(viewer, "took_extract")
        audit(viewer, Change("took_extract", "extract", None, (extract.name,)))
    return as_csv(extract.columns, extract.rows(viewer, months_back(viewer, period)))


def note_file(viewer: Viewer, name: str, of: uuid.UUID | None = None) -> None:
    """Write down that somebody takes a file from its own page, which names families or people: as of an extract.

    `of` is the home or constellation that it is about.
    """
    with transaction():
        record(viewer, "took_extract", of)
        audit(viewer, Change("took_extract", "extract", of, (name,)))


def take_tables(viewer: Viewer, service_id: uuid.UUID) -> Iterator[Part]:
    """The pseudonymised tables of a service and their schema; written down before the first. Raises NotFound."""
    viewer.must(Permission.TAKE_EXTRACTS)
    with transaction():
        service = find(viewer, Service, service_id)
        row = key_row(viewer, service.id) or _new_key(viewer, service.id)
        mask, number = rules.Mask(row.key), row.number
        record(viewer, "took_pseudonymised_extract", service_id=service.id)
        names = tuple(table.name for table in all_tables())
        audit(viewer, Change("took_pseudonymised_extract", "extract", None, names), service.id)
    return _parts(viewer, service_id, mask, number)


def zipped(parts: Iterator[Part]) -> IO[bytes]:
    """The parts as one file, which has no name: it is gone with whoever closes it."""
    made = tempfile.TemporaryFile()  # noqa: SIM115  # whoever hands it over closes it
    try:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in parts:
                entry = zipfile.ZipInfo(part.name, FIRST_DAY_OF_ZIP)
                entry.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(entry, "w") as written:
                    for piece in part.pieces:
                        written.write(piece.encode())
        made.seek(0)
    except BaseException:
        made.close()
        raise
    return made


def renew_extract_key(viewer: Viewer, number: int) -> None:
    """Make a new key for the viewer's service: later extracts cannot be joined to earlier ones.

    `number` is that of the key that was seen, nought of none. Raises ChangedMeanwhile, NotFound.
    """
    viewer.must(Permission.TAKE_EXTRACTS)
    if viewer.service_id is None:
        raise NotFound
    with transaction():
        service = hold(viewer, Service, viewer.service_id)
        row = key_row(viewer, service.id)
        now = row.number if row else 0
        if number != now:
            raise ChangedMeanwhile(str(now), str(number + 1))
        if row is None:
            _new_key(viewer, service.id)
        else:
            row.key, row.number = _fresh(), now + 1
            row.renewed_at, row.renewed_by = clock.now(), viewer.person_id
        record(viewer, "renewed_extract_key")
        audit(viewer, Change("renewed_extract_key", "extract_key", service.id, ("key", "number")), service.id)


def _new_key(viewer: Viewer, service_id: uuid.UUID) -> ExtractKey:
    # Held, so that two who take the first extract at once do not each make a key.
    hold(viewer, Service, service_id)
    row = key_row(viewer, service_id) or ExtractKey(service_id=service_id, key=_fresh(), renewed_by=viewer.person_id)
    session().add(row)
    session().flush()
    return row


def _fresh() -> str:
    return secrets.token_urlsafe(32)


def _parts(viewer: Viewer, service_id: uuid.UUID, mask: rules.Mask, number: int) -> Iterator[Part]:
    tables = all_tables()
    for table in tables:
        columns = [column.name for column in table.columns]
        yield Part(f"{table.name}.csv", csv_lines(columns, table.rows(viewer, service_id, mask)))
    described = [(table.name, table.words, table.columns) for table in tables]
    yield Part(rules.SCHEMA_NAME, iter([rules.schema_written(viewer.today, number, described)]))
