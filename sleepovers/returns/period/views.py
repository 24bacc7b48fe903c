"""The page and the file of a quarter or a year, for a service's annual report."""

from flask import Blueprint, Response, render_template, request

from constellations.budget.rules import years_beside
from constellations.extracts.actions import note_file
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from constellations.region.rules import shown
from sleepovers.returns import words
from sleepovers.returns.files import returns_as_csv
from sleepovers.returns.period.queries import PeriodPage, period_page
from sleepovers.returns.period.rules import QUARTERS, period_of

pages = Blueprint("returns_period", __name__)


@pages.get("/returns/period")
@requires(Permission.LOCK_RETURNS)
def period() -> str:
    """The returns of a quarter or a year, added up: locked ones, and marked, those that may still change."""
    page, viewer = chosen(), current_viewer()
    beside = years_beside(page.period.year, viewer.today)
    return render_template(
        "returns/period.html", page=page, quarters=QUARTERS, beside=beside, words=words, few=shown, today=viewer.today
    )


@pages.get("/returns/period.csv")
@requires(Permission.LOCK_RETURNS)
@asks_password_again
def period_as_csv() -> Response:
    """A row for each return of it."""
    page = chosen()
    answer = Response(returns_as_csv(page.returns, above=True), mimetype="text/csv")
    note_file(current_viewer(), "returns")
    name = f"returns-{page.period.year.begins}" + (f"-q{page.period.quarter}" if page.period.quarter else "")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def chosen() -> PeriodPage:
    """What the address asks for."""
    viewer = current_viewer()
    return period_page(viewer, period_of(request.args.get("year"), request.args.get("quarter"), viewer.today))
