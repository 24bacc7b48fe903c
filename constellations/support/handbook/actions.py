"""Writing pages of the handbook, publishing and withdrawing them, and saying that one has read them."""

from flask_babel import gettext
from sqlalchemy import func, select

from constellations.access import Viewer, covering, hold, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.models import Service
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from constellations.support.handbook import rules
from constellations.support.handbook.models import HandbookPage, HandbookRead, HandbookVersion
from constellations.support.handbook.queries import carers_to_tell, drafted_words, found_page, published_words
from constellations.support.handbook.rules import PageWords

DRAFT = ("draft_title", "draft_words", "draft_changed", "draft_asks")


def begin_page(viewer: Viewer, words: PageWords) -> int:
    """Begin a page with a draft; gives its number in the handbook."""
    viewer.must(Permission.KEEP_HANDBOOK)
    if viewer.service_id is None:
        raise NotFound
    with transaction() as here:
        # Held, so that two pages do not get one number.
        service = hold(viewer, Service, viewer.service_id)
        highest = select(func.max(HandbookPage.number)).where(HandbookPage.service_id == service.id)
        number = (here.scalar(covering(Viewer.system(), highest)) or 0) + 1
        page = HandbookPage(service_id=service.id, number=number)
        _draft(page, words)
        here.add(page)
        here.flush()
        _note(viewer, "began_handbook_page", page, DRAFT)
        return number


def keep_draft(viewer: Viewer, number: int, words: PageWords, version: int) -> None:
    """Keep what was written, so that nobody but who keeps the handbook reads it; raises ChangedMeanwhile, NotFound."""
    viewer.must(Permission.KEEP_HANDBOOK)
    with transaction():
        page = _held(viewer, number)
        _must_be_of(page, version, words)
        _draft(page, words)
        _note(viewer, "drafted_handbook_page", page, DRAFT)


def publish_page(viewer: Viewer, number: int, words: PageWords, version: int) -> int:
    """Let everybody of the service read this from now on; gives the number of the version.

    Where it asks to be read, all carers are told. A page that was withdrawn is back. Raises NothingWritten,
    NothingChanged, ChangeUnsaid, ChangedMeanwhile, NotFound.
    """
    viewer.must(Permission.KEEP_HANDBOOK)
    with transaction() as here:
        page = _held(viewer, number)
        _must_be_of(page, version, words)
        rules.check_publishing(words, None if page.withdrawn_at else published_words(page))
        page.current += 1
        page.asked = page.current if words.asks else page.asked
        page.draft_title, page.draft_words, page.draft_changed, page.draft_asks = None, None, "", False
        page.withdrawn_at = None
        row = HandbookVersion(page_id=page.id, number=page.current, published_by=viewer.person_id)
        row.title, row.words, row.changed, row.asks = words.title, words.words, words.changed, words.asks
        here.add(row)
        here.flush()
        _note(viewer, "published_handbook_page", page, ("current", "asked"))
        if words.asks:
            said = gettext("The handbook has a page for you to read.")
            tell(carers_to_tell(page.service_id), News(f"{page.id}/{page.current}", said, f"/handbook/{page.number}"))
        return page.current


def withdraw_page(viewer: Viewer, number: int, version: int) -> None:
    """Take a page out of the handbook; its versions stay, and publishing it again brings it back."""
    viewer.must(Permission.KEEP_HANDBOOK)
    with transaction():
        page = _held(viewer, number)
        if page.current == 0:
            raise rules.NotPublished
        _must_be_of(page, version, published_words(page) or PageWords("", ""))
        page.withdrawn_at = clock.now()
        _note(viewer, "withdrew_handbook_page", page, ("withdrawn_at",))


def say_read(viewer: Viewer, number: int, seen: int) -> None:
    """Say that one has read the version `seen` of a page; again changes nothing.

    Raises ReadSomethingOlder and NotFound.
    """
    viewer.must(Permission.READ_HANDBOOK)
    if viewer.person_id is None:
        raise NotFound
    with transaction() as here:
        page = _held(viewer, number)
        rules.check_read(page.asked, seen, page.current)
        if not _has_read(viewer, page, seen):
            here.add(HandbookRead(page_id=page.id, person_id=viewer.person_id, number=seen))
            _note(viewer, "read_handbook_page", page, ("number",))


def _has_read(viewer: Viewer, page: HandbookPage, seen: int) -> bool:
    own = visible(viewer, HandbookRead).where(
        HandbookRead.page_id == page.id,
        HandbookRead.person_id == viewer.person_id,
        HandbookRead.number == seen,
    )
    return session().scalars(own).one_or_none() is not None


def _held(viewer: Viewer, number: int) -> HandbookPage:
    return hold(viewer, HandbookPage, found_page(viewer, number).id)


def _must_be_of(page: HandbookPage, version: int, wanted: PageWords) -> None:
    if page.version != version:
        raise ChangedMeanwhile(str(drafted_words(page) or published_words(page) or ""), str(wanted))


def _draft(page: HandbookPage, words: PageWords) -> None:
    page.draft_title, page.draft_words = words.title, words.words
    page.draft_changed, page.draft_asks = words.changed, words.asks


def _note(viewer: Viewer, action: str, page: HandbookPage, fields: tuple[str, ...]) -> None:
    record(viewer, action, page.id)
    audit(viewer, Change(action, "handbook_page", page.id, fields))
