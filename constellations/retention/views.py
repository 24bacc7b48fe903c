"""Who stayed, and who left: the page, the file, and the numbers of the homes outside the constellations."""

import uuid

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.core.tables import as_csv
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from constellations.retention.actions import enter_outside
from constellations.retention.forms import OutsideForm
from constellations.retention.queries import RetentionPage, as_rows, columns, outside_of, retention_page
from constellations.retention.years import Year, kind_of, year_of
from constellations.support.leaving.words import REASON_WORDS

pages = Blueprint("stability", __name__, url_prefix="/retention")

HIDDEN = "hidden"


@pages.get("")
@requires(Permission.SEE_RETENTION)
def retention() -> str:
    """A year's numbers, beside those of other years."""
    return render_template("retention/retention.html", page=_chosen(), reasons=REASON_WORDS)


@pages.get("/figures.csv")
@requires(Permission.SEE_RETENTION)
def retention_as_csv() -> Response:
    """All years as a file."""
    page = _chosen()
    answer = Response(as_csv(columns(page), as_rows(page)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="retention-{page.year.kind}.csv"'
    return answer


@pages.route("/outside", methods=["GET", "POST"])
@requires(Permission.ENTER_OUTSIDE)
def outside() -> ResponseReturnValue:
    """Enter how many homes outside the constellations there were, joined and left."""
    viewer, year = current_viewer(), _year()
    form = OutsideForm().begin_with(outside_of(viewer, year))
    if accepted(form, lambda: enter_outside(viewer, year, form.entered, form.seen_version)):
        flash(_("The numbers are kept."), "success")
        return redirect(url_for("stability.retention", kind=year.kind, year=year.begins))
    return render_template("retention/outside.html", form=form, year=year), form.http_status


def _year() -> Year:
    """The year that the address asks for."""
    return year_of(kind_of(request.args.get("kind")), request.args.get("year"), current_viewer().today)


def _chosen() -> RetentionPage:
    hides, service_id = request.args.get("small") == HIDDEN, request.args.get("service", type=uuid.UUID)
    return retention_page(current_viewer(), _year(), hides, service_id)
