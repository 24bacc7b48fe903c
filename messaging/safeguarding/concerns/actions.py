"""Seeing to a concern: reading, acknowledging, noting, hiding what it is about meanwhile, and closing it."""

import uuid

from flask_babel import gettext
from sqlalchemy import func, select

from constellations.access import Viewer, covering, find, hold
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from messaging.conversations.queries import held_conversation
from messaging.messages.actions import note_changed, take_away
from messaging.messages.queries import message_of
from messaging.models import Conversation
from messaging.safeguarding.concerns.queries import ConcernPage, concern_page, concern_read
from messaging.safeguarding.models import Concern, ConcernNote
from messaging.safeguarding.rules import ClosedAlready, Outcome, written_words
from messaging.safeguarding.subjects.queries import message_of_concern

SYSTEM = Viewer.system


def read_concern(viewer: Viewer, concern_id: uuid.UUID) -> ConcernPage:
    """A concern, with a line in the audit trail that the viewer has read it; raises NotFound."""
    viewer.must(Permission.READ_CONCERNS)
    with transaction():
        concern = concern_read(viewer, concern_id)
        _audit(viewer, "read_concern", concern)
        return concern_page(viewer, concern.id)


def acknowledge(viewer: Viewer, concern_id: uuid.UUID) -> None:
    """Say that a concern has been seen; who raised it hears so. Twice is once. Raises ClosedAlready, NotFound."""
    viewer.must(Permission.READ_CONCERNS)
    with transaction():
        concern = _held(viewer, concern_id)
        if concern.acknowledged_at is None:
            _note_acknowledged(viewer, concern)
            _audit(viewer, "acknowledged_concern", concern, "acknowledged_at", "acknowledged_by")


def note(viewer: Viewer, concern_id: uuid.UUID, words: str) -> None:
    """Write something down for the other readers; raises NoWords, WordsTooLong, ClosedAlready, NotFound."""
    viewer.must(Permission.READ_CONCERNS)
    kept = written_words(words)
    with transaction():
        concern = _held(viewer, concern_id)
        _add_note(viewer, concern, kept)
        _audit(viewer, "noted_on_concern", concern, "words")


def hide(viewer: Viewer, concern_id: uuid.UUID, on: bool) -> None:
    """Hide the message or note from everybody until the concern is closed, or show it again; twice is once.

    Hidden for two concerns, it is shown when neither hides it. Raises ClosedAlready, NotFound.
    """
    viewer.must(Permission.READ_CONCERNS)
    with transaction():
        concern = _held(viewer, concern_id)
        if on is (concern.hidden_at is None):
            concern.hidden_at = clock.now() if on else None
            _show_or_hide(concern)
            _audit(viewer, "hid_message" if on else "showed_message", concern, "hidden_at")


def close(viewer: Viewer, concern_id: uuid.UUID, outcome: Outcome, words: str, remove: bool) -> None:
    """Close a concern with its outcome, and perhaps a last note; what it is about is shown again, or removed for good.

    A note that is removed stays hidden. Raises WordsTooLong, ClosedAlready, NotFound.
    """
    viewer.must(Permission.READ_CONCERNS)
    kept = written_words(words) if words.strip() else ""
    with transaction():
        concern = _held(viewer, concern_id)
        if concern.acknowledged_at is None:
            _note_acknowledged(viewer, concern)
        if kept:
            _add_note(viewer, concern, kept)
        concern.closed_at, concern.closed_by, concern.outcome = clock.now(), viewer.person_id, outcome
        concern.hidden_at = clock.now() if remove and concern.message_id is None else None
        _show_or_hide(concern)
        if remove:
            _take_away(viewer, concern)
        tell([concern.raised_by], News(f"concern closed {concern.id}", gettext(CLOSED), _path(concern)))
        _audit(viewer, "closed_concern", concern, "closed_at", "outcome", *(["removed_at"] if remove else []))


ACKNOWLEDGED = "What worries you has been read. Somebody sees to it."

CLOSED = "What worried you has been seen to."


def _held(viewer: Viewer, concern_id: uuid.UUID) -> Concern:
    """An open concern that the viewer reads, held with the conversation of its message, so that acts come in turn."""
    concern = concern_read(viewer, concern_id)
    if concern.message_id is None:
        hold(SYSTEM(), Concern, concern_id)
    else:
        held_conversation(SYSTEM(), message_of(SYSTEM(), concern.message_id).conversation_id)
    session().expire_all()
    concern = concern_read(viewer, concern_id)
    if concern.closed_at is not None:
        raise ClosedAlready
    return concern


def _note_acknowledged(viewer: Viewer, concern: Concern) -> None:
    concern.acknowledged_at, concern.acknowledged_by = clock.now(), viewer.person_id
    if concern.raised_by != viewer.person_id:
        tell([concern.raised_by], News(f"concern seen {concern.id}", gettext(ACKNOWLEDGED), _path(concern)))


def _add_note(viewer: Viewer, concern: Concern, words: str) -> None:
    if viewer.person_id is None:
        raise NotFound
    session().add(ConcernNote(concern_id=concern.id, by=viewer.person_id, words=words))


def _show_or_hide(concern: Concern) -> None:
    """Let the message be hidden where some concern about it says so; everybody in it hears. A note needs nothing."""
    message = message_of_concern(concern)
    if message is None:
        return
    session().flush()
    hiding = select(func.count()).where(Concern.message_id == message.id, Concern.hidden_at.is_not(None))
    is_hidden = bool(session().scalar(covering(SYSTEM(), hiding)))
    if is_hidden is (message.hidden_at is None):
        message.hidden_at = clock.now() if is_hidden else None
        note_changed("message_edited", find(SYSTEM(), Conversation, message.conversation_id), message)


def _take_away(viewer: Viewer, concern: Concern) -> None:
    message = message_of_concern(concern)
    if message is not None and message.removed_at is None:
        take_away(viewer, find(SYSTEM(), Conversation, message.conversation_id), message)


def _path(concern: Concern) -> str:
    return f"/concerns/{concern.id}/raised"


def _audit(viewer: Viewer, action: str, concern: Concern, *fields: str) -> None:
    audit(viewer, Change(action, "concern", concern.id, fields), concern.service_id)
