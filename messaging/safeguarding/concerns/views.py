"""Pages of concerns for their readers: the list, and one with what may be done."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from messaging.safeguarding.concerns import actions
from messaging.safeguarding.concerns.forms import CloseForm, NoteForm
from messaging.safeguarding.concerns.queries import concerns_of
from messaging.safeguarding.rules import Outcome
from messaging.safeguarding.words import ABOUT_WORDS, OUTCOME_WORDS, STANDING_WORDS

pages = Blueprint("concerns", __name__)

WORDS = {"standings": STANDING_WORDS, "outcomes": OUTCOME_WORDS, "abouts": ABOUT_WORDS}


@pages.get("/concerns")
@requires(Permission.READ_CONCERNS)
def concerns() -> str:
    """What worries people, of which one is a reader, with how long it has waited."""
    return render_template("safeguarding/concerns.html", lines=concerns_of(current_viewer()), **WORDS)


@pages.get("/concerns/<uuid:concern_id>")
@requires(Permission.READ_CONCERNS)
def concern(concern_id: uuid.UUID) -> ResponseReturnValue:
    """One concern; that it was read is written down."""
    return _page(concern_id, NoteForm())


@pages.post("/concerns/<uuid:concern_id>/acknowledge")
@requires(Permission.READ_CONCERNS)
def acknowledge(concern_id: uuid.UUID) -> ResponseReturnValue:
    """Say that it was seen."""
    actions.acknowledge(current_viewer(), concern_id)
    flash(_("Acknowledged. Who raised it knows that somebody sees to it."), "success")
    return redirect(url_for("concerns.concern", concern_id=concern_id))


@pages.post("/concerns/<uuid:concern_id>/note")
@requires(Permission.READ_CONCERNS)
def note(concern_id: uuid.UUID) -> ResponseReturnValue:
    """Write something down."""
    form, viewer = NoteForm(), current_viewer()
    if accepted(form, lambda: actions.note(viewer, concern_id, form.words.data or "")):
        return redirect(url_for("concerns.concern", concern_id=concern_id))
    return _page(concern_id, form)


@pages.post("/concerns/<uuid:concern_id>/hide")
@requires(Permission.READ_CONCERNS)
def hide(concern_id: uuid.UUID) -> ResponseReturnValue:
    """Hide what it is about until the concern is closed."""
    actions.hide(current_viewer(), concern_id, on=True)
    flash(_("It is hidden from everybody until this is closed."), "success")
    return redirect(url_for("concerns.concern", concern_id=concern_id))


@pages.post("/concerns/<uuid:concern_id>/show")
@requires(Permission.READ_CONCERNS)
def show(concern_id: uuid.UUID) -> ResponseReturnValue:
    """Let everybody read again what it is about."""
    actions.hide(current_viewer(), concern_id, on=False)
    flash(_("It can be read again."), "success")
    return redirect(url_for("concerns.concern", concern_id=concern_id))


@pages.route("/concerns/<uuid:concern_id>/close", methods=["GET", "POST"])
@requires(Permission.READ_CONCERNS)
def close(concern_id: uuid.UUID) -> ResponseReturnValue:
    """Close it with how it ended."""
    form, viewer = CloseForm(), current_viewer()
    if accepted(form, lambda: actions.close(viewer, concern_id, *_ending(form))):
        flash(_("The concern is closed."), "success")
        return redirect(url_for("concerns.concerns"))
    page = actions.read_concern(viewer, concern_id)
    return render_template("safeguarding/close.html", page=page, form=form), form.http_status


def _ending(form: CloseForm) -> tuple[Outcome, str, bool]:
    return Outcome(form.outcome.data), form.words.data or "", bool(form.remove.data)


def _page(concern_id: uuid.UUID, form: NoteForm) -> ResponseReturnValue:
    page = actions.read_concern(current_viewer(), concern_id)
    return render_template("safeguarding/concern.html", page=page, form=form, **WORDS), form.http_status
