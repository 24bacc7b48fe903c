"""What a copy tells: for each kind of record the rows about somebody, with everybody else behind what they are."""

import datetime as dt
import re
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from flask_babel import gettext
from sqlalchemy import ColumnElement, Table, false, func, not_, or_, select
from sqlalchemy.engine import RowMapping

from constellations.access import Viewer, covering
from constellations.children.models import Child
from constellations.core import clock
from constellations.core.database import session
from constellations.core.sockets import Json
from constellations.core.words import clock_words, full_day_words
from constellations.models import Home, Person
from constellations.notices.models import AlertSetting
from constellations.permissions import CARERS, Role
from constellations.rights.copies.rules import Mask, Other, column_words, file_name
from constellations.rights.declaration import PersonalData, declared
from constellations.rights.models import DataRequest
from constellations.rights.rows.queries import (
    About,
    about_copy,
    count,
    has_part,
    has_words_withheld,
    is_theirs,
    is_withheld,
)
from constellations.rights.rules import Subject

SYSTEM = Viewer.system

AT_ONCE = 500

FOR_PROGRAMS = frozenset({"id", "version", "once", "path", "client_id", "change", "seq", "last_change", "tag"})
"""Columns that only the JSON of a copy tells."""


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """A file of the subject: where it lies in the copy, and on which shelf under which key."""

    path: str
    shelf: str
    key: str


@dataclass(frozen=True, slots=True)
class Told:
    """One row as a copy tells it; `is_part` where the subject only had a part in it."""

    facts: dict[str, Json]
    is_part: bool
    file: CopiedFile | None = None

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The facts for people: with words for the columns, and without what says nothing to them."""
        shown = ((name, fact) for name, fact in self.facts.items() if name not in FOR_PROGRAMS and not _is_key(fact))
        return [(column_words(name), _shown(fact)) for name, fact in shown]


@dataclass(frozen=True, slots=True)
class Withheld:
    """How many records of a kind are in no copy."""

    words: str
    rows: int


def mask_for(about: About, service_id: uuid.UUID) -> Mask:
    """What puts what people are in place of who they are, in one copy; it knows everybody of the service."""
    # Those of the region too, who belong to no service: their names stand in what was told to them.
    known = select(Person.id, Person.name, Person.role)
    rows = session().execute(
        covering(SYSTEM(), known.where(or_(Person.service_id == service_id, Person.service_id.is_(None))))
    )
    people = {row[0]: Other(row[1], _what(row[2])) for row in rows}
    there = select(Child.id, Child.initials).where(Child.service_id == service_id)
    children = {row[0]: row[1] for row in session().execute(covering(SYSTEM(), there))}
    named = select(Home.id, Home.name).where(Home.service_id == service_id)
    homes = {row[0]: row[1] for row in session().execute(covering(SYSTEM(), named))}
    return Mask(about.subject, people, children, homes, frozenset(about.home_ids), _own_addresses(about.subject))


def kinds() -> list[PersonalData]:
    """Every kind of record that a copy may tell."""
    return [one for one in declared() if one.ways]


def rows_told(one: PersonalData, about: About, mask: Mask) -> Iterator[Told]:
    """The rows of one kind, the oldest first where their key says so; nothing may be written while they are read."""
    is_told = not_(is_withheld(one, about))
    theirs, part = is_theirs(one, about) & is_told, has_part(one, about) & is_told
    shared = func.coalesce(has_words_withheld(one, about), false())
    number = 0
    for is_part, which, left_out in (
        (False, theirs & not_(shared), one.secret),
        (False, theirs & shared, (*one.secret, *one.shared_words)),
        (True, part, one.secret),
    ):
        for row in _rows(one.table, which):
            number += 1
            yield _told(one, row, mask, is_part, number, left_out)


def withheld_from(subject: Subject, by_another: bool) -> list[Withheld]:
    """What a copy, which another asked for or not, leaves out: for the manager who looks before it is handed over."""
    about = about_copy(subject, by_another)
    found = (
        (one.words, count(one, or_(is_withheld(one, about), has_words_withheld(one, about))))
        for one in kinds()
        if one.withheld or one.shared_words or one.alone
    )
    return [Withheld(words, rows) for words, rows in found if rows]


def keys_in_use(viewer: Viewer, keys: Collection[str]) -> set[str]:
    """Under which of these keys the copy of a request lies; the viewer must be the system."""
    asked = select(DataRequest.key).where(DataRequest.key.in_(keys))
    return {key for key in session().scalars(covering(viewer, asked)) if key is not None}


def _rows(table: Table, which: ColumnElement[bool]) -> Iterator[RowMapping]:
    asked = select(*table.columns).where(which).order_by(*table.primary_key.columns)
    with session().execute(covering(SYSTEM(), asked).execution_options(yield_per=AT_ONCE)) as found:
        yield from found.mappings()


def _told(
    one: PersonalData, row: RowMapping, mask: Mask, is_part: bool, number: int, left_out: Collection[str]
) -> Told:
    facts: dict[str, Json] = {}
    for column in one.table.columns:
        value = row[column]
        # Where somebody only had a part, the words may be of others, and about others.
        is_free = isinstance(value, str | dict | list) and not isinstance(value, Enum)
        if value is not None and column.name not in left_out and not (is_part and is_free):
            facts[column.name] = _fact(mask, value)
    if not one.shelf or is_part:
        return Told(facts, is_part)
    name = row["name"] if "name" in one.table.c else None
    file = CopiedFile(file_name(one.table.name, number, name), one.shelf, row["key"])
    return Told({**facts, "file": file.path}, is_part, file)


def _fact(mask: Mask, value: object) -> Json:
    match value:
        case uuid.UUID():
            return mask.who(value) or str(value)
        case Enum():
            return str(value.value)
        case bool() | int():
            return value
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case bytes():
            return f"{len(value)} bytes"
        case frozenset():
            return [*sorted(str(_fact(mask, each)) for each in value)]
        case Mapping() | Sequence():
            return _json(mask.within(value))
    return str(value)


def _json(value: object) -> Json:
    if isinstance(value, dict):
        return {str(key): _json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_json(each) for each in value]
    return value if isinstance(value, int | str | bool | None) else str(value)


def _shown(fact: Json) -> str:
    """A fact for people: yes and no, several joined, days as they are written."""
    if isinstance(fact, bool):
        return str(gettext("yes") if fact else gettext("no"))
    if isinstance(fact, list):
        return ", ".join(map(_shown, fact))
    if isinstance(fact, dict):
        return "; ".join(f"{column_words(name)}: {_shown(each)}" for name, each in fact.items())
    return _day_or_word(str(fact))


def _day_or_word(fact: str) -> str:
    """A day or a moment as people say it, and one of our own words without what joins it.

    What only looks like a day, such as `2026-02-30`, is somebody's words, and is told as it is.
    """
    try:
        if _DAY.fullmatch(fact):
            day = dt.date.fromisoformat(fact)
            return gettext("since ever") if day == clock.ALWAYS else full_day_words(day)
        if _MOMENT.match(fact):
            moment = dt.datetime.fromisoformat(fact)
            return f"{full_day_words(clock.london(moment).date())}, {clock_words(moment)}"
    except (ValueError, OverflowError):
        return fact
    return fact.replace("_", " ") if _JOINED.fullmatch(fact) else fact


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?\+00:00$")
_JOINED = re.compile(r"[a-z]+(_[a-z]+)+")


def _is_key(fact: Json) -> bool:
    """Whether a fact is an id or another thing that says nothing to people."""
    return isinstance(fact, str) and len(fact) == 36 and fact.count("-") == 4 and " " not in fact


def _what(role: Role) -> str:
    if role in CARERS:
        return "another carer"
    return "a regional viewer" if role is Role.REGIONAL else "a member of staff"


def _own_addresses(subject: Subject) -> frozenset[str]:
    if subject.is_child:
        return frozenset()
    asked = (
        select(Person.email, AlertSetting.mobile)
        .outerjoin(AlertSetting, AlertSetting.person_id == Person.id)
        .where(Person.id == subject.key)
    )
    return frozenset(text for row in session().execute(covering(SYSTEM(), asked)) for text in row if text)
