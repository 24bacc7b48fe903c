"""The signs of families, from the roll-up and the tail of the log since it: right at once, whenever it last ran."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, is_key
from constellations.activity.models import Activity
from constellations.core import clock
from constellations.core.clock import Month, months_from
from constellations.core.database import session
from constellations.engagement.signs.declaration import declared
from constellations.engagement.signs.models import SignMark, SignMonth
from constellations.engagement.signs.rules import (
    NOTHING,
    Cell,
    Key,
    LastSign,
    Sign,
    Told,
    counted_by_key,
    last_of,
    pieces,
    to_count_again,
    together,
)
from constellations.models import Home, Membership, by_home_today
from constellations.permissions import Permission

T = TypeVar("T")
Marks = Mapping[uuid.UUID, dt.datetime | None]
"""Of each service up to when its log is rolled up; none where nothing is yet."""

FIGURES = (SignMonth.home_id, SignMonth.month, SignMonth.sign, SignMonth.count, SignMonth.is_torn)
LAST = (SignMonth.last_on, SignMonth.last_id, SignMonth.last_action, SignMonth.last_subject_id)


def last_signs(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[LastSign]]:
    """The last sign of each kind that homes gave, the newest first; of a home that gave none, nothing.

    Carers read those of their own home, staff those of the homes they look after; others are left out.
    Raises Forbidden.
    """
    homes = _readable(viewer, home_ids)
    marks = marks_of(set(homes.values()))
    found, torn = _newest(homes, marks)
    if torn:
        tail = pieces(told(_since(marks), Activity.home_id.in_(torn)))
        cells = cells_where(SignMonth.home_id.in_(torn))
        found |= dict.fromkeys(torn, ()) | last_of((cells | _with(cells, tail)).values())
    return {home_id: found.get(home_id, ()) for home_id in homes}


def signs_by_month(
    viewer: Viewer, home_ids: Collection[uuid.UUID], first: Month, last: Month
) -> Mapping[uuid.UUID, Mapping[Month, Mapping[Sign, int]]]:
    """How many signs of each kind homes gave in each month from the first to the last, both included.

    Every month is there; a kind of which there was none is not. Whose signs are read is as in `last_signs`.
    """
    homes, months = _readable(viewer, home_ids), months_from(first, last)

    def read(marks: Marks) -> dict[Key, Cell]:
        """The cells of these months."""
        within = Activity.happened_on.between(first.first, last.days[-1])
        tail = pieces(told(_since(marks), Activity.home_id.in_(homes), within))
        figures = select(*FIGURES).where(SignMonth.home_id.in_(homes), SignMonth.month.between(first, last))
        rows = session().execute(covering(Viewer.system(), figures))
        cells = {(row[0], row[1], row[2]): Cell(row[3], is_torn=row[4]) for row in rows}
        return cells | _with(cells, tail)

    found: dict[uuid.UUID, dict[Month, dict[Sign, int]]] = {
        home_id: {month: {} for month in months} for home_id in homes
    }
    for (home_id, month, sign), cell in _steadily(homes, read).items():
        if cell.count:
            found[home_id][month][sign] = cell.count
    return found


def counting_since(viewer: Viewer, home_id: uuid.UUID) -> dt.date | None:
    """The day in London from which on the service of a home has an activity log; none where it has none yet."""
    for service_id in _readable(viewer, [home_id]).values():
        first = session().scalar(
            covering(Viewer.system(), select(func.min(Activity.at)).where(Activity.service_id == service_id))
        )
        return clock.london(first).date() if first else None
    return None


def told(*where: ColumnElement[bool]) -> list[Told]:
    """The rows of the log that count and for which this holds, whoever asks."""
    adds_of = declared().adds
    asked = select(Activity.home_id, Activity.happened_on, Activity.id, Activity.action, Activity.subject_id).where(
        *where, *_that_count()
    )
    found = []
    for home_id, on, key, action, subject_id in session().execute(covering(Viewer.system(), asked)):
        sign, adds = adds_of[action]
        if home_id is not None:
            found.append(Told(home_id, sign, on, key, action, subject_id, adds))
    return found


def cells_where(*where: ColumnElement[bool]) -> dict[Key, Cell]:
    """The cells of the roll-up for which this holds, whoever asks."""
    return _cells(covering(Viewer.system(), select(*FIGURES, *LAST).where(*where)))


def counted_again(keys: Collection[Key], *where: ColumnElement[bool]) -> dict[Key, Cell]:
    """Some cells from their rows of the log, those for which this holds; nothing is asked where there are none."""
    if not keys:
        return {}
    months = {month for _, month, _ in keys}
    homes = Activity.home_id.in_({home_id for home_id, _, _ in keys})
    within = Activity.happened_on.between(min(months).first, max(months).days[-1])
    found = counted_by_key(told(homes, within, *where))
    return {key: found.get(key, NOTHING) for key in keys}


def marks_of(service_ids: Collection[uuid.UUID]) -> Marks:
    """How far the logs of services are rolled up."""
    asked = select(SignMark.service_id, SignMark.read_until).where(SignMark.service_id.in_(service_ids))
    read = {row[0]: row[1] for row in session().execute(covering(Viewer.system(), asked))}
    return {service_id: read.get(service_id) for service_id in service_ids}


def _readable(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Those of these homes whose signs the viewer may read, each with its service."""
    viewer.must(Permission.SEE_COUNTED if viewer.is_carer else Permission.SEE_SIGNS)
    theirs = is_key(Home.id, viewer.home_id) if viewer.is_carer else by_home_today(Home.id, viewer)
    asked = select(Home.id, Home.service_id).where(Home.id.in_(home_ids), theirs)
    return {row[0]: row[1] for row in session().execute(covering(viewer, asked, Home, through=(Membership,)))}


def _steadily(homes: Mapping[uuid.UUID, uuid.UUID], read: Callable[[Marks], T]) -> T:
    """What is read with the marks of the homes' services; again where they moved meanwhile, or some count twice."""
    services = set(homes.values())
    while True:
        marks = marks_of(services)
        found = read(marks)
        if marks_of(services) == marks:
            return found


def _since(marks: Marks) -> ColumnElement[bool]:
    """The rows of the log that are not rolled up yet."""
    each = (
        Activity.service_id == service_id
        if mark is None
        else and_(Activity.service_id == service_id, Activity.at >= mark)
        for service_id, mark in marks.items()
    )
    return or_(false(), *each)


def _with(cells: Mapping[Key, Cell], tail: Mapping[Key, Cell]) -> dict[Key, Cell]:
    """Those cells that something of the tail comes to, with it."""
    return together(cells, tail, counted_again(to_count_again(cells, tail)))


Last = dict[uuid.UUID, tuple[LastSign, ...]]


def _newest(home_ids: Collection[uuid.UUID], marks: Marks) -> tuple[Last, set[uuid.UUID]]:
    """The last sign of each kind of homes, of those by the day and by when it was written down, in one statement.

    Beside it the homes of which it cannot be said so: something was taken back in what the tail comes to.
    """
    rows = union_all(_newest_cells(home_ids), _tail(home_ids, marks)).subquery("told")
    kind = (rows.c.home_id, rows.c.sign)
    place = func.row_number().over(partition_by=kind, order_by=(rows.c.on.desc(), rows.c.id.desc()))
    is_torn = and_(func.max(rows.c.torn).over(partition_by=kind) > 0, func.count().over(partition_by=kind) > 1)
    placed = select(
        *(rows.c.home_id, rows.c.sign, rows.c.on, rows.c.subject_id, rows.c.action, is_torn.label("is_torn")),
        place.label("place"),
    ).subquery("placed")
    asked = select(*placed.c).where(placed.c.place == 1).order_by(placed.c.on.desc())
    found: dict[uuid.UUID, list[LastSign]] = {}
    torn: set[uuid.UUID] = set()
    for home_id, sign, on, subject_id, action, of_torn, _ in session().execute(covering(Viewer.system(), asked)):
        found.setdefault(home_id, []).append(LastSign(Sign(sign), on, subject_id, action))
        if of_torn:
            torn.add(home_id)
    return {home_id: tuple(signs) for home_id, signs in found.items()}, torn


def _newest_cells(home_ids: Collection[uuid.UUID]) -> Select[*tuple[Any, ...]]:
    """Of each home and kind the cell of the latest month: each is found by its key, however many months there are."""
    kinds = union_all(*(select(literal(sign.value, String).label("sign")) for sign in Sign)).subquery("kinds")
    kind = type_coerce(kinds.c.sign, SignMonth.sign.type)
    other = aliased(SignMonth)
    month = select(func.max(other.month)).where(other.home_id == Home.id, other.sign == kind, other.count > 0)
    each = select(Home.id, kind.label("sign"), month.scalar_subquery().label("month")).join(kinds, true())
    # Found before it is joined: PostgreSQL would look for the latest month of every cell that there is.
    newest = each.where(Home.id.in_(home_ids)).cte("newest").prefix_with("MATERIALIZED", dialect="postgresql")
    of_newest = and_(
        SignMonth.home_id == newest.c.id, SignMonth.sign == newest.c.sign, SignMonth.month == newest.c.month
    )
    columns = (
        SignMonth.home_id.label("home_id"),
        type_coerce(SignMonth.sign, String).label("sign"),
        SignMonth.last_on.label("on"),
        SignMonth.last_id.label("id"),
        SignMonth.last_action.label("action"),
        SignMonth.last_subject_id.label("subject_id"),
        case((SignMonth.is_torn, 1), else_=0).label("torn"),
    )
    return select(*columns).select_from(newest).join(SignMonth, of_newest)


def _tail(home_ids: Collection[uuid.UUID], marks: Marks) -> Select[*tuple[Any, ...]]:
    """The rows that count and are not rolled up yet, with the same columns."""
    adds = declared().adds
    return select(
        Activity.home_id,
        case({action: sign.value for action, (sign, _) in adds.items()}, value=Activity.action),
        Activity.happened_on,
        Activity.id,
        Activity.action,
        Activity.subject_id,
        case({action: 1 for action, (_, one) in adds.items() if one < 0}, value=Activity.action, else_=0),
    ).where(_since(marks), Activity.home_id.in_(home_ids), *_that_count())


def _that_count() -> tuple[ColumnElement[bool], ...]:
    """Which rows of the log count."""
    known = declared()
    return (
        Activity.home_id.is_not(None),
        Activity.action.in_(known.adds),
        or_(Activity.is_own, Activity.action.in_(known.observed)),
    )


def _cells(asked: Select[*tuple[Any, ...]]) -> dict[Key, Cell]:
    found = {}
    for home_id, month, sign, count, is_torn, *last in session().execute(asked):
        on, key, action, subject_id = last
        newest = Told(home_id, sign, on, key, action, subject_id) if count else None
        found[home_id, month, sign] = Cell(count, newest, is_torn)
    return found
