"""The page on which a service manager sets the waits."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.emergencies.waits.actions import set_waits
from sleepovers.emergencies.waits.forms import WaitsForm
from sleepovers.emergencies.waits.queries import own_waits
from sleepovers.tonight.queries import own_phone

pages = Blueprint("emergency_waits", __name__, url_prefix="/service/emergencies")


@pages.route("", methods=["GET", "POST"])
@requires(Permission.SET_SERVICE)
def waits() -> ResponseReturnValue:
    """How long each rung waits before the next is asked too."""
    viewer, form = current_viewer(), WaitsForm()
    if accepted(form, lambda: set_waits(viewer, form.waits, form.seen_version)):
        flash(_("The settings are saved."), "success")
        return redirect(url_for("emergency_waits.waits"))
    if not form.is_submitted():
        form.show(own_waits(viewer))
    return render_template("emergencies/waits.html", form=form, phone=own_phone(viewer)), form.http_status
