"""What stays of an import beside its rows: the audit trail, the run with its counts and warnings."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column as Stored
from sqlalchemy import Integer, String, func, insert, literal, select

from constellations.activity.actions import record
from constellations.activity.models import NO_SERVICE
from constellations.core.columns import Id
from constellations.core.ids import new_id
from constellations.models import Service
from constellations.register.links import LINKS, Heads, append_laid_links, lay_links_ready
from constellations.register.models import ImportCount, ImportRun, ImportWarning
from constellations.register.problems import PROBLEMS, WARNINGS
from constellations.register.sheet import Fate, Import, Sheet, besides
from constellations.register.statements import execute, is_news, learn, numbers_of, rows_of

COUNTS = besides(
    "waiting_count",
    Stored("service_id", Id()),
    Stored("file", String),
    *(Stored(fate, Integer) for fate in Fate),
)
"""What the import does with the rows of one file and service."""


@dataclass(frozen=True, slots=True)
class Count:
    """What the import does with the rows of one file."""

    file: str
    added: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0


def fates_of(sheet: Sheet) -> dict[str, int]:
    """How many rows of a file have which fate; rows that are refused are left out."""
    t, p = sheet.table.c, PROBLEMS.c
    refused = select(p.row).where(p.file == sheet.file)
    counted = select(t.fate, func.count()).where(t.row.not_in(refused), t.fate.is_not(None)).group_by(t.fate)
    return numbers_of(counted)


def services_touched(sheets: Sequence[Sheet]) -> list[uuid.UUID]:
    """The services whose rows the import adds or changes; those of no service under NO_SERVICE."""
    found: set[uuid.UUID] = set()
    for sheet in sheets:
        rows = rows_of(select(sheet.table.c.service_id).where(is_news(sheet.table)).distinct())
        found |= {service_id or NO_SERVICE for (service_id,) in rows}
    return sorted(found)


def prepare(run: Import, sheets: Sequence[Sheet], heads: Heads) -> list[uuid.UUID]:
    """Lay ready, before anybody has to wait, what `keep` stores; gives the trails to which the import adds."""
    for sheet in sheets:
        t = sheet.table.c
        counts = [func.count().filter(t.fate == fate) for fate in Fate]
        counted = select(t.service_id, literal(sheet.file), *counts).where(t.service_id.is_not(None))
        execute(insert(COUNTS).from_select(list(COUNTS.c), counted.group_by(t.service_id)))
    chains = services_touched(sheets)
    for chain in chains:
        lay_links_ready(run, sheets, heads, chain)
    learn(LINKS)
    return chains


def keep(run: Import, chains: Sequence[uuid.UUID], heads: Heads, source: str) -> None:
    """Write down, service by service: what was loaded, the warnings, one activity, and a link for each row.

    Raises Overtaken where a trail has moved on from `heads`.
    """
    # From here nobody closes a month: who is just closing one ends first, and has then moved the trail on.
    execute(select(Service.id).where(Service.id.in_(chains)).order_by(Service.id).with_for_update(read=True))
    for chain in chains:
        if chain != NO_SERVICE:
            record(run.viewer, "loaded_register", _keep_run(run, chain, source), service_id=chain)
        append_laid_links(heads, chain)


def _keep_run(run: Import, service_id: uuid.UUID, source: str) -> uuid.UUID:
    run_id = new_id()
    values = {"id": run_id, "service_id": service_id, "person_id": run.viewer.person_id, "source": source}
    execute(insert(ImportRun).values(**values))
    c, w, of_run = COUNTS.c, WARNINGS.c, literal(run_id, ImportRun.id.type)
    counted = select(of_run, c.file, c.added, c.changed, c.same).where(c.service_id == service_id)
    execute(insert(ImportCount).from_select(["run_id", "file", *Fate], counted))
    number = func.row_number().over(order_by=(w.file, w.row, w.words))
    warned = select(of_run, number, w.file, w.row, w.words).where(w.service_id == service_id)
    execute(insert(ImportWarning).from_select(["run_id", "number", "file", "row", "words"], warned))
    return run_id
