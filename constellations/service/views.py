"""The page on which a service manager sets the service."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from constellations.rules import Nation
from constellations.service.actions import Chosen, set_service
from constellations.service.forms import ServiceForm
from constellations.service.queries import own_service
from constellations.service.rules import USUAL_CLOSING_DAY

pages = Blueprint("service", __name__, url_prefix="/service")


@pages.route("", methods=["GET", "POST"])
@requires(Permission.SET_SERVICE)
def settings() -> ResponseReturnValue:
    """Name, word for a stay, phone out of hours, photos and documents."""
    viewer = current_viewer()
    form = ServiceForm(obj=own_service(viewer))
    if accepted(form, lambda: set_service(viewer, _chosen(form), form.seen_version)):
        flash(_("The settings are saved."), "success")
        return redirect(url_for("service.settings"))
    return render_template("service/settings.html", form=form), form.http_status


def _chosen(form: ServiceForm) -> Chosen:
    return Chosen(
        name=form.name.data or "",
        sleepover_word=form.sleepover_word.data,
        out_of_hours_phone=form.out_of_hours_phone.data or None,
        photos_allowed=form.photos_allowed.data,
        documents_allowed=form.documents_allowed.data,
        closing_day=form.closing_day.data or USUAL_CLOSING_DAY,
        nation=Nation(form.nation.data),
    )
