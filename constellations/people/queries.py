"""The people whom a viewer sees, each with what they belong to and how they stand."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select, true

from constellations.access import Viewer, covering, find, visible
from constellations.accounts.models import MailedLink
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.core.paging import Paged, paged
from constellations.models import Constellation, Home, LiaisonAssignment, Membership, Person, Service, holds_on
from constellations.people.rules import Standing, must_be_of_service, standing
from constellations.permissions import Permission, Role


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom to show: of one role, of one constellation; those who have left, or those who are here."""

    role: Role | None = None
    constellation_id: uuid.UUID | None = None
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What a list says of a person; `belongs` are names of a home and of constellations of today."""

    person: Person
    belongs: list[str]
    standing: Standing
    invited_until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class LooksAfter:
    """A liaison worker's care for a constellation; the last day is part of it."""

    constellation_id: uuid.UUID
    constellation: str
    first_day: dt.date
    last_day: dt.date | None
    is_cover: bool
    is_present: bool


def people(viewer: Viewer, wish: Wish, page: int) -> Paged[Person]:
    """A page of the people whom the viewer sees and wishes to see, by name."""
    viewer.must(Permission.SEE_PEOPLE)
    wished = Person.left_at.is_not(None) if wish.has_left else Person.left_at.is_(None)
    found = _theirs(viewer).where(wished)
    if wish.role is not None:
        found = found.where(Person.role == wish.role)
    if wish.constellation_id is not None:
        found = found.where(_of({wish.constellation_id}, viewer.today))
    return paged(found.order_by(Person.name, Person.id), page)


def known(viewer: Viewer, shown: Iterable[Person]) -> list[Known]:
    """What is said of these people, in their order; so many queries however many they are."""
    rows = list(shown)
    ids = [person.id for person in rows]
    belongs, invited = _belongs(viewer, ids), _invited(ids)
    return [
        Known(
            person,
            belongs[person.id],
            standing(person.password_hash is not None, person.id in invited, person.left_at is not None),
            invited.get(person.id),
        )
        for person in rows
    ]


def person_page(viewer: Viewer, person_id: uuid.UUID) -> Known:
    """One person; raises NotFound where the viewer does not see them."""
    viewer.must(Permission.SEE_PEOPLE)
    person = session().scalars(_theirs(viewer).where(Person.id == person_id)).one_or_none()
    if person is None:
        raise NotFound
    return known(viewer, [person])[0]


def account_of(viewer: Viewer, person_id: uuid.UUID) -> Person:
    """Somebody whose account is the viewer's to change; raises NotFound, and OfNoService for people of the region."""
    person = find(viewer, Person, person_id)
    if not viewer.is_system:
        must_be_of_service(person.service_id, viewer.service_id)
    return person


def looks_after(viewer: Viewer, person_id: uuid.UUID) -> list[LooksAfter]:
    """What somebody looks after now and from a later day on, by name."""
    rows = (
        select(LiaisonAssignment, Constellation.name)
        .join(Constellation, Constellation.id == LiaisonAssignment.constellation_id)
        .where(
            LiaisonAssignment.person_id == person_id,
            or_(LiaisonAssignment.ends_on.is_(None), LiaisonAssignment.ends_on > viewer.today),
        )
        .order_by(Constellation.name, LiaisonAssignment.starts_on)
    )
    found = session().execute(covering(viewer, rows, Constellation, through=(LiaisonAssignment,)))
    return [
        LooksAfter(
            row.constellation_id,
            name,
            row.starts_on,
            row.ends_on - dt.timedelta(days=1) if row.ends_on else None,
            row.is_cover,
            row.starts_on <= viewer.today,
        )
        for row, name in found
    ]


def homes_to_choose(viewer: Viewer) -> dict[str, str]:
    """The homes that a carer may belong to, by id."""
    homes = covering(viewer, select(Home.id, Home.name), Home).order_by(Home.name, Home.id)
    return {str(home_id): name for home_id, name in session().execute(homes)}


def constellations_to_choose(viewer: Viewer) -> dict[str, str]:
    """The constellations that the viewer sees, by id."""
    mine = covering(viewer, select(Constellation.id, Constellation.name), Constellation).order_by(Constellation.name)
    return {str(constellation_id): name for constellation_id, name in session().execute(mine)}


def region_of(viewer: Viewer) -> uuid.UUID | None:
    """The region of the viewer's service."""
    found: uuid.UUID | None = session().scalar(
        covering(viewer, select(Service.region_id), Service).where(Service.id == viewer.service_id)
    )
    return found


def _theirs(viewer: Viewer) -> Select[Person]:
    # Whoever sees single constellations sees single people: those of these constellations, and themselves.
    narrower = true() if viewer.sees_whole_service else _of(viewer.constellation_ids, viewer.today)
    found = visible(viewer, Person).where(or_(Person.id == viewer.person_id, narrower))
    return covering(viewer, found, through=(Membership, LiaisonAssignment))


def _of(constellations: Iterable[uuid.UUID], day: dt.date) -> ColumnElement[bool]:
    homes = select(Membership.home_id).where(Membership.constellation_id.in_(constellations), holds_on(Membership, day))
    workers = select(LiaisonAssignment.person_id).where(
        LiaisonAssignment.constellation_id.in_(constellations), holds_on(LiaisonAssignment, day)
    )
    return or_(Person.home_id.in_(homes), Person.id.in_(workers))


def _belongs(viewer: Viewer, ids: list[uuid.UUID]) -> defaultdict[uuid.UUID, list[str]]:
    homes = select(Person.id, Home.name).join(Home, Home.id == Person.home_id).where(Person.id.in_(ids))
    members = (
        select(Person.id, Constellation.name)
        .join(Membership, Membership.home_id == Person.home_id)
        .join(Constellation, Constellation.id == Membership.constellation_id)
        .where(Person.id.in_(ids), holds_on(Membership, viewer.today))
        .order_by(Constellation.name)
    )
    workers = (
        select(LiaisonAssignment.person_id, Constellation.name)
        .join(Constellation, Constellation.id == LiaisonAssignment.constellation_id)
        .where(LiaisonAssignment.person_id.in_(ids), holds_on(LiaisonAssignment, viewer.today))
        .order_by(Constellation.name)
    )
    belongs: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    for statement in (
        covering(viewer, homes, Person, Home),
        covering(viewer, members, Person, Constellation, through=(Membership,)),
        covering(viewer, workers, Constellation, through=(LiaisonAssignment,)),
    ):
        for person_id, name in session().execute(statement):
            belongs[person_id].append(name)
    return belongs


def _invited(ids: list[uuid.UUID]) -> dict[uuid.UUID, dt.datetime]:
    # Of people whom the viewer was found to see.
    good = select(MailedLink.person_id, MailedLink.good_until).where(
        MailedLink.person_id.in_(ids),
        MailedLink.is_invitation,
        MailedLink.used_at.is_(None),
        MailedLink.good_until > clock.now(),
    )
    return {row[0]: row[1] for row in session().execute(covering(Viewer.system(), good))}
