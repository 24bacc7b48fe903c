"""The page on which a hub says who covers, and all members read it."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.cover import actions
from constellations.cover.forms import CoverForm
from constellations.cover.queries import cover_page
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("cover", __name__)


@pages.get("/constellations/<uuid:constellation_id>/cover")
@requires(Permission.SEE_CONSTELLATION)
def cover(constellation_id: uuid.UUID) -> ResponseReturnValue:
    """Who covers for the hub, from today on and before."""
    return _shown(constellation_id, CoverForm(formdata=None))


@pages.post("/constellations/<uuid:constellation_id>/cover")
@requires(Permission.SET_AVAILABILITY)
def name_cover(constellation_id: uuid.UUID) -> ResponseReturnValue:
    """Name a home for some days."""
    viewer, form = current_viewer(), CoverForm()
    form.offer(cover_page(viewer, constellation_id), viewer.today)
    if accepted(
        form,
        lambda: actions.name_cover(
            viewer, constellation_id, uuid.UUID(form.home.data), form.first.chosen, form.last.chosen
        ),
    ):
        flash(_("It is written down, and they are told."), "success")
        return redirect(url_for("cover.cover", constellation_id=constellation_id))
    return _shown(constellation_id, form)


@pages.post("/cover/<uuid:cover_id>/end")
@requires(Permission.SET_AVAILABILITY)
def end_cover(cover_id: uuid.UUID) -> ResponseReturnValue:
    """End a cover early."""
    constellation_id = actions.end_cover(current_viewer(), cover_id)
    flash(_("Ended. They are told."), "success")
    return redirect(url_for("cover.cover", constellation_id=constellation_id))


def _shown(constellation_id: uuid.UUID, form: CoverForm) -> ResponseReturnValue:
    viewer = current_viewer()
    page = cover_page(viewer, constellation_id)
    form.offer(page, viewer.today)
    return render_template("cover/cover.html", page=page, form=form, today=viewer.today), form.http_status
