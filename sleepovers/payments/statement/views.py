"""The statement of a home's uplift, as a page and as a PDF."""

import uuid

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from constellations.calendar.rules import month_in_reach
from constellations.core.assets import built_path
from constellations.guard import asks_password_again_where, current_viewer, requires
from constellations.permissions import Permission
from sleepovers.payments.statement.pdf import statement_pdf
from sleepovers.payments.statement.sheet.queries import sheet_of

pages = Blueprint("statement", __name__, url_prefix="/uplifts")

FONTS = {"normal": "latin-400", "bold": "latin-700", "other": "latin-ext-400"}


@pages.get("/<month>/<uuid:home_id>/statement")
@requires(Permission.SEE_UPLIFTS)
def statement(month: str, home_id: uuid.UUID) -> ResponseReturnValue:
    """What was approved, with its working, and what was paid."""
    viewer = current_viewer()
    at = month_in_reach(month, viewer.today)
    return render_template("payments/statement.html", sheet=sheet_of(viewer, at, home_id), month=at, home_id=home_id)


@pages.get("/<month>/<uuid:home_id>/statement.pdf")
@requires(Permission.SEE_UPLIFTS)
@asks_password_again_where(lambda: current_viewer().is_staff)
def statement_as_pdf(month: str, home_id: uuid.UUID) -> Response:
    """The same as a PDF; staff take what is another's out by that, and are asked for their password again."""
    viewer = current_viewer()
    at = month_in_reach(month, viewer.today)
    fonts = {name: built_path(f"atkinson-hyperlegible-next-{cut}-normal.woff") for name, cut in FONTS.items()}
    answer = Response(statement_pdf(sheet_of(viewer, at, home_id), fonts), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="uplift-{at}.pdf"'
    return answer
