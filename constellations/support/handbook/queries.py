"""The handbook as somebody reads it: what is new for them, each page, its history, and who has read it."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, is_key, visible
from constellations.core.clock import london
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Home, Membership, Person, holds_on
from constellations.permissions import CARERS, Permission
from constellations.support.handbook.models import HandbookPage, HandbookRead, HandbookVersion
from constellations.support.handbook.rules import Block, PageWords, blocks, is_due, is_new, names_apart


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page in the list: `changed` is what its newest version changed; without a version there is only a draft."""

    number: int
    title: str
    changed: str
    version: int
    published_on: dt.date | None
    is_due: bool
    is_new: bool
    read_on: dt.date | None
    has_draft: bool
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Handbook:
    """All pages that the viewer sees: those to be read by them apart, and for who keeps it what nobody else sees."""

    due: tuple[PageLine, ...]
    pages: tuple[PageLine, ...]
    unseen: tuple[PageLine, ...]
    may_keep: bool


@dataclass(frozen=True, slots=True)
class PastVersion:
    """One version in the history of a page."""

    number: int
    changed: str
    published_on: dt.date
    by: str | None
    asks: bool


@dataclass(frozen=True, slots=True)
class PageShown:
    """One version of a page with all that stands around it.

    `read` and `waiting` are who has said “I have read this”, and who not yet, by name; none where that is not shown.
    """

    page_id: uuid.UUID
    number: int
    version: int
    is_current: bool
    title: str
    blocks: tuple[Block, ...]
    changed: str
    published_on: dt.date
    by: str | None
    is_due: bool
    read_on: dt.date | None
    asked: int | None
    history: tuple[PastVersion, ...]
    read: list[str] | None
    waiting: list[str]
    is_withdrawn: bool
    may_keep: bool
    row_version: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form to change a page begins with: the draft, or where there is none what people read now."""

    page_id: uuid.UUID
    number: int
    words: PageWords
    is_draft: bool
    current: int
    is_withdrawn: bool
    version: int


def handbook_of(viewer: Viewer) -> Handbook:
    """The list of pages in the order of their titles; one query."""
    viewer.must(Permission.READ_HANDBOOK)
    lines = sorted(_lines(viewer), key=lambda line: (line.title.casefold(), line.number))
    out = [line for line in lines if line.version and not line.is_withdrawn]
    return Handbook(
        due=tuple(line for line in out if line.is_due),
        pages=tuple(line for line in out if not line.is_due),
        unseen=tuple(line for line in lines if not line.version or line.is_withdrawn),
        may_keep=viewer.may(Permission.KEEP_HANDBOOK),
    )


def pages_to_read(viewer: Viewer) -> list[PageLine]:
    """The pages that a carer has still to read, those that came first on top; one query."""
    if not viewer.is_carer:
        return []
    due = [line for line in _lines(viewer) if line.is_due and not line.is_withdrawn]
    return sorted(due, key=lambda line: (line.published_on or viewer.today, line.number))


def page_shown(viewer: Viewer, number: int, version: int | None = None) -> PageShown:
    """A page as it is now, or as it was in one of its versions; raises NotFound."""
    viewer.must(Permission.READ_HANDBOOK)
    page = found_page(viewer, number)
    history = _history(viewer, page.id)
    words = next((row for row, _ in history if row.number == (page.current if version is None else version)), None)
    if words is None:
        raise NotFound
    own = _read_by(viewer, page.id)
    read, waiting = _readers(viewer, page) if viewer.may(Permission.SEE_HANDBOOK_READERS) else (None, [])
    return PageShown(
        page_id=page.id,
        number=page.number,
        version=words.number,
        is_current=words.number == page.current,
        title=words.title,
        blocks=blocks(words.words),
        changed=words.changed,
        published_on=london(words.published_at).date(),
        by=next(by for row, by in history if row.number == words.number),
        is_due=viewer.is_carer and is_due(page.asked, own.number if own else None),
        read_on=london(own.at).date() if own else None,
        asked=page.asked,
        history=tuple(
            PastVersion(row.number, row.changed, london(row.published_at).date(), by, row.asks) for row, by in history
        ),
        read=read,
        waiting=waiting,
        is_withdrawn=page.withdrawn_at is not None,
        may_keep=viewer.may(Permission.KEEP_HANDBOOK),
        row_version=page.version,
    )


def draft_of(viewer: Viewer, number: int) -> Draft:
    """What somebody who keeps the handbook goes on writing; raises NotFound."""
    viewer.must(Permission.KEEP_HANDBOOK)
    page = found_page(viewer, number)
    drafted = drafted_words(page)
    words = drafted or published_words(page) or PageWords("", "")
    if drafted is None:
        words = PageWords(words.title, words.words, "", words.asks)
    is_withdrawn = page.withdrawn_at is not None
    return Draft(page.id, page.number, words, drafted is not None, page.current, is_withdrawn, page.version)


def found_page(viewer: Viewer, number: int) -> HandbookPage:
    """The page of this number in the handbook of the viewer's service; raises NotFound."""
    asked = visible(viewer, HandbookPage).where(
        is_key(HandbookPage.service_id, viewer.service_id), HandbookPage.number == number
    )
    found = session().scalars(asked).one_or_none()
    if found is None:
        raise NotFound
    return found


def published_words(page: HandbookPage) -> PageWords | None:
    """What people read on a page now; none before it is published."""
    asked = select(HandbookVersion).where(HandbookVersion.page_id == page.id, HandbookVersion.number == page.current)
    row = session().scalars(covering(Viewer.system(), asked)).one_or_none()
    return PageWords(row.title, row.words, row.changed, row.asks) if row else None


def drafted_words(page: HandbookPage) -> PageWords | None:
    """The draft of a page, where there is one."""
    if page.draft_title is None or page.draft_words is None:
        return None
    return PageWords(page.draft_title, page.draft_words, page.draft_changed, page.draft_asks)


def carers_to_tell(service_id: uuid.UUID) -> set[uuid.UUID]:
    """All carers of a service."""
    asked = select(Person.id).where(Person.service_id == service_id, Person.role.in_(CARERS), Person.left_at.is_(None))
    return set(session().scalars(covering(Viewer.system(), asked)))


def _lines(viewer: Viewer) -> Iterable[PageLine]:
    mine = (
        select(
            HandbookRead.page_id, func.max(HandbookRead.number).label("number"), func.max(HandbookRead.at).label("at")
        )
        .where(is_key(HandbookRead.person_id, viewer.person_id))
        .group_by(HandbookRead.page_id)
        .subquery()
    )
    now = and_(HandbookVersion.page_id == HandbookPage.id, HandbookVersion.number == HandbookPage.current)
    asked = (
        select(HandbookPage, HandbookVersion, mine.c.number, mine.c.at)
        .outerjoin(HandbookVersion, now)
        .outerjoin(mine, mine.c.page_id == HandbookPage.id)
    )
    rows = session().execute(covering(viewer, asked, HandbookPage, through=(HandbookVersion, HandbookRead)))
    for page, words, read, read_at in rows:
        published_on = london(words.published_at).date() if words else None
        yield PageLine(
            number=page.number,
            title=words.title if words else page.draft_title or "",
            changed=words.changed if words else "",
            version=page.current,
            published_on=published_on,
            is_due=viewer.is_carer and is_due(page.asked, read),
            is_new=published_on is not None and is_new(published_on, viewer.today),
            read_on=london(read_at).date() if read_at else None,
            has_draft=page.draft_title is not None,
            is_withdrawn=page.withdrawn_at is not None,
        )


def _history(viewer: Viewer, page_id: uuid.UUID) -> list[tuple[HandbookVersion, str | None]]:
    """The versions of a page, the newest first, each with who published it."""
    asked = (
        select(HandbookVersion, Person.name)
        .outerjoin(Person, Person.id == HandbookVersion.published_by)
        .where(HandbookVersion.page_id == page_id)
        .order_by(HandbookVersion.number.desc())
    )
    rows = session().execute(covering(viewer, asked, HandbookVersion, through=(Person,)))
    return [(row, name) for row, name in rows]


def _read_by(viewer: Viewer, page_id: uuid.UUID) -> HandbookRead | None:
    """The newest word of the viewer."""
    asked = select(HandbookRead).where(
        HandbookRead.page_id == page_id, is_key(HandbookRead.person_id, viewer.person_id)
    )
    newest: Select[HandbookRead] = asked.order_by(HandbookRead.number.desc()).limit(1)
    return session().scalars(covering(viewer, newest, HandbookRead)).one_or_none()


def _readers(viewer: Viewer, page: HandbookPage) -> tuple[list[str] | None, list[str]]:
    """Of the carers of today whom the viewer looks after: who has read the version that asks for it, and who not."""
    if page.asked is None:
        return None, []
    said, member = aliased(HandbookRead), aliased(Membership)
    asked = (
        select(Person.name, Home.name, func.max(said.at))
        .join(Home, Home.id == Person.home_id)
        .outerjoin(said, and_(said.person_id == Person.id, said.page_id == page.id, said.number >= page.asked))
        .where(Person.role.in_(CARERS), Person.left_at.is_(None))
        .group_by(Person.id, Person.name, Home.name)
        .order_by(Home.name, Person.name, Person.id)
    )
    if not viewer.sees_whole_service:
        # A liaison worker sees homes that were members too; those of today are asked to read.
        of = select(member.home_id).where(
            member.constellation_id.in_(viewer.constellation_ids), holds_on(member, viewer.today)
        )
        asked = asked.where(Home.id.in_(of))
    rows = session().execute(covering(viewer, asked, Home, through=(Person, HandbookRead, Membership)))
    found: list[tuple[str, str, dt.datetime | None]] = [(row[0], row[1], row[2]) for row in rows]
    return names_apart((name, home, london(at).date() if at else None) for name, home, at in found)
