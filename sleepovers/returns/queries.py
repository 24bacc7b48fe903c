"""Monthly returns: one of them with its figures, the list, and what waits for whom."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import and_, func, or_, select

from constellations.access import Viewer, covering, visible
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Constellation, Home, Membership, Person, Service
from constellations.permissions import Permission
from sleepovers.returns.figures.facts import Figures
from sleepovers.returns.figures.kept import Changes, KeptFigures, changes, figures_kept
from sleepovers.returns.figures.queries import facts_of, facts_since, without_register
from sleepovers.returns.figures.rules import tally
from sleepovers.returns.layout import Beside, Step, Told
from sleepovers.returns.models import MonthlyReturn, ReturnNote
from sleepovers.returns.reading.queries import Around, Door, constellations_read, door_to
from sleepovers.returns.rules import Answers, ReturnState, hubs_during, months_shown


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """One return, what is missing for it, and what the viewer may do with it."""

    door: Door
    told: Told
    version: int
    elsewhere: tuple[str, ...]
    without_register: tuple[tuple[uuid.UUID, str, dt.date], ...]
    is_over: bool
    may_lock: bool
    may_note: bool
    earlier: Month | None
    later: Month | None

    @property
    def may_write(self) -> bool:
        """Whether the viewer answers its questions, and submits it once its month is over."""
        return self.door.may_finish and self.told.state is ReturnState.OPEN


def return_page(viewer: Viewer, constellation_id: uuid.UUID, month: Month) -> ReturnPage:
    """The return of a constellation's month; raises NotFound, BeforeItBegan, AfterItClosed, StillToCome."""
    door = door_to(viewer, constellation_id, month)
    row = row_of(viewer, constellation_id, month)
    now = figures_now(door, viewer.today)
    told = _told(viewer, door, row, now)
    missing = tuple(without_register(constellation_id, month, viewer.today)) if told.state is ReturnState.OPEN else ()
    may_lock = viewer.may(Permission.LOCK_RETURNS)
    return ReturnPage(
        door=door,
        told=told,
        version=row.version if row else 0,
        elsewhere=_homes_elsewhere(constellation_id, month),
        without_register=missing,
        is_over=viewer.today >= month.end,
        may_lock=may_lock and told.state is ReturnState.SUBMITTED,
        may_note=told.state is ReturnState.LOCKED and (may_lock or door.may_finish),
        earlier=door.around.read_month(viewer, month.shifted(-1)),
        later=door.around.read_month(viewer, month.shifted(1)),
    )


def row_of(viewer: Viewer, constellation_id: uuid.UUID, month: Month) -> MonthlyReturn | None:
    """What is stored of a return; none where nobody has said anything."""
    asked = visible(viewer, MonthlyReturn).where(
        MonthlyReturn.constellation_id == constellation_id, MonthlyReturn.month == month
    )
    return session().scalars(asked).one_or_none()


def figures_now(door: Door, today: dt.date) -> Figures:
    """A month in numbers as it is known now."""
    facts = facts_of([door.constellation], door.month, door.month, today)
    return tally(facts[door.constellation.id, door.month], door.month)


def _told(viewer: Viewer, door: Door, row: MonthlyReturn | None, now: Figures) -> Told:
    kept = figures_kept(cast("KeptFigures", row.snapshot)) if row is not None and row.snapshot is not None else None
    service_id = door.constellation.service_id
    service = select(Service.name).where(Service.id == service_id)
    # What was removed by its age since is no change.
    is_known = kept is not None and facts_since([service_id], viewer.today)[service_id] <= door.month.first
    names = _names([row.submitted_by, row.locked_by]) if row else {}
    return Told(
        service=session().execute(covering(Viewer.system(), service)).scalar_one(),
        constellation=door.constellation.name,
        month=door.month,
        state=row.state if row else ReturnState.OPEN,
        figures=kept or now,
        since=changes(kept, now) if kept and is_known else Changes(),
        answers=Answers(row.resignations, row.endings, row.story) if row else Answers(),
        hubs=tuple(dict.fromkeys(one.home for one in hubs_during(door.around.hubs, door.month))),
        submitted=_step(names, row.submitted_by, row.submitted_at) if row else None,
        locked=_step(names, row.locked_by, row.locked_at) if row else None,
        beside=_beside(viewer, row) if row else (),
    )


def _step(names: Mapping[uuid.UUID, str], who: uuid.UUID | None, at: dt.datetime | None) -> Step | None:
    return None if at is None else Step(names.get(who) if who else None, at)


def _names(people: Collection[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """The names of those who took a step with a return that the viewer reads."""
    asked = select(Person.id, Person.name).where(Person.id.in_([one for one in people if one]))
    return {row[0]: row[1] for row in session().execute(covering(Viewer.system(), asked))}


def _beside(viewer: Viewer, row: MonthlyReturn) -> tuple[Beside, ...]:
    asked = (
        select(ReturnNote, Person.name)
        .outerjoin(Person, Person.id == ReturnNote.written_by)
        .where(ReturnNote.return_id == row.id)
        .order_by(ReturnNote.written_at, ReturnNote.id)
    )
    rows = session().execute(covering(viewer, asked, ReturnNote, through=(Person,)))
    return tuple(Beside(note.said, note.words, Step(who, note.written_at)) for note, who in rows)


def _homes_elsewhere(constellation_id: uuid.UUID, month: Month) -> tuple[str, ...]:
    """The homes that belonged to another constellation too in a month: what they did stands in both returns."""
    held = (Membership.starts_on < month.end, or_(Membership.ends_on.is_(None), Membership.ends_on > month.first))
    others = select(Membership.home_id).where(Membership.constellation_id != constellation_id, *held)
    asked = (
        select(Home.name)
        .join(Membership, Membership.home_id == Home.id)
        .where(Membership.constellation_id == constellation_id, *held, Home.id.in_(others))
        .order_by(Home.name)
        .distinct()
    )
    return tuple(session().scalars(covering(Viewer.system(), asked)))


@dataclass(frozen=True, slots=True)
class Listed:
    """One return of the list."""

    constellation: Constellation
    month: Month
    state: ReturnState
    is_over: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class ReturnsPage:
    """The returns of one constellation, the newest first, or of several in one month."""

    rows: tuple[Listed, ...]
    chosen: Constellation | None
    month: Month
    others: Sequence[Constellation]


def returns_page(viewer: Viewer, month: Month, constellation_id: uuid.UUID | None = None) -> ReturnsPage:
    """The list; of one constellation where only one is read, or the one that is chosen; three queries."""
    viewer.must(Permission.SEE_RETURNS)
    read = constellations_read(viewer)
    chosen = next((one for one in read if one.constellation.id == constellation_id), None)
    if chosen is None and len(read) == 1:
        chosen = read[0]
    if chosen is not None:
        wanted = [(chosen, each) for each in months_shown(chosen.began, viewer.today)]
    else:
        wanted = [(one, month) for one in read]
    wanted = [(one, each) for one, each in wanted if one.read_month(viewer, each)]
    states = _states(viewer, wanted)
    rows = tuple(_listed(viewer, one, each, states.get((one.constellation.id, each))) for one, each in wanted)
    return ReturnsPage(rows, chosen.constellation if chosen else None, month, [one.constellation for one in read])


def _states(viewer: Viewer, wanted: Collection[tuple[Around, Month]]) -> dict[tuple[uuid.UUID, Month], ReturnState]:
    months = {month for _, month in wanted}
    ids = {one.constellation.id for one, _ in wanted}
    asked = visible(viewer, MonthlyReturn).where(
        MonthlyReturn.month.in_(months), MonthlyReturn.constellation_id.in_(ids)
    )
    return {(row.constellation_id, row.month): row.state for row in session().scalars(asked)}


def _listed(viewer: Viewer, around: Around, month: Month, state: ReturnState | None) -> Listed:
    stands, is_over = state or ReturnState.OPEN, viewer.today >= month.end
    # Months long past, of which nobody ever said anything, ask for nothing; nor does what never had a hub.
    is_asked_for = bool(around.hubs) and (state is not None or month == Month.of(viewer.today).shifted(-1))
    waits = is_over and is_asked_for and stands is ReturnState.OPEN and around.is_finished_by(viewer, month)
    is_to_lock = stands is ReturnState.SUBMITTED and not viewer.is_carer
    return Listed(around.constellation, month, stands, is_over, waits or is_to_lock)


def returns_to_finish(viewer: Viewer, read: Sequence[Around] | None = None) -> list[tuple[Constellation, Month]]:
    """What waits for a hub: the return of last month, and older ones that were begun or sent back.

    For staff it waits where nobody of the hub can sign in. `read` are the constellations of which the viewer reads
    returns, where somebody knows them already.
    """
    if not viewer.may(Permission.KEEP_RETURNS):
        return []
    last = Month.of(viewer.today).shifted(-1)
    begun = visible(viewer, MonthlyReturn).where(
        or_(
            MonthlyReturn.month == last,
            and_(MonthlyReturn.state == ReturnState.OPEN, MonthlyReturn.month_end <= viewer.today),
        )
    )
    states = {(row.constellation_id, row.month): row.state for row in session().scalars(begun)}
    found = []
    for around in constellations_read(viewer) if read is None else read:
        key = around.constellation.id
        states.setdefault((key, last), ReturnState.OPEN)
        for month in sorted(month for one, month in states if one == key):
            listed = _listed(viewer, around, month, states[key, month])
            if listed.waits and listed.state is ReturnState.OPEN and around.has_return(month):
                found.append((around.constellation, month))
    return found


def returns_to_lock(viewer: Viewer) -> list[tuple[Constellation, Month]]:
    """What waits for staff: returns that were submitted, the oldest first."""
    if not viewer.may(Permission.LOCK_RETURNS):
        return []
    asked = (
        select(Constellation, MonthlyReturn.month)
        .join(MonthlyReturn, MonthlyReturn.constellation_id == Constellation.id)
        .where(MonthlyReturn.state == ReturnState.SUBMITTED)
        .order_by(MonthlyReturn.month, Constellation.name)
    )
    return [(row[0], row[1]) for row in session().execute(covering(viewer, asked, MonthlyReturn, Constellation))]


def number_to_finish(viewer: Viewer) -> int:
    """How many returns wait to be finished: for a hub, or for staff in its stead."""
    return len(returns_to_finish(viewer))


def number_to_lock(viewer: Viewer) -> int:
    """How many returns wait for staff."""
    if not viewer.may(Permission.LOCK_RETURNS):
        return 0
    asked = select(func.count()).select_from(MonthlyReturn).where(MonthlyReturn.state == ReturnState.SUBMITTED)
    return session().execute(covering(viewer, asked, MonthlyReturn)).scalar_one()
