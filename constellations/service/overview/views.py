"""The page with every setting of the service."""

from flask import Blueprint, render_template

from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from constellations.service.overview.queries import overview_of_settings

pages = Blueprint("settings_overview", __name__)


@pages.get("/service/overview")
@requires(Permission.SET_SERVICE)
def overview() -> str:
    """What is set, who changed it last, and the way to where it is changed."""
    return render_template("service/overview.html", page=overview_of_settings(current_viewer()))
