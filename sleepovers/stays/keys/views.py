"""The page on which the reference of a stay is corrected."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.keys.forms import KeyForm
from constellations.permissions import Permission
from sleepovers.stays.keys.actions import correct_stay_key
from sleepovers.stays.queries import stay_page

pages = Blueprint("stay_keys", __name__)


@pages.route("/stays/<uuid:stay_id>/reference", methods=["GET", "POST"])
@requires(Permission.KEEP_REGISTER)
def reference(stay_id: uuid.UUID) -> ResponseReturnValue:
    """What the stay is called in the register."""
    viewer = current_viewer()
    stay = stay_page(viewer, stay_id).stay
    form, back = KeyForm(obj=stay), url_for("stays.stay", stay_id=stay_id)
    if accepted(form, lambda: correct_stay_key(viewer, stay_id, form.key.data or "", form.seen_version)):
        flash(_("The reference is corrected."), "success")
        return redirect(back)
    heading = _("Reference of a sleepover")
    return render_template("correction.html", form=form, heading=heading, back=back), form.http_status
