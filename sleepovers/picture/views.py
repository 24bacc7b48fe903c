"""The picture of a constellation, its twelve months, and both as files."""

import uuid
from collections.abc import Callable, Mapping

from flask import Blueprint, Response, render_template, request

from constellations.access import Viewer
from constellations.core.errors import NotFound
from constellations.extracts.actions import note_file
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from sleepovers.picture import words
from sleepovers.picture.page import PicturePage
from sleepovers.picture.queries import picture_page
from sleepovers.picture.rules import Period, Strength, period_of
from sleepovers.picture.year.page import YearPage
from sleepovers.picture.year.queries import year_page
from sleepovers.picture.year.rules import last_month

pages = Blueprint("picture", __name__, url_prefix="/constellations/<uuid:constellation_id>")


@pages.get("/picture")
@requires(Permission.SEE_CONSTELLATION)
def picture(constellation_id: uuid.UUID) -> str:
    """What ties the homes of a constellation, and who gave and took."""
    page = chosen_picture(current_viewer(), constellation_id)
    return render_template("picture/picture.html", page=page, words=words, periods=Period, strengths=Strength)


@pages.get("/year")
@requires(Permission.SEE_CONSTELLATION)
def year(constellation_id: uuid.UUID) -> str:
    """Twelve months of a constellation side by side, and how many families came to its events."""
    return render_template("picture/year.html", page=chosen_year(current_viewer(), constellation_id), words=words)


@pages.get("/picture/<sheet>.csv")
@requires(Permission.SEE_CONSTELLATION)
@asks_password_again
def as_csv(constellation_id: uuid.UUID, sheet: str) -> Response:
    """One of the tables as a file: ties, homes, months or gatherings."""
    if sheet not in SHEETS:
        raise NotFound
    viewer = current_viewer()
    answer = Response(SHEETS[sheet](viewer, constellation_id), mimetype="text/csv")
    note_file(viewer, f"picture_{sheet}", constellation_id)
    answer.headers["Content-Disposition"] = f'attachment; filename="constellation-{sheet}.csv"'
    return answer


def chosen_picture(viewer: Viewer, constellation_id: uuid.UUID) -> PicturePage:
    """The picture of the period that the address asks for."""
    return picture_page(viewer, constellation_id, period_of(request.args.get("period")))


def chosen_year(viewer: Viewer, constellation_id: uuid.UUID) -> YearPage:
    """The twelve months that the address asks for."""
    return year_page(viewer, constellation_id, last_month(request.args.get("last"), viewer.today))


SHEETS: Mapping[str, Callable[[Viewer, uuid.UUID], str]] = {
    "ties": lambda viewer, key: words.ties_as_csv(chosen_picture(viewer, key)),
    "homes": lambda viewer, key: words.homes_as_csv(chosen_picture(viewer, key)),
    "months": lambda viewer, key: words.months_as_csv(chosen_year(viewer, key)),
    "gatherings": lambda viewer, key: words.gatherings_as_csv(chosen_year(viewer, key)),
}
"""The files, by the name that stands in their address."""
