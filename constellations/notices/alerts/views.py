"""The page on which somebody says how they want to be alerted."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.notices.alerts.actions import choose_alerts
from constellations.notices.alerts.forms import AlertForm
from constellations.notices.alerts.queries import own_wishes
from constellations.permissions import Permission

pages = Blueprint("alerts", __name__, url_prefix="/me/alerts")


@pages.route("", methods=["GET", "POST"])
@requires(Permission.USE_ROOST)
def alerts() -> ResponseReturnValue:
    """Where alerts come, and the hours in which none do."""
    viewer, form = current_viewer(), AlertForm()
    if accepted(form, lambda: choose_alerts(viewer, form.wishes)):
        flash(_("Thank you. From now on Roost alerts you like this."), "success")
        return redirect(url_for("alerts.alerts"))
    if not form.is_submitted():
        form.show(own_wishes(viewer))
    return render_template("alerts/alerts.html", form=form), form.http_status
