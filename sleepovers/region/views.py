"""The page of a region, and the same as a file."""

from flask import Blueprint, Response, render_template, request

from constellations.core.tables import as_csv
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.fidelity.words import ITEM_WORDS
from sleepovers.region import words
from sleepovers.region.figures.queries import region_page
from sleepovers.region.rules import BY_NAME, COLUMNS, MONTHS, PART_OF, Figure, Order

pages = Blueprint("region", __name__)


@pages.get("/region")
@requires(Permission.SEE_REGION)
def region() -> str:
    """Counts and rates by service and in all, in the order of the address."""
    page = region_page(current_viewer(), Order.parse(request.args.get("sort")))
    shown = {"figures": list(Figure), "parts": PART_OF, "by_name": BY_NAME, "months": MONTHS}
    return render_template("region/region.html", page=page, words=words, item_words=ITEM_WORDS, **shown)


@pages.get("/region.csv")
@requires(Permission.SEE_REGION)
def region_as_csv() -> Response:
    """The lines of all services as a file, and last that of all together."""
    page = region_page(current_viewer(), Order.parse(request.args.get("sort")))
    answer = Response(as_csv(COLUMNS, [line.cells for line in (*page.lines, page.all)]), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="region.csv"'
    return answer
