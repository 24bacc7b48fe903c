"""The page on which the name and the reference of a constellation are corrected."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.access import find
from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.keys.actions import rename_constellation
from constellations.keys.forms import NamedForm
from constellations.models import Constellation
from constellations.permissions import Permission

pages = Blueprint("naming", __name__)


@pages.route("/constellations/<uuid:constellation_id>/names", methods=["GET", "POST"])
@requires(Permission.KEEP_REGISTER)
def constellation(constellation_id: uuid.UUID) -> ResponseReturnValue:
    """What a constellation is called."""
    viewer = current_viewer()
    row = find(viewer, Constellation, constellation_id)
    form, back = NamedForm(obj=row), url_for("directory.constellation", constellation_id=constellation_id)
    if accepted(
        form,
        lambda: rename_constellation(
            viewer, constellation_id, form.name.data or "", form.key.data or "", form.seen_version
        ),
    ):
        flash(_("The constellation is corrected."), "success")
        return redirect(back)
    heading = _("Name of %(name)s", name=row.name)
    return render_template("correction.html", form=form, heading=heading, back=back), form.http_status
