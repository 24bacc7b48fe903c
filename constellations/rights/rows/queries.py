"""Which rows of a table are of somebody, by the ways that are declared of it."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Alias, ColumnElement, FromClause, Table, and_, false, func, not_, or_, select, true

from constellations.access import Viewer, covering
from constellations.core.clock import ALWAYS, LONDON, Month, london
from constellations.core.columns import Instant, MonthColumn
from constellations.core.database import session
from constellations.models import Person
from constellations.people.homes.models import PersonHome
from constellations.people.homes.queries import homes_of
from constellations.rights.declaration import PersonalData
from constellations.rights.rules import Subject

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class TheirHome:
    """A home whose rows are somebody's too: of those of a time what came about, or still held, from then until then.

    `is_shared` says that others foster there too, or did; `is_left` that they went to another home or role.
    """

    home_id: uuid.UUID
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    is_shared: bool = False
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """Whom rows are looked for: the person or child, and the homes whose rows are theirs too.

    `by_another` says that they are looked for because somebody else asked.
    """

    subject: Subject
    homes: tuple[TheirHome, ...] = ()
    by_another: bool = False

    @property
    def keys(self) -> tuple[uuid.UUID, ...]:
        """The one key of the subject, as a list."""
        return (self.subject.key,)

    @property
    def home_ids(self) -> tuple[uuid.UUID, ...]:
        """The homes, each once."""
        return tuple(dict.fromkeys(home.home_id for home in self.homes))


def about_copy(subject: Subject, by_another: bool) -> About:
    """For a copy: every home in which a carer fosters, or did, is told too, of the days on which they did.

    `by_another` says whether another than the subject asked for it.
    Of a home from before days were kept (migration 0043) nobody knows which rows are theirs: of such the last alone is.
    """
    left_at = select(Person.left_at).where(Person.id == subject.key)
    left = session().scalar(covering(SYSTEM(), left_at))
    lived = covering(SYSTEM(), select(PersonHome).where(PersonHome.person_id == subject.key))
    rows = session().scalars(lived.order_by(PersonHome.starts_on, PersonHome.home_id)).all()
    others = select(PersonHome.home_id).where(
        PersonHome.home_id.in_([row.home_id for row in rows]), PersonHome.person_id != subject.key
    )
    shared = set(session().scalars(covering(SYSTEM(), others)))
    since_always = [row for row in rows if row.starts_on == ALWAYS]
    unknown = [row for row in since_always if row.ends_on is not None] if len(since_always) > 1 else []
    theirs = tuple(_in_time(row, left, row.home_id in shared) for row in rows if row not in unknown)
    return About(subject, theirs, by_another)


def _in_time(row: PersonHome, left: dt.datetime | None, is_shared: bool) -> TheirHome:
    since = None if row.starts_on == ALWAYS else _midnight(row.starts_on)
    # As the last moment that was theirs, so that the day on which they went is not theirs in any kind of column.
    ended = None if row.ends_on is None else _midnight(row.ends_on) - dt.timedelta(microseconds=1)
    until = min((moment for moment in (ended, left) if moment is not None), default=None)
    return TheirHome(row.home_id, since, until, is_shared, is_left=row.ends_on is not None)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), LONDON)


def about_erasure(subject: Subject) -> About:
    """For an erasure: the homes of a carer, of now and of before, but where another of them still has their name."""
    home_ids = dict.fromkeys(homes_of([subject.key]).get(subject.key, ()))
    others = (
        select(PersonHome.home_id)
        .join(Person, Person.id == PersonHome.person_id)
        .where(PersonHome.home_id.in_(home_ids), Person.id != subject.key)
        .where(Person.email.not_like("%@erased.invalid"))
    )
    named = set(session().scalars(covering(SYSTEM(), others)))
    return About(subject, tuple(TheirHome(one) for one in home_ids if one not in named))


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
    return or_(_is_own(one, about), _is_of_homes(one, about.homes))


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
    shared = tuple(home for home in about.homes if home.is_shared)
    if not (shared and one.shared_words):
        return false()
    # Whoever said it themself knows what they said.
    theirs = or_(_is_own(one, about), _any(one.table, one.by_person, about.keys))
    says_something = or_(*(func.length(one.table.c[name]) > 0 for name in one.shared_words))
    return and_(_is_of_homes(one, shared), not_(func.coalesce(theirs, false())), says_something)


def count(one: PersonalData, which: ColumnElement[bool]) -> int:
    """How many rows of a table there are."""
    counted = select(func.count()).select_from(one.table).where(which)
    return session().scalar(covering(SYSTEM(), counted)) or 0


def _is_own(one: PersonalData, about: About) -> ColumnElement[bool]:
    return _any(one.table, one.of_child if about.subject.is_child else one.of_person, about.keys)


def _is_of_homes(one: PersonalData, homes: Iterable[TheirHome]) -> ColumnElement[bool]:
    return or_(false(), *(_is_of_home(one, home) for home in homes))


def _is_of_home(one: PersonalData, home: TheirHome) -> ColumnElement[bool]:
    """Whether a row is of a carer's home, of their time in it, and is about no other who fosters there."""
    others = [one.table.c[way] for way in one.of_person if _names_person(one, way)] if home.is_shared else []
    is_nobodys = and_(true(), *(column.is_(None) for column in others))
    return and_(_any(one.table, one.of_home, (home.home_id,)), is_nobodys, _is_of_their_time(one, home))


def _is_of_their_time(one: PersonalData, home: TheirHome) -> ColumnElement[bool]:
    since, until = home.since, home.until
    if not one.since:
        # It says how the home is now, which is of whoever fosters there now.
        return false() if home.is_left else true()
    is_until = leads_to(one.table, one.since, lambda column: column <= _as_kept(column, until)) if until else true()
    if since is None:
        return is_until
    ends_on = one.table.c.get("ends_on")
    goes_on = false() if ends_on is None else or_(ends_on.is_(None), ends_on > _as_kept(ends_on, since))
    return and_(
        is_until, or_(leads_to(one.table, one.since, lambda column: column >= _as_kept(column, since)), goes_on)
    )


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
