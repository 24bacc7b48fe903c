"""Raising a concern about a message or a note."""

import uuid
from dataclasses import dataclass, replace

from flask_babel import gettext

from constellations.access import Viewer, hold, visible
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.models import Person
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from messaging.conversations.queries import held_conversation
from messaging.messages.queries import message_of
from messaging.safeguarding.models import Concern, ConcernChild
from messaging.safeguarding.opening.queries import opened
from messaging.safeguarding.raising.queries import route_from
from messaging.safeguarding.readers.queries import readers_of
from messaging.safeguarding.rules import About, NoteKind, written_words
from messaging.safeguarding.subjects.queries import Subject, message_subject, note_subject


@dataclass(frozen=True, slots=True)
class Worry:
    """What worries somebody, whether it is about who would read it, and whether somebody is in danger now."""

    words: str
    about: About
    in_danger: bool = False


def raise_concern(viewer: Viewer, message_id: uuid.UUID, worry: Worry) -> Concern:
    """Say that a message worries one; its readers hear that there is something, and nothing of what.

    The same words again, while the first are open, are the same concern. The activity log has no row of it: staff
    whom it is about may look there; the audit trail has. Raises NoWords, WordsTooLong, NobodyReadsIt, NotFound.
    """
    viewer.must(Permission.TALK)
    words = written_words(worry.words)
    with transaction():
        held_conversation(viewer, message_of(viewer, message_id).conversation_id)
        return _raise(viewer, message_subject(viewer, message_id), replace(worry, words=words))


def raise_concern_about_note(viewer: Viewer, kind: NoteKind, note_id: uuid.UUID, worry: Worry) -> Concern:
    """The same of a note, whose words the concern keeps as they are. Raises what its source does besides."""
    viewer.must(Permission.TALK)
    words = written_words(worry.words)
    with transaction():
        if viewer.person_id is not None:
            # What one person raises comes in turn, so that two taps are one concern.
            hold(Viewer.system(), Person, viewer.person_id)
        return _raise(viewer, note_subject(viewer, kind, note_id), replace(worry, words=words))


def _raise(viewer: Viewer, subject: Subject, worry: Worry) -> Concern:
    again = _raised_before(viewer, subject, worry.words)
    if again is not None:
        return again
    if viewer.person_id is None:
        raise NotFound
    around = subject.around
    concern = Concern(
        service_id=around.service_id,
        constellation_id=around.constellation_id,
        author_id=around.author_id,
        raised_by=viewer.person_id,
        words=worry.words,
        about=worry.about,
        route=route_from(around, worry.about),
        in_danger=worry.in_danger,
        **subject.columns,
    )
    session().add(concern)
    session().flush()
    session().add_all(ConcernChild(concern_id=concern.id, child_id=child_id) for child_id in subject.child_ids)
    _tell_readers(concern)
    audit(viewer, Change("raised_concern", "concern", concern.id), around.service_id)
    return concern


def _raised_before(viewer: Viewer, subject: Subject, words: str) -> Concern | None:
    """What is sealed cannot be searched: the few that somebody has open about one thing are opened."""
    mine = visible(viewer, Concern).where(
        subject.is_it, Concern.raised_by == viewer.person_id, Concern.closed_at.is_(None)
    )
    raised = session().scalars(mine).all()
    known = opened(Concern.words, [one.id for one in raised])
    return next((one for one in raised if known[one.id] == words), None)


def _tell_readers(concern: Concern) -> None:
    said = gettext("Somebody is in danger, and somebody worries. Please read it now.") if concern.in_danger else ""
    words = said or gettext("Something worries somebody. Please read it today.")
    news = News(f"concern {concern.id}", words, f"/concerns/{concern.id}", is_emergency=concern.in_danger)
    tell([one for one in readers_of(concern) if one != concern.raised_by], news)
