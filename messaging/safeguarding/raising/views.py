"""The form of who worries about a message or a note, and what they hear of it."""

import uuid
from collections.abc import Callable

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from constellations.core.errors import NotFound
from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from messaging.safeguarding.models import Concern
from messaging.safeguarding.raising.actions import Worry, raise_concern, raise_concern_about_note
from messaging.safeguarding.raising.forms import WorryForm
from messaging.safeguarding.raising.queries import out_of_hours_phone, raised_concern, worrying
from messaging.safeguarding.rules import NoteKind
from messaging.safeguarding.subjects.queries import Subject, message_subject, note_subject

pages = Blueprint("raising", __name__)


@pages.route("/messages/<uuid:message_id>/worry", methods=["GET", "POST"])
@requires(Permission.TALK)
def worry(message_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a message worries one."""
    viewer = current_viewer()
    return _form(message_subject(viewer, message_id), lambda worry: raise_concern(viewer, message_id, worry))


@pages.route("/notes/<note_kind>/<uuid:note_id>/worry", methods=["GET", "POST"])
@requires(Permission.TALK)
def worry_about_note(note_kind: str, note_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a note worries one."""
    viewer = current_viewer()
    if note_kind not in set(NoteKind):
        raise NotFound
    kind = NoteKind(note_kind)
    subject = note_subject(viewer, kind, note_id)
    return _form(subject, lambda worry: raise_concern_about_note(viewer, kind, note_id, worry))


@pages.get("/concerns/<uuid:concern_id>/raised")
@requires(Permission.TALK)
def raised(concern_id: uuid.UUID) -> str:
    """What one has raised, and whether somebody has seen it."""
    viewer = current_viewer()
    page = raised_concern(viewer, concern_id)
    return render_template("safeguarding/raised.html", page=page, out_of_hours_phone=out_of_hours_phone(viewer))


def _form(subject: Subject, send: Callable[[Worry], Concern]) -> ResponseReturnValue:
    form, raised = WorryForm(), []
    page = worrying(current_viewer(), subject)
    if accepted(form, lambda: raised.append(send(form.worry).id)):
        return redirect(url_for("raising.raised", concern_id=raised[0]))
    return render_template("safeguarding/worry.html", page=page, form=form), form.http_status
