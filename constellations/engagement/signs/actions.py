"""Rolling the signs of families up: what was told since the last time, or all of it anew."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping

from flask_babel import ngettext
from sqlalchemy import ColumnElement, Delete, delete, func, select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from constellations.access import Viewer, covering
from constellations.activity.models import Activity
from constellations.core import clock
from constellations.core.database import database, session, transaction
from constellations.engagement.signs.models import SignMark, SignMonth
from constellations.engagement.signs.queries import cells_where, counted_again, told
from constellations.engagement.signs.rules import (
    QUIET,
    Cell,
    Key,
    counted_by_key,
    pieces,
    step_end,
    to_count_again,
    together,
)
from constellations.jobs.rules import JobResult
from constellations.models import Home


def roll_up_signs(
    viewer: Viewer,
    service_id: uuid.UUID | None,
    since: dt.date,  # noqa: ARG001  # how far it has come is kept beside the figures
    until: dt.date,  # noqa: ARG001  # an instant, not a day, ends what is old enough
) -> JobResult:
    """Add what the log of a service tells since the last time; again adds nothing twice.

    Each step is a transaction that moves the mark along: whatever stops it, the next run goes on from there.
    """
    if service_id is None:
        return JobResult(0)
    limit, found = clock.now() - QUIET, 0
    while (added := _roll_up_step(viewer, service_id, limit)) is not None:
        found += added
    return JobResult(found, ngettext("%(num)s sign of life counted.", "%(num)s signs of life counted.", found))


def count_signs_anew(viewer: Viewer, service_id: uuid.UUID) -> JobResult:
    """Count all signs of a service from its log, from nothing; meanwhile pages read the log itself."""
    with transaction() as here:
        _held_mark(service_id).read_until = None
        homes = select(Home.id).where(Home.service_id == service_id)
        here.execute(_without(viewer, SignMonth.home_id.in_(homes)))
    return roll_up_signs(viewer, service_id, viewer.today, viewer.today)


def count_homes_anew(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> None:
    """Count the signs of some homes anew: for who takes rows of theirs out of the log, in the same transaction."""
    with transaction() as here:
        here.flush()
        of_homes = select(Home.service_id, Home.id).where(Home.id.in_(home_ids)).order_by(Home.service_id)
        services: dict[uuid.UUID, list[uuid.UUID]] = {}
        for service_id, home_id in here.execute(covering(viewer, of_homes)):
            services.setdefault(service_id, []).append(home_id)
        for service_id, homes in services.items():
            read_until = _held_mark(service_id).read_until
            here.execute(_without(viewer, SignMonth.home_id.in_(homes)))
            if read_until is not None:
                of_service = Activity.service_id == service_id
                _store(counted_by_key(told(of_service, Activity.home_id.in_(homes), Activity.at < read_until)))


def _without(viewer: Viewer, which: ColumnElement[bool]) -> Delete:
    """Take cells out; none of them is held as an object."""
    return covering(viewer, delete(SignMonth).where(which).execution_options(synchronize_session=False))


def _roll_up_step(viewer: Viewer, service_id: uuid.UUID, limit: dt.datetime) -> int | None:
    """Add what the log tells from the mark on, at most so much; gives how many signs, none where nothing is due."""
    with transaction():
        mark = _held_mark(service_id)
        start = mark.read_until or _first_row(viewer, service_id)
        if start is None or start >= limit:
            return None
        end = min(step_end(start), limit)
        of_service = Activity.service_id == service_id
        rows = told(of_service, Activity.at >= start, Activity.at < end)
        added = pieces(rows)
        cells = _cells_of(added)
        again = counted_again(to_count_again(cells, added), of_service, Activity.at < end)
        _store(together(cells, added, again))
        mark.read_until = end
        return len(rows)


def _held_mark(service_id: uuid.UUID) -> SignMark:
    """How far the log of a service is rolled up; nobody else rolls it up until the commit."""
    insert_here = insert_on_sqlite if database().is_sqlite else insert_on_postgresql
    session().execute(insert_here(SignMark).values(service_id=service_id).on_conflict_do_nothing())
    held = select(SignMark).where(SignMark.service_id == service_id).with_for_update()
    found = session().scalars(covering(Viewer.system(), held).execution_options(populate_existing=True))
    return found.one()


def _first_row(viewer: Viewer, service_id: uuid.UUID) -> dt.datetime | None:
    first = select(func.min(Activity.at)).where(Activity.service_id == service_id)
    return session().scalar(covering(viewer, first))


def _cells_of(keys: Collection[Key]) -> dict[Key, Cell]:
    """What the roll-up has where something is to be added."""
    homes, months = {home_id for home_id, _, _ in keys}, {month for _, month, _ in keys}
    return cells_where(SignMonth.home_id.in_(homes), SignMonth.month.in_(months))


def _store(cells: Mapping[Key, Cell]) -> None:
    """Write cells in place of those that are there."""
    insert_here = insert_on_sqlite if database().is_sqlite else insert_on_postgresql
    written = insert_here(SignMonth)
    figures = {name: written.excluded[name] for name in FIGURES}
    put = written.on_conflict_do_update(index_elements=["home_id", "sign", "month"], set_=figures)
    rows = [_row(key, cell) for key, cell in cells.items()]
    if rows:
        session().execute(put, rows)


FIGURES = ("count", "is_torn", "last_on", "last_action", "last_subject_id", "last_id")
"""The columns of a cell that are not its key."""


def _row(key: Key, cell: Cell) -> dict[str, object]:
    home_id, month, sign = key
    last = cell.last
    return {
        "home_id": home_id,
        "sign": sign,
        "month": month,
        "count": cell.count,
        "is_torn": cell.is_torn,
        "last_on": last.on if last else None,
        "last_action": last.action if last else None,
        "last_subject_id": last.subject_id if last else None,
        "last_id": last.id if last else None,
    }
