"""Which rows of a table are of somebody, by the ways that are declared of it."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Alias, ColumnElement, FromClause, Table, and_, false, func, not_, or_, select, true

from constellations.access import Viewer, covering, visible
from constellations.core.clock import Month, london
from constellations.core.columns import Instant, MonthColumn
from constellations.core.database import session
from constellations.models import Person
from constellations.people.homes.models import PersonHome
from constellations.people.homes.queries import homes_of
from constellations.rights.declaration import PersonalData
from constellations.rights.rules import Subject

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class About:
    """Whom rows are looked for: the person or child, and the homes whose rows are theirs too.

    Those rows end with `until`, if they left; `is_shared` says that others foster in these homes too, or did;
    `by_another` that they are looked for because somebody else asked.
    """

    subject: Subject
    home_ids: tuple[uuid.UUID, ...] = ()
    until: dt.datetime | None = None
    is_shared: bool = False
    by_another: bool = False

    @property
    def keys(self) -> tuple[uuid.UUID, ...]:
        """The one key of the subject, as a list."""
        return (self.subject.key,)


def about_copy(subject: Subject, by_another: bool) -> About:
    """For a copy, which another than the subject asked for or not: the home of a carer too, up to when they left."""
    person = session().scalars(visible(SYSTEM(), Person).where(Person.id == subject.key)).one_or_none()
    if person is None or person.home_id is None:
        return About(subject, by_another=by_another)
    others = select(func.count()).where(PersonHome.home_id == person.home_id, PersonHome.person_id != subject.key)
    is_shared = bool(session().scalar(covering(SYSTEM(), others)))
    return About(subject, (person.home_id,), person.left_at, is_shared, by_another)


def about_erasure(subject: Subject) -> About:
    """For an erasure: the homes of a carer, of now and of before, but where another who fostered there has their name."""
    home_ids = dict.fromkeys(homes_of([subject.key]).get(subject.key, ()))
    others = (
        select(PersonHome.home_id)
        .join(Person, Person.id == PersonHome.person_id)
        .where(PersonHome.home_id.in_(home_ids), Person.id != subject.key)
        .where(Person.email.not_like("%@erased.invalid"))
    )
    named = set(session().scalars(covering(SYSTEM(), others)))
    return About(subject, tuple(one for one in home_ids if one not in named))


def reaches(table: FromClause, way: str, keys: Collection[uuid.UUID]) -> ColumnElement[bool]:
    """Whether a row leads by a way to one of some keys."""
    return leads_to(table, way, lambda column: column.in_(keys))


def leads_to(
    table: FromClause, way: str, meets: Callable[[ColumnElement[object]], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """Whether a row leads by a way to a column that meets something."""
    step, _, rest = way.partition(".")
    name, _, target = step.partition(":")
    column = table.c[name]
    if not rest:
        return meets(column)
    # Under another name, or a statement on the same table would take it for its own.
    behind = table_behind(table)
    if target:
        named, _, met = target.partition("@")
    else:
        key = next(iter(behind.c[name].foreign_keys)).column
        named, met = table_behind(key.table).name, key.name
    there = behind.metadata.tables[named].alias()
    return column.in_(select(there.c[met or "id"]).where(leads_to(there, rest, meets)))


def table_behind(name: FromClause) -> Table:
    """The table that a name stands for; raises TypeError where it is none."""
    found = name.element if isinstance(name, Alias) else name
    if not isinstance(found, Table):
        raise TypeError(f"{found} is no table")
    return found


def is_theirs(one: PersonalData, about: About) -> ColumnElement[bool]:
    """Whether a row is about somebody, or holds their words."""
    return or_(_is_own(one, about), _is_of_home(one, about))


def has_part(one: PersonalData, about: About) -> ColumnElement[bool]:
    """Whether somebody had a part in a row that is not about them."""
    by = () if about.subject.is_child else one.by_person
    is_part = _any(one.table, by, about.keys)
    return is_part & not_(func.coalesce(is_theirs(one, about), false()))


def is_withheld(one: PersonalData, about: About) -> ColumnElement[bool]:
    """Whether a row is in no copy of somebody, or in none that another asked for, though it is theirs."""
    ways = one.of_child if about.subject.is_child else (*one.of_person, *one.by_person)
    left_out = (*one.withheld, *(one.alone if about.by_another else ()))
    found = _any(one.table, [way for way in left_out if way in ways], about.keys)
    return func.coalesce(found, false())


def has_words_withheld(one: PersonalData, about: About) -> ColumnElement[bool]:
    """Whether a copy leaves out the words of a row of a home, for another who fosters there may be meant in them."""
    if not (about.is_shared and one.shared_words):
        return false()
    # Whoever said it themself knows what they said.
    theirs = or_(_is_own(one, about), _any(one.table, one.by_person, about.keys))
    says_something = or_(*(func.length(one.table.c[name]) > 0 for name in one.shared_words))
    return and_(_is_of_home(one, about), not_(func.coalesce(theirs, false())), says_something)


def count(one: PersonalData, which: ColumnElement[bool]) -> int:
    """How many rows of a table there are."""
    counted = select(func.count()).select_from(one.table).where(which)
    return session().scalar(covering(SYSTEM(), counted)) or 0


def _is_own(one: PersonalData, about: About) -> ColumnElement[bool]:
    return _any(one.table, one.of_child if about.subject.is_child else one.of_person, about.keys)


def _is_of_home(one: PersonalData, about: About) -> ColumnElement[bool]:
    """Whether a row is of a carer's home, came about before they left, and is about no other who fosters there."""
    if not about.home_ids:
        return false()
    others = [one.table.c[way] for way in one.of_person if _names_person(one, way)] if about.is_shared else []
    is_nobodys = and_(true(), *(column.is_(None) for column in others))
    return and_(_any(one.table, one.of_home, about.home_ids), is_nobodys, _is_of_their_time(one, about.until))


def _is_of_their_time(one: PersonalData, until: dt.datetime | None) -> ColumnElement[bool]:
    if until is None or not one.since:
        return true()
    return leads_to(one.table, one.since, lambda column: column <= _as_kept(column, until))


def _as_kept(column: ColumnElement[object], moment: dt.datetime) -> object:
    """A moment as a column of instants, of months or of days has it."""
    if isinstance(column.type, Instant):
        return moment
    day = london(moment).date()
    return Month.of(day) if isinstance(column.type, MonthColumn) else day


def _names_person(one: PersonalData, way: str) -> bool:
    """Whether a way is a column of the row itself in which a person stands."""
    column = one.table.c.get(way)
    return column is not None and any(key.column.table is Person.__table__ for key in column.foreign_keys)


def _any(table: Table, ways: Iterable[str], keys: Collection[uuid.UUID]) -> ColumnElement[bool]:
    return or_(false(), *(reaches(table, way, keys) for way in ways))
