"""The pages on which a carer says how a month is, and on which somebody reads what is shared with them."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from constellations.support.pulse import actions
from constellations.support.pulse.forms import SharingForm, WordForm
from constellations.support.pulse.queries import own_pulse, shared_pulse
from constellations.support.pulse.rules import PulseWord, Sharing, month_of_strip

pages = Blueprint("pulse", __name__)


@pages.route("/support/month", methods=["GET", "POST"])
@requires(Permission.ANSWER_PULSE)
def month() -> ResponseReturnValue:
    """One's own twelve months; give the running one a word."""
    viewer, form = current_viewer(), WordForm()
    if accepted(form, lambda: actions.say_how_it_is(viewer, form.said.data)):
        is_shared = own_pulse(viewer).shared_with is not Sharing.NOBODY
        kept = _("Thank you. It is the word that you share already.")
        flash(kept if is_shared else _("Thank you. Only you see it, unless you share it."), "success")
        return redirect(url_for("pulse.month"))
    return _shown(form)


@pages.post("/support/month/share")
@requires(Permission.ANSWER_PULSE)
def share() -> ResponseReturnValue:
    """Choose who reads the word of the running month."""
    viewer, form = current_viewer(), SharingForm()
    if accepted(form, lambda: actions.share_pulse(viewer, form.shared_with.data)):
        flash(_("That is kept. You can change it at any time."), "success")
        return redirect(url_for("pulse.month"))
    return _shown(form)


@pages.post("/support/month/<month>/take-back")
@requires(Permission.ANSWER_PULSE)
def take_back(month: str) -> ResponseReturnValue:
    """Take the word of a month back."""
    viewer = current_viewer()
    actions.take_back_pulse(viewer, month_of_strip(month, viewer.today))
    flash(_("It is taken back. Nothing of it is left."), "success")
    return redirect(url_for("pulse.month"))


@pages.get("/people/<uuid:person_id>/pulse")
@requires(Permission.READ_PULSE)
def shared(person_id: uuid.UUID) -> str:
    """What one carer shares with whoever looks."""
    return render_template("support/shared.html", page=shared_pulse(current_viewer(), person_id))


def _shown(form: WordForm | SharingForm) -> ResponseReturnValue:
    page = own_pulse(current_viewer())
    return render_template("support/month.html", page=page, form=form, words=list(PulseWord)), form.http_status
