"""What an erasure would do: what goes, what stays and why, what is held, and where else somebody is named."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering
from constellations.children.models import Child
from constellations.core.database import session
from constellations.keys.models import OldKey
from constellations.keys.rules import KeyKind
from constellations.models import Home, Person
from constellations.notices.models import AlertSetting
from constellations.permissions import CARERS, Role
from constellations.rights.declaration import Erasure, PersonalData, declared
from constellations.rights.erasing.looking.queries import NAMES_OF, held_texts_found, texts_found
from constellations.rights.erasing.rules import Erased, Fate, Needles, is_a_name, mobile_ways
from constellations.rights.rows.queries import About, about_erasure, count, is_theirs
from constellations.rights.rules import Subject, is_too_short, listed, pseudonym, words_to_look_for

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class Preview:
    """What an erasure would do: to each kind of record, and in how many texts a word takes a name's place.

    `usual` are the words of the name that nobody else has, or the initials; `is_shared` says that somebody else has the
    whole name, or another child the same initials. `homes` are names of homes that are looked for too.
    """

    fates: tuple[Fate, ...]
    named: int
    instead: str
    usual: tuple[str, ...]
    is_shared: bool
    homes: tuple[str, ...]
    is_child: bool


def preview(subject: Subject, service_id: uuid.UUID, also: str | None = None) -> Preview:
    """What an erasure would do at this moment, with further words to look for; none for the usual ones."""
    usual = usual_words(subject, service_id)
    needles = needles_for(subject, service_id, ", ".join(usual) if also is None else also)
    found = texts_found(Erased(subject, service_id, needles))
    named = sum(one.column.table.name not in NAMES_OF for one in found)
    homes = tuple(name for name, _instead in needles.homes)
    is_shared = _is_shared(subject, service_id)
    return Preview(fates_of(subject), named, needles.instead, usual, is_shared, homes, subject.is_child)


def fates_of(subject: Subject) -> tuple[Fate, ...]:
    """What becomes of each kind of record of which there is something."""
    about = about_erasure(subject)
    found = []
    for one in declared():
        theirs = is_theirs(one, about)
        rows = count(one, theirs) if one.ways else 0
        held = count(one, theirs & is_kept(one)) if rows and one.held else 0
        if rows and one.becomes(subject.is_child) is Erasure.REMOVE:
            found.append(Fate(one.words, removed=rows - held, held=held))
        elif rows:
            found.append(Fate(one.words, pseudonymised=rows - held, held=held, why=one.why))
    return tuple(found)


def is_kept(one: PersonalData) -> ColumnElement[bool]:
    """Whether something holds a row as it is."""
    return func.coalesce(one.held() if one.held is not None else false(), false())


def rows_held(erased: Erased, about: About) -> int:
    """How many rows something holds as they are, though they are about who is erased, or name them."""
    rows = {(found.column.table.name, *found.key) for found in held_texts_found(erased)}
    for one in declared():
        if one.held is not None and one.ways and one.becomes(about.subject.is_child) is not Erasure.KEEP:
            asked = select(*one.table.primary_key.columns).where(is_theirs(one, about), is_kept(one))
            rows |= {(one.table.name, *row) for row in session().execute(covering(SYSTEM(), asked))}
    return len(rows)


def needles_for(subject: Subject, service_id: uuid.UUID, also: str) -> Needles:
    """What is looked for, and the word that takes its place."""
    if subject.is_child:
        return Needles(_references(subject.key), listed(also), pseudonym(subject.key, "child"))
    name, email, role, mobile = _known(subject.key)
    ways = mobile_ways(mobile) if mobile else ()
    whole = () if _is_shared(subject, service_id) or " " not in name else (name,)
    instead = pseudonym(subject.key, what_word(role))
    return Needles((*whole, email, *ways), listed(also), instead, _names_of_homes(about_erasure(subject).home_ids))


def usual_words(subject: Subject, service_id: uuid.UUID) -> tuple[str, ...]:
    """The words of a person's name by which nobody else of the service is called; of a child, its initials."""
    if subject.is_child:
        initials = _called(subject)
        return () if is_too_short(initials) or _is_shared(subject, service_id) else (initials,)
    others = _others(subject, service_id)
    name = _known(subject.key)[0]
    return words_to_look_for(name, frozenset(word.casefold() for other in others for word in other.split()))


def what_word(role: Role) -> str:
    """What somebody of a role is called once they have no name."""
    if role in CARERS:
        return "carer"
    return "regional viewer" if role is Role.REGIONAL else "member of staff"


def _references(child_id: uuid.UUID) -> tuple[str, ...]:
    """The reference of a child, and those under which it was known before."""
    present = select(Child.key).where(Child.id == child_id)
    former = select(OldKey.key).where(OldKey.kind == KeyKind.CHILD, OldKey.subject_id == child_id).order_by(OldKey.key)
    return tuple(key for asked in (present, former) for key in session().scalars(covering(SYSTEM(), asked)))


def _known(person_id: uuid.UUID) -> tuple[str, str, Role, str | None]:
    asked = (
        select(Person.name, Person.email, Person.role, AlertSetting.mobile)
        .outerjoin(AlertSetting, AlertSetting.person_id == Person.id)
        .where(Person.id == person_id)
    )
    row = session().execute(covering(SYSTEM(), asked)).one()
    return row[0], row[1], row[2], row[3]


def _names_of_homes(home_ids: Collection[uuid.UUID]) -> tuple[tuple[str, str], ...]:
    """The names that homes lose, each with its word; not one by which another home of the service is called."""
    other = aliased(Home)
    namesake = select(other.id).where(
        other.service_id == Home.service_id, other.name == Home.name, other.id.not_in(home_ids)
    )
    theirs = select(Home.name, Home.key, Home.id).where(Home.id.in_(home_ids), ~namesake.exists()).order_by(Home.id)
    rows = session().execute(covering(SYSTEM(), theirs))
    return tuple((name, pseudonym(key, "home")) for name, reference, key in rows if is_a_name(name, reference))


def _called(subject: Subject) -> str:
    asked = select(Child.initials).where(Child.id == subject.key)
    return session().scalars(covering(SYSTEM(), asked)).one() if subject.is_child else _known(subject.key)[0]


def _is_shared(subject: Subject, service_id: uuid.UUID) -> bool:
    name = _called(subject).casefold()
    return any(other.casefold() == name for other in _others(subject, service_id))


def _others(subject: Subject, service_id: uuid.UUID) -> list[str]:
    """The names of everybody else of a service; of a child, the initials of every other one."""
    theirs = select(Person.name).where(Person.service_id == service_id, Person.id != subject.key)
    if subject.is_child:
        theirs = select(Child.initials).where(Child.service_id == service_id, Child.id != subject.key)
    return list(session().scalars(covering(SYSTEM(), theirs)))
