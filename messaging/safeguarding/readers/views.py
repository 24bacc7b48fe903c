"""The page on which a service names its safeguarding readers."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from messaging.safeguarding.readers.actions import name_readers
from messaging.safeguarding.readers.forms import ReadersForm
from messaging.safeguarding.readers.queries import may_be_named, named_readers

pages = Blueprint("safeguarding_readers", __name__)


@pages.route("/service/readers", methods=["GET", "POST"])
@requires(Permission.SET_SERVICE)
def readers() -> ResponseReturnValue:
    """Who reads what worries somebody."""
    viewer, form = current_viewer(), ReadersForm()
    form.offer(may_be_named(viewer))
    if accepted(form, lambda: name_readers(viewer, form.people.keys)):
        flash(_("The readers are named."), "success")
        return redirect(url_for("safeguarding_readers.readers"))
    if not form.is_submitted():
        form.people.data = sorted(map(str, named_readers(viewer)))
    page = render_template("safeguarding/readers.html", form=form, may_name=viewer.acts_as_own)
    return page, form.http_status
