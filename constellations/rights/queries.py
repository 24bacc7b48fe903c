"""Requests about personal data as managers and people themselves read them, and whom they are about."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, select

from constellations.access import Viewer, covering, find, hold, is_key, visible
from constellations.children.models import Child, Placement
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.core.paging import Paged, paged
from constellations.deputies.queries import names_at
from constellations.models import Person, Service, holds_on
from constellations.notices.digest.declaration import Waits
from constellations.permissions import Permission, Role
from constellations.rights.models import DataRequest
from constellations.rights.rules import (
    OPEN,
    UNANSWERED,
    Confirming,
    LivesHere,
    NotLeftYet,
    RequestKind,
    RequestState,
    Subject,
)

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a page is about: what they are called, their service, and whether they are still here."""

    subject: Subject
    service_id: uuid.UUID
    name: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as a list shows it; `days_left` is negative where its day has passed, none where it is answered."""

    request: DataRequest
    name: str
    asked_by: str
    days_left: int | None
    may_fetch: bool

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.days_left is not None and self.days_left < 0


def known_subject(viewer: Viewer, subject: Subject) -> Known:
    """A person or child of the service, for who answers requests; raises NotFound."""
    viewer.must(Permission.ANSWER_RIGHTS)
    if subject.is_child:
        child = find(viewer, Child, subject.key)
        return _known_child(viewer, child)
    return _known_person(viewer, find(viewer, Person, subject.key))


def held_subject(viewer: Viewer, subject: Subject) -> Known:
    """The same, held until the transaction ends."""
    if subject.is_child:
        return _known_child(viewer, hold(viewer, Child, subject.key))
    return _known_person(viewer, hold(viewer, Person, subject.key))


def own_service(viewer: Viewer) -> uuid.UUID:
    """The service that answers what the viewer asks about themselves; a regional viewer's is one of the region."""
    if viewer.service_id is not None:
        return viewer.service_id
    of_region = select(Service.id).where(is_key(Service.region_id, viewer.region_id)).order_by(Service.key)
    found = session().scalars(covering(viewer, of_region, Service)).first()
    if found is None:
        raise NotFound
    return found


def must_be_gone(known: Known) -> None:
    """Raise NotLeftYet or LivesHere where somebody whom Roost still works with is to be erased."""
    if known.is_here:
        raise LivesHere if known.subject.is_child else NotLeftYet


def is_here(somebody: Person | Child, today: dt.date) -> bool:
    """Whether Roost still works with somebody: a person who has not left, a child who lives with a home."""
    if isinstance(somebody, Person):
        return somebody.left_at is None
    lives = select(Placement.id).where(Placement.child_id == somebody.id, holds_on(Placement, today))
    return session().scalars(covering(SYSTEM(), lives)).first() is not None


def requests_of_service(viewer: Viewer, page: int = 1) -> Paged[DataRequest]:
    """A page of the requests of the viewer's service: what is open first, by the day on which it is due."""
    viewer.must(Permission.ANSWER_RIGHTS)
    theirs = visible(viewer, DataRequest).where(is_key(DataRequest.service_id, viewer.service_id))
    order = (DataRequest.state.not_in(OPEN), DataRequest.due_on, DataRequest.asked_at.desc(), DataRequest.id)
    return paged(theirs.order_by(*order), page)


def requests_about(viewer: Viewer, subject: Subject) -> tuple[RequestLine, ...]:
    """The requests about one person or child that the viewer sees, the latest first."""
    theirs = visible(viewer, DataRequest).where(about(subject)).order_by(DataRequest.asked_at.desc(), DataRequest.id)
    return lines(viewer, session().scalars(theirs).all())


def copies_of_own(viewer: Viewer) -> tuple[RequestLine, ...]:
    """The copies that were asked for of the viewer, by whomever, the latest first."""
    own = and_(DataRequest.kind == RequestKind.COPY, is_key(DataRequest.person_id, viewer.person_id))
    theirs = visible(viewer, DataRequest).where(own).order_by(DataRequest.asked_at.desc(), DataRequest.id)
    return lines(viewer, session().scalars(theirs).all())


def request_page(viewer: Viewer, request_id: uuid.UUID) -> RequestLine:
    """One request; raises NotFound."""
    viewer.must(Permission.ANSWER_RIGHTS)
    return lines(viewer, [find(viewer, DataRequest, request_id)])[0]


def lines(viewer: Viewer, rows: Sequence[DataRequest]) -> tuple[RequestLine, ...]:
    """Requests that the viewer was found to see, with the names that belong to them."""
    people = {key for row in rows for key in (row.person_id, row.asked_by) if key}
    names = dict(_pairs(select(Person.id, Person.name).where(Person.id.in_(people))))
    children = {row.child_id for row in rows if row.child_id}
    names |= dict(_pairs(select(Child.id, Child.initials).where(Child.id.in_(children))))
    return tuple(
        RequestLine(
            row,
            names[row.subject.key],
            names[row.asked_by],
            (row.due_on - viewer.today).days if row.state in UNANSWERED else None,
            may_fetch(viewer, row),
        )
        for row in rows
    )


def may_fetch(viewer: Viewer, request: DataRequest) -> bool:
    """Whether a copy is there and the viewer may have it: whom it is about, and managers where one of them asked.

    What somebody asked for themselves is for them alone.
    """
    is_there = request.state is RequestState.READY and request.until is not None and request.until > clock.now()
    is_own = request.person_id is not None and request.person_id == viewer.person_id
    by_manager = viewer.may(Permission.ANSWER_RIGHTS) and request.asked_by != request.person_id
    return is_there and (is_own or by_manager)


def open_request(subject: Subject, kind: RequestKind) -> bool:
    """Whether the same was asked for and is not done yet; a copy that may be fetched is done."""
    same = (about(subject), DataRequest.kind == kind, DataRequest.state.in_(UNANSWERED | {RequestState.PARTLY}))
    asked = select(DataRequest.id).where(*same)
    return session().scalars(covering(SYSTEM(), asked)).first() is not None


def held_copies(subject: Subject) -> Sequence[DataRequest]:
    """The copies about somebody that wait or lie there, held until the transaction ends."""
    theirs = select(DataRequest).where(
        about(subject), DataRequest.kind == RequestKind.COPY, DataRequest.state.in_(OPEN)
    )
    return session().scalars(covering(SYSTEM(), theirs.order_by(DataRequest.id).with_for_update())).all()


def confirming(request: DataRequest) -> Confirming:
    """What decides whether somebody may confirm an erasure: who asked when, and whether there are other managers."""
    asked_as = names_at(request.asked_by, request.asked_at)
    others = select(func.count()).where(
        Person.service_id == request.service_id,
        Person.role == Role.MANAGER,
        Person.id.not_in(asked_as | {key for key in (request.person_id,) if key}),
        Person.left_at.is_(None),
        Person.password_hash.is_not(None),
    )
    found = session().scalar(covering(SYSTEM(), others)) or 0
    return Confirming(asked_as, request.asked_at, found, request.person_id)


def managers_of(service_id: uuid.UUID, without: uuid.UUID | None = None) -> list[uuid.UUID]:
    """The managers of a service who are there, but for one."""
    theirs = select(Person.id).where(
        Person.service_id == service_id, Person.role == Role.MANAGER, Person.left_at.is_(None), Person.id != without
    )
    return list(session().scalars(covering(SYSTEM(), theirs)))


def about(subject: Subject) -> ColumnElement[bool]:
    """Whether a request is about this person or child."""
    if subject.is_child:
        return DataRequest.child_id == subject.key
    return DataRequest.person_id == subject.key


def requests_due(viewer: Viewer) -> int:
    """How many requests of the viewer's service are due within a week, or were before today."""
    waiting = DataRequest.state.in_(UNANSWERED)
    soon = DataRequest.due_on <= viewer.today + dt.timedelta(days=7)
    theirs = select(func.count(DataRequest.id)).where(waiting, soon, is_key(DataRequest.service_id, viewer.service_id))
    if not viewer.may(Permission.ANSWER_RIGHTS):
        return 0
    return session().scalar(covering(viewer, theirs, DataRequest)) or 0


WAITS = (
    Waits(
        "%(num)s request about personal data is due",
        "%(num)s requests about personal data are due",
        requests_due,
        "/rights",
    ),
)
"""What the Monday digest counts."""


def _known_person(viewer: Viewer, person: Person) -> Known:
    service_id = person.service_id
    if service_id is None or (not viewer.is_system and service_id != viewer.service_id):
        raise NotFound
    return Known(Subject(person_id=person.id), service_id, person.name, is_here(person, viewer.today))


def _known_child(viewer: Viewer, child: Child) -> Known:
    return Known(Subject(child_id=child.id), child.service_id, child.initials, is_here(child, viewer.today))


def _pairs(asked: Select[uuid.UUID, str]) -> list[tuple[uuid.UUID, str]]:
    return [(row[0], row[1]) for row in session().execute(covering(SYSTEM(), asked))]
