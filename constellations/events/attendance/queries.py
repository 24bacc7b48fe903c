"""Who came to an event, and the register in which that is written down."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from constellations.access import Viewer, condition_on, covering, find
from constellations.children.models import Child
from constellations.core.database import session
from constellations.events.answers.models import EventAnswer
from constellations.events.answers.queries import FamilyComing, WhoComes, who_comes
from constellations.events.answers.rules import Coming, must_be_host
from constellations.events.attendance.declaration import thanks_hidden
from constellations.events.attendance.models import Attendance, Attended, EventRegister
from constellations.events.families.queries import Household, gathered, homes_asked, households
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.models import Home, Membership, Person, Service
from constellations.permissions import Permission

_AROUND = (Occurrence, Event, EventConstellation, EventAnswer, Attendance, Person, Child, Home, Membership, Service)
"""What is reached only by keys of an event that the viewer sees."""


@dataclass(frozen=True, slots=True)
class Came:
    """A family that came; its name is none where the viewer reads of no such family."""

    home: str | None
    adults: int
    children: int


@dataclass(frozen=True, slots=True)
class WhoCame:
    """What everybody reads afterwards: the families that came, and the thanks; `is_kept` before that is not.

    `hidden` says that the thanks worry somebody: for good, or (false) until that is looked at; none where they stand.
    """

    is_kept: bool
    families: tuple[Came, ...] = ()
    thanks: str = ""
    thanked_by: uuid.UUID | None = None
    thanked_at: dt.datetime | None = None
    hidden: bool | None = None

    def may_worry(self, viewer: Viewer) -> bool:
        """Whether the reader may say that the thanks worry them."""
        return bool(self.thanks) and viewer.may(Permission.TALK) and self.thanked_by not in (None, viewer.person_id)

    @property
    def adults(self) -> int:
        """How many adults came."""
        return sum(one.adults for one in self.families)

    @property
    def children(self) -> int:
        """How many children came."""
        return sum(one.children for one in self.families)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One family of the register: who may have come, and who did as far as is known."""

    home_id: uuid.UUID
    home: str
    everybody: Household
    came: bool
    ticked: frozenset[uuid.UUID]
    more_adults: int
    more_children: int
    said: Coming | None


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The register of one date: what was saved, or else what the answers lead one to expect.

    The thanks of which one `is_hidden` are not said to who wrote them either.
    """

    coming: WhoComes
    rows: tuple[RegisterRow, ...]
    others: dict[uuid.UUID, str]
    version: int
    thanks: str
    is_hidden: bool

    @property
    def is_kept(self) -> bool:
        """Whether it was saved."""
        return self.version > 0


def who_came(viewer: Viewer, occurrence_id: uuid.UUID) -> WhoCame:
    """The families that came to an event that the viewer sees, by name as far as they see them; two queries."""
    register = _register(viewer, occurrence_id)
    if register is None:
        return WhoCame(is_kept=False)
    asked = (
        select(Home.name, condition_on(Home, viewer), Attendance.adults, Attendance.children)
        .join(Home, Home.id == Attendance.home_id)
        .where(Attendance.occurrence_id == occurrence_id)
        .order_by(Home.name, Attendance.id)
    )
    rows = session().execute(covering(viewer, asked, Attendance, through=_AROUND))
    came = tuple(Came(name if sees else None, adults, children) for name, sees, adults, children in rows)
    hidden = thanks_hidden(occurrence_id) if register.thanks else None
    return WhoCame(
        is_kept=True,
        families=came,
        thanks=register.thanks if hidden is None else "",
        thanked_by=register.thanked_by,
        thanked_at=register.thanked_at or register.kept_at,
        hidden=hidden,
    )


def people_who_came(viewer: Viewer, occurrence_id: uuid.UUID) -> int:
    """How many people came to one date of an event by its register, grown-ups and children together."""
    heads = select(func.coalesce(func.sum(Attendance.adults + Attendance.children), 0))
    came = heads.where(Attendance.occurrence_id == occurrence_id)
    return int(session().execute(covering(viewer, came, Attendance)).scalar_one())


def register_page(viewer: Viewer, occurrence_id: uuid.UUID) -> RegisterPage:
    """The register, for hosts and staff; raises NotFound, Forbidden, NotTheHost."""
    viewer.must(Permission.HOST_EVENTS)
    coming = who_comes(viewer, occurrence_id)
    must_be_host(coming.is_host)
    register = _register(viewer, occurrence_id)
    at = find(viewer, Occurrence, occurrence_id)
    asked = homes_asked(viewer, find(viewer, Event, at.event_id), viewer.today)
    came = _came(viewer, occurrence_id)
    expected = [family for family in coming.families if family.said is not Coming.NO and family.home_id not in came]
    at_home = households(viewer, [*came, *(family.home_id for family in expected)])
    rows = [_came_row(home_id, came[home_id], at_home[home_id]) for home_id in came]
    rows += [_expected_row(family, at_home[family.home_id], register is None) for family in expected]
    listed = {row.home_id for row in rows}
    is_hidden = register is not None and thanks_hidden(occurrence_id) is not None
    return RegisterPage(
        coming,
        tuple(sorted(rows, key=lambda row: (row.home, row.home_id))),
        {home_id: name for home_id, name in asked.items() if home_id not in listed},
        register.version if register else 0,
        register.thanks if register and not is_hidden else "",
        is_hidden,
    )


def household_to_add(viewer: Viewer, home_id: uuid.UUID) -> Household:
    """All of a family that came unannounced, as far as the viewer reads of them."""
    return households(viewer, [home_id])[home_id]


@dataclass(frozen=True, slots=True)
class _Written:
    """A family as the register has it."""

    attendance: Attendance
    home: str
    named: Household


def _came(viewer: Viewer, occurrence_id: uuid.UUID) -> dict[uuid.UUID, _Written]:
    asked = select(Attendance, Home.name).join(Home, Home.id == Attendance.home_id)
    asked = asked.where(Attendance.occurrence_id == occurrence_id).order_by(Home.name, Attendance.id)
    rows = session().execute(covering(viewer, asked, Attendance, through=_AROUND)).all()
    named = _named(viewer, occurrence_id)
    return {row.home_id: _Written(row, name, named.get(row.id, Household())) for row, name in rows}


def _named(viewer: Viewer, occurrence_id: uuid.UUID) -> Mapping[uuid.UUID, Household]:
    asked = (
        select(Attended.attendance_id, Person.id, Person.name, Child.id, Child.initials)
        .join(Attendance, Attendance.id == Attended.attendance_id)
        .outerjoin(Person, Person.id == Attended.person_id)
        .outerjoin(Child, Child.id == Attended.child_id)
        .where(Attendance.occurrence_id == occurrence_id)
        .order_by(Person.name, Child.initials, Child.key, Attended.id)
    )
    rows = session().execute(covering(viewer, asked, Attended, through=_AROUND))
    return gathered(rows)


def _came_row(home_id: uuid.UUID, written: _Written, at_home: Household) -> RegisterRow:
    row = written.attendance
    # Whom the viewer may not read of counts among the others.
    more = row.adults - len(written.named.adults), row.children - len(written.named.children)
    everybody = written.named.with_others(at_home)
    return RegisterRow(home_id, written.home, everybody, True, written.named.keys, *more, said=None)


def _expected_row(family: FamilyComing, at_home: Household, is_new: bool) -> RegisterRow:
    goes = family.said is Coming.GOING and not family.waits
    more = family.adults - len(family.named.adults), family.children - len(family.named.children)
    everybody = family.named.with_others(at_home)
    home = family.home or ""
    return RegisterRow(family.home_id, home, everybody, is_new and goes, family.named.keys, *more, said=family.said)


def _register(viewer: Viewer, occurrence_id: uuid.UUID) -> EventRegister | None:
    asked = select(EventRegister).where(EventRegister.occurrence_id == occurrence_id)
    return session().scalars(covering(viewer, asked, EventRegister)).one_or_none()
