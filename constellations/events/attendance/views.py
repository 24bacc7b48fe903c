"""The register of an event on a phone, and the thanks afterwards."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import Form, accepted
from constellations.events.attendance import actions
from constellations.events.attendance.forms import RegisterForm, ThanksForm
from constellations.events.attendance.queries import register_page
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("attendance", __name__)


@pages.route("/events/<uuid:occurrence_id>/register", methods=["GET", "POST"])
@requires(Permission.HOST_EVENTS)
def register(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    """Who came: ticked beforehand as the answers lead one to expect, saved as a whole."""
    viewer = current_viewer()
    form = RegisterForm().offer(register_page(viewer, occurrence_id))
    if accepted(form, lambda: actions.keep_register(viewer, occurrence_id, form.register)):
        flash(_("Thank you. The register is saved. You can put it right at any time."), "success")
        return redirect(url_for("attendance.register", occurrence_id=occurrence_id))
    return _shown(occurrence_id, form, ThanksForm(formdata=None))


@pages.post("/events/<uuid:occurrence_id>/register/take-back")
@requires(Permission.HOST_EVENTS)
def take_back(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    """The register as if it had not been saved."""
    actions.take_back_register(current_viewer(), occurrence_id)
    flash(_("Taken back. Nobody counts as having come."), "success")
    return redirect(url_for("attendance.register", occurrence_id=occurrence_id))


@pages.post("/events/<uuid:occurrence_id>/thanks")
@requires(Permission.HOST_EVENTS)
def thank(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    """A note for those who came."""
    viewer, form = current_viewer(), ThanksForm()
    if accepted(form, lambda: actions.thank(viewer, occurrence_id, form.words.data or "")):
        flash(_("Thank you. Those who came are told that there is a note."), "success")
        return redirect(url_for("attendance.register", occurrence_id=occurrence_id))
    return _shown(occurrence_id, RegisterForm(formdata=None), form)


def _shown(occurrence_id: uuid.UUID, form: RegisterForm, thanks: ThanksForm) -> ResponseReturnValue:
    page = register_page(current_viewer(), occurrence_id)
    if not thanks.is_submitted():
        thanks.words.data = page.thanks
    wrong: Form = form if form.errors else thanks
    shown = {"page": page, "form": form.offer(page), "thanks": thanks}
    return render_template("events/register.html", **shown), wrong.http_status
