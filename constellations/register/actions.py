"""Loading a register: read, check everything, then store all of it in one transaction, or nothing."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from constellations.access import Viewer, visible
from constellations.activity.models import NO_SERVICE
from constellations.core import clock
from constellations.core.database import kept_connection, session, transaction
from constellations.core.errors import Conflict, Forbidden, RuleBroken
from constellations.feeds.entries.actions import let_feeds_follow_all
from constellations.models import Service
from constellations.permissions import Permission
from constellations.register.aliases import read_old_keys
from constellations.register.files import Source, opened
from constellations.register.keeping import Count, fates_of, keep, prepare
from constellations.register.known import SERVICES, drop_repeated
from constellations.register.links import Heads, Overtaken, all_heads
from constellations.register.problems import (
    WARNINGS,
    RowProblem,
    RowWarning,
    problems_found,
    refused_rows,
    warnings_found,
)
from constellations.register.reading import read_files
from constellations.register.sheet import WAITING, Import, Sheet
from constellations.register.statements import any_row, execute, learn

EXTENSION = "roost_sheets"

ATTEMPTS = 3
"""So often an import starts its checks again because others changed the same service meanwhile."""

OVERTAKEN = (
    "Others were changing this service at the same moment, so nothing was loaded. Please load the register again."
)

Progress = Callable[[str, int, int], None]
"""Called with what is being done (read, check, store), how far it is and how far it goes (0: unknown)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do; `stored` is false after a dry run, where anything is wrong, and where all
    was there already."""

    source: str
    counts: tuple[Count, ...]
    problem_count: int
    problems: tuple[RowProblem, ...]
    warning_count: int
    warnings: tuple[RowWarning, ...]
    stored: bool = False
    is_news: bool = field(default=False)


def init_register(app: Flask, known: Sequence[Sheet]) -> None:
    """Hand over the files of the register, each after those that it builds on."""
    app.extensions[EXTENSION] = tuple(known)


def sheets() -> tuple[Sheet, ...]:
    """The files of the register, in the order in which they build on each other."""
    found: tuple[Sheet, ...] = current_app.extensions[EXTENSION]
    return found


def silent(_words: str, _done: int, _all: int) -> None:
    """Tell nobody how far it is."""


def load_register(
    viewer: Viewer, path: Path, only_service: str | None = None, dry_run: bool = False, progress: Progress = silent
) -> Outcome:
    """Load a folder or workbook, of one service alone if given; of the viewer's own, unless it is the system.

    Where anything is wrong with a row, nothing is stored and the outcome says what. Raises RuleBroken for what
    is no register, Conflict where others kept changing the same service.
    """
    viewer.must(Permission.IMPORT_REGISTER)
    known = sheets()
    with opened(path, [sheet.name for sheet in known]) as source, kept_connection():
        run = Import(viewer, _service_of(viewer, only_service), clock.today())
        _read(run, known, source, progress)
        for _attempt in range(ATTEMPTS):
            heads = all_heads()
            progress("check", 0, 0)
            _check(run, known)
            outcome = _outcome(known, source)
            if dry_run or outcome.problem_count or not outcome.is_news:
                return outcome
            chains = prepare(run, known, heads)
            session().commit()
            progress("store", 0, 0)
            if _store(run, known, chains, heads, source.name):
                return replace(outcome, stored=True)
    raise Conflict(OVERTAKEN)


def _service_of(viewer: Viewer, only_service: str | None) -> str | None:
    if viewer.is_system:
        return only_service
    own: str = session().scalars(visible(viewer, Service)).one().key
    if only_service not in (None, own):
        raise Forbidden
    return own


def _read(run: Import, known: Sequence[Sheet], source: Source, progress: Progress) -> None:
    WAITING.create_all(session().connection(), checkfirst=False)
    done = 0

    def note(size: int) -> None:
        """Count what was read, and say how far it is."""
        nonlocal done
        done += size
        progress("read", done, source.size)

    read_files(run, known, source, note)
    read_old_keys(run, known)
    for sheet in known:
        drop_repeated(sheet.table)
    learn(*(sheet.table for sheet in known))
    session().commit()


def _check(run: Import, known: Sequence[Sheet]) -> None:
    """Find out what each row means, and everything that is wrong; done before, it starts afresh."""
    for table in WAITING.sorted_tables:
        if table.info.get("derived"):
            execute(delete(table))
    execute(delete(WARNINGS).where(WARNINGS.c.lasting.is_(False)))
    # Once more: somebody may have merged or corrected something since the files were read.
    read_old_keys(run, known)
    for sheet in known:
        sheet.settle(run)
        learn(sheet.table)
    if run.only_service is not None and not any_row(SERVICES, SERVICES.c.key == run.only_service):
        raise RuleBroken(f"There is no service {run.only_service}, neither stored nor in services.csv.")
    for sheet in known:
        sheet.check(run)


def _outcome(known: Sequence[Sheet], source: Source) -> Outcome:
    files = (*(sheet.file for sheet in known), *source.unknown)
    problem_count, problems = problems_found(files)
    warning_count, warnings = warnings_found(files)
    refused = refused_rows()
    counts = tuple(
        Count(sheet.file, **fates_of(sheet), refused=refused.get(sheet.file, 0))
        for sheet in known
        if sheet.name in source.files
    )
    news = any(count.added or count.changed for count in counts)
    return Outcome(source.name, counts, problem_count, tuple(problems), warning_count, tuple(warnings), is_news=news)


def _store(run: Import, known: Sequence[Sheet], chains: Sequence[uuid.UUID], heads: Heads, source: str) -> bool:
    """Write everything; false, with nothing written, where others changed the same services since the checks."""
    try:
        with transaction():
            for sheet in known:
                sheet.write(run)
            keep(run, chains, heads, source)
            let_feeds_follow_all(chain for chain in chains if chain != NO_SERVICE)
    except Overtaken:
        return False
    except IntegrityError as refused:
        raise Conflict(OVERTAKEN) from refused
    return True
