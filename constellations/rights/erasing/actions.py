"""Erasing somebody: all of it in one transaction, or nothing."""

import uuid
from collections.abc import Iterable
from functools import partial

from sqlalchemy import delete, not_, select, update

from constellations.access import Viewer, covering, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.children.models import Child
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import Base, after_commit, session, transaction
from constellations.core.files.shelf import Shelf
from constellations.core.settings import current_settings
from constellations.feeds.entries.actions import let_feeds_follow_name
from constellations.keeping.whose.queries import is_kept_from_erasing
from constellations.models import Home, Person
from constellations.rights.copies.actions import remove_copy
from constellations.rights.declaration import Erasure, PersonalData, declared, erasers
from constellations.rights.erasing.looking.queries import Found, texts_found
from constellations.rights.erasing.queries import is_kept, needles_for, rows_held
from constellations.rights.erasing.rules import Erased, Needles
from constellations.rights.models import DataRequest
from constellations.rights.queries import held_copies, is_here
from constellations.rights.rows.queries import About, about_erasure, is_theirs
from constellations.rights.rules import RequestState, Subject, erased_address, pseudonym
from constellations.rules import StayAuthority

SYSTEM = Viewer.system

TO_BE_ERASED = frozenset({RequestState.AGREED, RequestState.PARTLY})
"""The states in which an erasure has something to do."""


def erase(request_id: uuid.UUID) -> bool:
    """Erase whom an agreed request is about, unless a hold came meanwhile; gives whether it stands otherwise now.

    Where they came back while a hold kept them, the request is taken back: who is here is not erased.
    Rows that must stay lose the name, which stands in one place alone; texts of others that say it, say another word.
    While something holds further rows as they are, it is done in part: what is looked for is kept, sealed, and the same
    is done again with what is held no more.
    """
    with transaction():
        request = hold(SYSTEM(), DataRequest, request_id)
        subject = request.subject
        held = _held(subject)
        if request.state not in TO_BE_ERASED or is_kept_from_erasing(subject):
            return False
        if is_here(held, clock.today()):
            _take_back(request)
            return False
        needles = _needles(request)
        erased = Erased(subject, request.service_id, needles)
        about = about_erasure(subject)
        _take_files(about)
        _blank(about)
        _remove(about)
        _rename(held, about, needles)
        session().flush()
        # What is read now says what it says afterwards.
        session().expire_all()
        _replace(texts_found(erased), erased)
        for also in erasers():
            also(erased)
        _let_copies_go(subject)
        return _note_done(request, needles, rows_held(erased, about))


def _needles(request: DataRequest) -> Needles:
    """What is looked for; of an erasure that is done in part what was then, for the names are gone by now."""
    if request.needles is not None:
        return Needles.read(request.needles)
    return needles_for(request.subject, request.service_id, request.also)


def _held(subject: Subject) -> Person | Child:
    """Whom it is about, held: whoever gives a hold waits, or has come before."""
    return hold(SYSTEM(), Child, subject.key) if subject.is_child else hold(SYSTEM(), Person, subject.key)


def _take_files(about: About) -> None:
    """Take from the disk, after the commit, the files of rows that go."""
    for one in _becoming(Erasure.REMOVE, about):
        if one.shelf:
            keys = select(one.table.c["key"]).where(is_theirs(one, about), not_(is_kept(one)))
            shelf = Shelf.below(current_settings().data_folder, one.shelf)
            for key in session().scalars(covering(SYSTEM(), keys)).all():
                after_commit(partial(shelf.remove, key))


def _blank(about: About) -> None:
    for one in _becoming(Erasure.PSEUDONYMISE, about):
        if one.blank:
            emptied = update(one.table).where(is_theirs(one, about), not_(is_kept(one))).values(dict(one.blank))
            session().execute(covering(SYSTEM(), emptied))


def _remove(about: About) -> None:
    """Rows that speak of others go first, so that no key leads nowhere."""
    order = {table.name: number for number, table in enumerate(Base.metadata.sorted_tables)}
    going = sorted(_becoming(Erasure.REMOVE, about), key=lambda one: order[one.table.name], reverse=True)
    for one in going:
        gone = delete(one.table).where(is_theirs(one, about), not_(is_kept(one)))
        session().execute(covering(SYSTEM(), gone))


def _rename(held: Person | Child, about: About, needles: Needles) -> None:
    """Put the word in place of the name, in the one place where it stands."""
    instead = needles.instead
    if isinstance(held, Person):
        held.name, held.email, held.password_hash = instead, erased_address(held.id), None
    else:
        held.key, held.initials = instead.replace(" ", "-") + f"-{held.id.hex[:12]}", instead.rpartition(" ")[2]
        held.born = Month(held.born.year, 1)
        held.stay_authority, held.is_solo = StayAuthority.UNKNOWN, False
        let_feeds_follow_name(held.id)
    for home_id in about.home_ids:
        home = hold(SYSTEM(), Home, home_id)
        home.name = pseudonym(home.id, "home")
        # A reference is the service's own, and leads to what was paid: it stays, unless it says the name.
        if needles.replaced(home.key) != home.key:
            home.key = f"former-home-{home.id.hex}"
        let_feeds_follow_name(home.id)


def _replace(found: Iterable[Found], erased: Erased) -> None:
    for one in list(found):
        table = one.column.table
        keys = (column == value for column, value in zip(table.primary_key.columns, one.key, strict=True))
        session().execute(covering(SYSTEM(), update(table).where(*keys).values({one.column.name: one.instead})))
        if isinstance(one.row_id, uuid.UUID):
            erased.note(table.name, {one.row_id})


def _let_copies_go(subject: Subject) -> None:
    """Take back the copies that wait or lie there: what is in their files would outlive the erasure."""
    for request in held_copies(subject):
        remove_copy(request)
        _take_back(request)


def _take_back(request: DataRequest) -> None:
    request.state, request.ended_at, request.also = RequestState.WITHDRAWN, clock.now(), ""
    request.needles = None
    record(SYSTEM(), "withdrew_data_request", request.subject.key, service_id=request.service_id)
    change = Change("withdrew_data_request", "data_request", request.id, ["state"])
    audit(SYSTEM(), change, request.service_id)


def _note_done(request: DataRequest, needles: Needles, held: int) -> bool:
    """Note how many rows are held, and what becomes of the request; gives whether it stands otherwise than before."""
    before, request.state = request.state, RequestState.PARTLY if held else RequestState.DONE
    request.withheld, request.needles = held, needles.written if held else None
    if request.state is before:
        return False
    request.ended_at, request.also = clock.now(), ""
    subject = request.subject
    record(SYSTEM(), "erased", subject.key, service_id=request.service_id)
    audit(SYSTEM(), Change("erased", subject.table, subject.key, ["name", "email", "initials"]), request.service_id)
    return True


def _becoming(erasure: Erasure, about: About) -> list[PersonalData]:
    return [one for one in declared() if one.ways and one.becomes(about.subject.is_child) is erasure]
