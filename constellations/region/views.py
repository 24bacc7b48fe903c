"""The page of a region."""

from flask import Blueprint, render_template

from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from constellations.region.queries import region_lines

pages = Blueprint("region", __name__)


@pages.get("/region")
@requires(Permission.SEE_REGION)
def region() -> str:
    """Counts and rates by service and kind."""
    return render_template("region/region.html", lines=region_lines(current_viewer()))
