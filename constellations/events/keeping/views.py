"""The page on which a manager chooses for how long the service keeps answers, registers and diets."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.events.keeping.actions import choose_how_long
from constellations.events.keeping.forms import KeepingForm
from constellations.events.keeping.queries import gone_words, keeping_page
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("event_keeping", __name__)


@pages.route("/service/keeping/events", methods=["GET", "POST"])
@requires(Permission.SET_SERVICE)
def keeping() -> ResponseReturnValue:
    """For how long, and what goes tonight."""
    viewer = current_viewer()
    page = keeping_page(viewer)
    form = KeepingForm(obj=page.kept_for)
    if accepted(form, lambda: choose_how_long(viewer, form.kept_for, form.seen_version, bool(form.sure.data))):
        flash(_("Saved. What is too old by then goes in the night."), "success")
        return redirect(url_for("event_keeping.keeping"))
    form.version.data = form.version.data or str(page.version)
    return render_template("events/keeping.html", form=form, tonight=gone_words(page.tonight)), form.http_status
