"""The page of homes that could do with a rest, and the levels that say so."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.rest.actions import set_levels
from sleepovers.rest.forms import LevelsForm
from sleepovers.rest.queries import levels_of, rest_levels, rest_page

pages = Blueprint("rest", __name__, url_prefix="/rest")


@pages.get("")
@requires(Permission.SEE_STRAIN)
def rest() -> str:
    """Whom to look after today."""
    viewer = current_viewer()
    return render_template("rest/rest.html", page=rest_page(viewer), may_set=viewer.may(Permission.SET_SERVICE))


@pages.route("/levels", methods=["GET", "POST"])
@requires(Permission.SET_SERVICE)
def levels() -> ResponseReturnValue:
    """From when on somebody is told."""
    viewer = current_viewer()
    form = LevelsForm(obj=rest_levels(viewer, viewer.service_id) or levels_of(viewer, viewer.service_id))
    if accepted(form, lambda: set_levels(viewer, form.levels, form.seen_version)):
        flash(_("The numbers are saved. They hold from tonight on."), "success")
        return redirect(url_for("rest.rest"))
    return render_template("rest/levels.html", form=form), form.http_status
