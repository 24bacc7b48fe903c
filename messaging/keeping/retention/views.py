"""The page on which a manager chooses for how long the service keeps what is said."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from messaging.keeping.retention.actions import choose_how_long
from messaging.keeping.retention.forms import RetentionForm
from messaging.keeping.retention.queries import retention_page
from messaging.keeping.words import gone_words
from messaging.words import KIND_WORDS

pages = Blueprint("retention", __name__)


@pages.route("/service/keeping", methods=["GET", "POST"])
@requires(Permission.SET_SERVICE)
def keeping() -> ResponseReturnValue:
    """For how long, what goes tonight, and what is held."""
    viewer = current_viewer()
    page = retention_page(viewer)
    form = RetentionForm(obj=page.kept_for)
    if accepted(form, lambda: choose_how_long(viewer, form.kept_for, form.seen_version, bool(form.sure.data))):
        flash(_("Saved. What is too old by then goes in the night."), "success")
        return redirect(url_for("retention.keeping"))
    form.version.data = form.version.data or str(page.version)
    shown = {"page": page, "form": form, "tonight": gone_words(page.tonight), "kinds": KIND_WORDS}
    return render_template("keeping/keeping.html", **shown), form.http_status
