"""Conditions on rows that may go: of which service they are, and that no legal hold of anybody keeps them.

For statements that ask as the system. A hold of a person keeps what is of every home of theirs too, of now and of
before, and one of a child what is of every home it has lived with: whoever looks into a complaint asks about the home.
"""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, Select, or_, select

from constellations.access import Key, Viewer, covering
from constellations.children.models import Child, Placement
from constellations.core.clock import LONDON, months_before
from constellations.core.database import session
from constellations.keeping.rules import TEN_YEARS, Cut
from constellations.models import Home, HomeTerms, Person
from constellations.people.homes.queries import homes_ever_of, people_ever_in
from constellations.rights.declaration import declared
from constellations.rights.holds.queries import held_child_ids, held_person_ids
from constellations.rights.rules import Subject
from constellations.rules import HomeStatus


def of_service(column: Key, cut: Cut) -> ColumnElement[bool]:
    """Rows of the service itself; those of no service where the cut is of none."""
    return column.is_(None) if cut.service_id is None else column == cut.service_id


def of_people(column: Key, cut: Cut) -> ColumnElement[bool]:
    """Rows of people of the service, none of whom is held."""
    theirs = select(Person.id).where(of_service(Person.service_id, cut), Person.id.not_in(held_person_ids()))
    return column.in_(theirs)


def of_homes(column: Key, cut: Cut) -> ColumnElement[bool]:
    """Rows of homes of the service, with none of which anybody lives or lived who is held."""
    theirs = select(Home.id).where(Home.service_id == cut.service_id, Home.id.not_in(held_home_ids()))
    return column.in_(theirs)


def of_children(column: Key, cut: Cut) -> ColumnElement[bool]:
    """Rows of children of the service, none of whom is held."""
    theirs = select(Child.id).where(Child.service_id == cut.service_id, Child.id.not_in(held_child_ids()))
    return column.in_(theirs)


def nobody_held(column: Key) -> ColumnElement[bool]:
    """Rows that name no person who is held, or nobody."""
    return or_(column.is_(None), column.not_in(held_person_ids()))


def no_child_held(column: Key) -> ColumnElement[bool]:
    """Rows that name no child who is held, or no child."""
    return or_(column.is_(None), column.not_in(held_child_ids()))


def no_home_held(column: Key) -> ColumnElement[bool]:
    """Rows that name no home with which anybody lives or lived who is held, or no home."""
    return or_(column.is_(None), column.not_in(held_home_ids()))


def held_home_ids() -> Select[uuid.UUID]:
    """Selects the homes in which people foster or did who are held, and with which a child lives or lived who is."""
    of_carers = homes_ever_of(held_person_ids())
    of_child = select(Placement.home_id).where(Placement.child_id.in_(held_child_ids()))
    return select(Home.id).where(or_(Home.id.in_(of_carers), Home.id.in_(of_child)))


def people_affected() -> Select[uuid.UUID]:
    """Selects everybody who is held, or fosters or did in a home of which nothing goes."""
    of_homes = people_ever_in(held_home_ids())
    return select(Person.id).where(or_(Person.id.in_(held_person_ids()), Person.id.in_(of_homes)))


def children_affected() -> Select[uuid.UUID]:
    """Selects every child who is held, or lived or stayed with a home of which nothing goes."""
    with_homes = [
        select(one.table.c[one.of_child[0]]).where(one.table.c[one.of_home[0]].in_(held_home_ids()))
        for one in declared()
        if one.brings_together
    ]
    return select(Child.id).where(
        or_(Child.id.in_(held_child_ids()), *(Child.id.in_(children) for children in with_homes))
    )


def is_kept_from_erasing(subject: Subject) -> bool:
    """Whether a hold keeps somebody: their own, or one of anybody of a home in which they fostered, lived or stayed."""
    held = select(Person.id).where(Person.id == subject.key, Person.id.in_(people_affected()))
    if subject.is_child:
        held = select(Child.id).where(Child.id == subject.key, Child.id.in_(children_affected()))
    return session().scalars(covering(Viewer.system(), held)).first() is not None


def homes_left(cut: Cut, before: dt.date) -> Select[uuid.UUID]:
    """Selects the homes of the service that left before a day, and have not come back; of those held none."""
    return (
        select(HomeTerms.home_id)
        .join(Home, Home.id == HomeTerms.home_id)
        .where(Home.service_id == cut.service_id, Home.id.not_in(held_home_ids()))
        .where(HomeTerms.status == HomeStatus.LEFT, HomeTerms.starts_on < before)
        .where(or_(HomeTerms.ends_on.is_(None), HomeTerms.ends_on > cut.today))
    )


def homes_left_ten_years_ago(cut: Cut) -> Select[uuid.UUID]:
    """Selects the homes whose carers' record may go (Fostering Services (England) Regulations 2011, reg 32)."""
    return homes_left(cut, months_before(cut.today, TEN_YEARS))


def people_left(cut: Cut, before: dt.date) -> Select[uuid.UUID]:
    """Selects the people of the service whose home left before a day, or who did themselves; of those held none."""
    midnight = dt.datetime.combine(before, dt.time(), LONDON)
    return select(Person.id).where(
        of_service(Person.service_id, cut),
        Person.id.not_in(held_person_ids()),
        or_(Person.home_id.in_(homes_left(cut, before)), Person.left_at < midnight),
    )
