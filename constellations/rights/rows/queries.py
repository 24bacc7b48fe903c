"""Which rows of a table are of somebody, by the ways that are declared of it."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Alias, ColumnElement, FromClause, Table, false, func, not_, or_, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.models import Person
from constellations.rights.declaration import PersonalData
from constellations.rights.rules import Subject

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class About:
    """Whom rows are looked for: the person or child, and the homes whose rows are theirs too."""

    subject: Subject
    home_ids: tuple[uuid.UUID, ...] = ()

    @property
    def keys(self) -> tuple[uuid.UUID, ...]:
        """The one key of the subject, as a list."""
        return (self.subject.key,)


def about_copy(subject: Subject) -> About:
    """For a copy: the home of a carer is told too."""
    if subject.is_child:
        return About(subject)
    home = select(Person.home_id).where(Person.id == subject.key, Person.home_id.is_not(None))
    return About(subject, tuple(session().scalars(covering(SYSTEM(), home))))


def about_erasure(subject: Subject) -> About:
    """For an erasure: the home of a carer only where nobody else of it is left under their name."""
    about = about_copy(subject)
    others = select(Person.home_id).where(
        Person.home_id.in_(about.home_ids), Person.id != subject.key, Person.email.not_like("%@erased.invalid")
    )
    lived_in = set(session().scalars(covering(SYSTEM(), others)))
    return About(subject, tuple(one for one in about.home_ids if one not in lived_in))


def reaches(table: FromClause, way: str, keys: Collection[uuid.UUID]) -> ColumnElement[bool]:
    """Whether a row leads by a way to one of some keys."""
    step, _, rest = way.partition(".")
    name, _, target = step.partition(":")
    column = table.c[name]
    if not rest:
        return column.in_(keys)
    # Under another name, or a statement on the same table would take it for its own.
    behind = table_behind(table)
    if target:
        named, _, met = target.partition("@")
    else:
        key = next(iter(behind.c[name].foreign_keys)).column
        named, met = table_behind(key.table).name, key.name
    there = behind.metadata.tables[named].alias()
    return column.in_(select(there.c[met or "id"]).where(reaches(there, rest, keys)))


def table_behind(name: FromClause) -> Table:
    """The table that a name stands for; raises TypeError where it is none."""
    found = name.element if isinstance(name, Alias) else name
    if not isinstance(found, Table):
        raise TypeError(f"{found} is no table")
    return found


def is_theirs(one: PersonalData, about: About) -> ColumnElement[bool]:
    """Whether a row is about somebody, or holds their words."""
    return _any(one.table, _ways(one, about))


def has_part(one: PersonalData, about: About) -> ColumnElement[bool]:
    """Whether somebody had a part in a row that is not about them."""
    by = () if about.subject.is_child else one.by_person
    is_part = _any(one.table, [(way, about.keys) for way in by])
    return is_part & not_(func.coalesce(is_theirs(one, about), false()))


def is_withheld(one: PersonalData, about: About) -> ColumnElement[bool]:
    """Whether a row is in no copy of somebody, though it is about them."""
    ways = one.of_child if about.subject.is_child else one.of_person
    found = _any(one.table, [(way, about.keys) for way in one.withheld if way in ways])
    return func.coalesce(found, false())


def count(one: PersonalData, which: ColumnElement[bool]) -> int:
    """How many rows of a table there are."""
    counted = select(func.count()).select_from(one.table).where(which)
    return session().scalar(covering(SYSTEM(), counted)) or 0


def _ways(one: PersonalData, about: About) -> list[tuple[str, tuple[uuid.UUID, ...]]]:
    if about.subject.is_child:
        return [(way, about.keys) for way in one.of_child]
    own = [(way, about.keys) for way in one.of_person]
    return [*own, *((way, about.home_ids) for way in one.of_home if about.home_ids)]


def _any(table: Table, ways: Iterable[tuple[str, tuple[uuid.UUID, ...]]]) -> ColumnElement[bool]:
    return or_(false(), *(reaches(table, way, keys) for way, keys in ways))
