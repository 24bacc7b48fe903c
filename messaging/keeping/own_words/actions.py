"""Taking a copy of all that one person wrote: by themselves, or by a manager with a reason that they read."""

import uuid

from flask import current_app
from flask_babel import gettext

from constellations.access import Viewer
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.core.sockets import Json
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from messaging.keeping.copies.actions import Made, as_json, zipped
from messaging.keeping.copies.rules import JSON_NAME, PAGE_NAME, copy_name
from messaging.keeping.models import WordsTaken
from messaging.keeping.own_words.deeds.queries import deeds_of
from messaging.keeping.own_words.queries import Subject, own_messages, own_subject, person_of_service, subject_taken
from messaging.keeping.rules import copy_reason
from messaging.keeping.words import DEED_WORDS


def give_reason(viewer: Viewer, person_id: uuid.UUID, reason: str) -> uuid.UUID:
    """Say why one takes a copy of all that a person of the service wrote; they are told who did, and why.

    Raises NoCopyReason, LongReason, NotFound.
    """
    viewer.must(Permission.LOOK_INTO_TALK)
    why = copy_reason(reason)
    with transaction():
        person = person_of_service(viewer, person_id)
        if viewer.person_id is None or viewer.service_id is None:
            raise NotFound
        taken = WordsTaken(service_id=viewer.service_id, person_id=person.id, taken_by=viewer.person_id, reason=why)
        session().add(taken)
        session().flush()
        words = gettext("%(name)s takes a copy of what you wrote in Roost. You can read why.", name=viewer.name)
        tell([person.id], News(f"words taken {taken.id}", words, "/me/words"))
        audit(viewer, Change("gave_reason_for_words", "words_taken", taken.id, ["person_id", "reason"]))
        return taken.id


def take_words(viewer: Viewer, taken_id: uuid.UUID) -> Made:
    """A copy of a person's words, for the hour after a reason was given; raises CopyOver, NotFound."""
    viewer.must(Permission.LOOK_INTO_TALK)
    with transaction():
        subject = subject_taken(viewer, taken_id)
        audit(viewer, Change("took_words", "person", subject.person_id))
    return _made(viewer, subject)


def take_own_words(viewer: Viewer) -> Made:
    """A copy of all that the viewer wrote."""
    viewer.must(Permission.TALK)
    with transaction():
        subject = own_subject(viewer)
        audit(viewer, Change("took_own_words", "person", subject.person_id))
    return _made(viewer, subject)


def _made(viewer: Viewer, subject: Subject) -> Made:
    deeds = deeds_of(subject.person_id, with_concerns=subject.is_own)
    head: dict[str, Json] = {**subject.as_json, **{kind.name: kind.rows for kind in deeds}}
    page = current_app.jinja_env.get_template("keeping/own_copy.html")
    shown = {"subject": subject, "deeds": deeds, "words": DEED_WORDS}
    parts = {
        JSON_NAME: as_json(head, "messages", (one.as_json for one in own_messages(subject.person_id))),
        PAGE_NAME: page.generate(messages=own_messages(subject.person_id), **shown),
    }
    files = (file for one in own_messages(subject.person_id) for file in one.files)
    return Made(zipped(parts, files), copy_name(f"words of {subject.name}", viewer.today))
