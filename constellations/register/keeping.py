"""What stays of an import beside its rows: the audit trail, the run with its counts and warnings."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import String, cast, func, insert, literal, select

from constellations.activity.actions import append_links, record
from constellations.activity.models import NO_SERVICE, AuditHead
from constellations.activity.rules import Change
from constellations.core.ids import new_id
from constellations.register.models import ImportCount, ImportRun, ImportWarning
from constellations.register.problems import PROBLEMS, WARNINGS
from constellations.register.sheet import Fate, Import, Sheet
from constellations.register.statements import execute, is_news, numbers_of, rows_of

PORTION = 5_000

Heads = dict[uuid.UUID, int]


class Overtaken(Exception):
    """Others changed a service after its rows were checked."""


@dataclass(frozen=True, slots=True)
class Count:
    """What the import does with the rows of one file."""

    file: str
    added: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0


def fates_of(sheet: Sheet, service_id: uuid.UUID | None = None) -> dict[str, int]:
    """How many rows of a file have which fate, of one service or of all; rows that are refused are left out."""
    t, p = sheet.table.c, PROBLEMS.c
    refused = select(p.row).where(p.file == sheet.file)
    counted = select(t.fate, func.count()).where(t.row.not_in(refused)).group_by(t.fate)
    if service_id is not None:
        counted = counted.where(t.service_id == service_id)
    return numbers_of(counted.where(t.fate.is_not(None)))


def services_touched(sheets: Sequence[Sheet]) -> list[uuid.UUID]:
    """The services whose rows the import adds or changes; those of no service under NO_SERVICE."""
    found: set[uuid.UUID] = set()
    for sheet in sheets:
        rows = rows_of(select(sheet.table.c.service_id).where(is_news(sheet.table)).distinct())
        found |= {service_id or NO_SERVICE for (service_id,) in rows}
    return sorted(found)


def all_heads() -> Heads:
    """How far every audit trail has come: who compares sees whether others changed anything."""
    return numbers_of(select(AuditHead.chain, AuditHead.seq))


def keep(run: Import, sheets: Sequence[Sheet], heads: Heads, source: str) -> None:
    """Write down, service by service: what was loaded, the warnings, one activity, and a link for each row.

    Raises Overtaken where a trail has moved on from `heads`.
    """
    for service_id in services_touched(sheets):
        chain = None if service_id == NO_SERVICE else service_id
        # The trail is held from here: nobody's change comes between this look and the commit.
        append_links(run.viewer, chain, ())
        if all_heads()[service_id] != heads.get(service_id, 0):
            raise Overtaken
        if chain is not None:
            run_id = _keep_run(run, sheets, chain, source)
            record(run.viewer, "loaded_register", run_id, service_id=chain)
        append_links(run.viewer, chain, _changes(sheets, service_id))


def _keep_run(run: Import, sheets: Sequence[Sheet], service_id: uuid.UUID, source: str) -> uuid.UUID:
    run_id = new_id()
    values = {"id": run_id, "service_id": service_id, "person_id": run.viewer.person_id, "source": source}
    execute(insert(ImportRun).values(**values))
    for sheet in sheets:
        fates = fates_of(sheet, service_id)
        if fates:
            counts = {fate.value: fates.get(fate, 0) for fate in Fate}
            execute(insert(ImportCount).values(run_id=run_id, file=sheet.file, **counts))
    w = WARNINGS.c
    number = func.row_number().over(order_by=(w.file, w.row, w.words))
    warned = select(literal(run_id, ImportRun.id.type), number, w.file, w.row, w.words).where(
        w.service_id == service_id
    )
    execute(insert(ImportWarning).from_select(["run_id", "number", "file", "row", "words"], warned))
    return run_id


def _changes(sheets: Sequence[Sheet], service_id: uuid.UUID) -> Iterator[Change]:
    for sheet in sheets:
        yield from _changes_of(sheet, service_id)


def _changes_of(sheet: Sheet, service_id: uuid.UUID) -> Iterator[Change]:
    """One for each row, a portion at a time, so that no row is held for longer."""
    t = sheet.table.c
    subject = literal(sheet.subject, String) if sheet.subject_of is None else cast(sheet.subject_of, String)
    mine = t.service_id.is_(None) if service_id == NO_SERVICE else t.service_id == service_id
    last = 0
    while True:
        portion = (
            select(t.row, t.fate, subject.label("subject"), t.id, t.fields)
            .where(is_news(sheet.table), mine, t.row > last)
            .order_by(t.row)
            .limit(PORTION)
        )
        rows = rows_of(portion)
        for row in rows:
            yield Change(f"register_{row.fate}", row.subject, row.id, row.fields.strip(";").split(";"))
        if len(rows) < PORTION:
            return
        last = rows[-1].row
