"""The first page that somebody sees."""

from flask import Blueprint, render_template

from constellations.core import clock
from constellations.guard import current_viewer, requires
from constellations.home_page.queries import filled_panels
from constellations.home_page.rules import called, part_of_day
from constellations.permissions import Permission

pages = Blueprint("home_page", __name__)


@pages.get("/")
@requires(Permission.USE_ROOST)
def home() -> str:
    """What concerns the person now."""
    viewer = current_viewer()
    now = clock.london(clock.now())
    return render_template(
        "home_page/home.html",
        part=part_of_day(now.time()),
        name=called(viewer.name),
        today=now.date(),
        panels=filled_panels(viewer),
    )
