"""Pages of what is due at homes, for staff."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.downloads import csv_answer
from constellations.core.forms import accepted
from constellations.extracts.actions import note_file
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from constellations.support.due_dates import actions, queries
from constellations.support.due_dates.forms import DatesForm

pages = Blueprint("due_dates", __name__)


@pages.get("/support/dates")
@requires(Permission.KEEP_DUE_DATES)
def dates() -> str:
    """What is due at all homes, the overdue first."""
    return render_template("support/dates.html", due=queries.due_dates(current_viewer()))


@pages.get("/support/dates.csv")
@requires(Permission.KEEP_DUE_DATES)
@asks_password_again
def dates_as_csv() -> ResponseReturnValue:
    """The same as a file."""
    viewer = current_viewer()
    answer = csv_answer(queries.DUE_COLUMNS, queries.due_rows(viewer), f"dates-{viewer.today}")
    note_file(viewer, "dates")
    return answer


@pages.route("/homes/<uuid:home_id>/dates", methods=["GET", "POST"])
@requires(Permission.KEEP_DUE_DATES)
def home(home_id: uuid.UUID) -> ResponseReturnValue:
    """The dates of one home; write one down."""
    viewer = current_viewer()
    page = queries.dates_of_home(viewer, home_id)
    form = DatesForm()
    if accepted(
        form, lambda: actions.note_dates(viewer, home_id, form.kind.data, form.done_on.data, form.next_on.data)
    ):
        flash(_("It is written down."), "success")
        return redirect(url_for("due_dates.home", home_id=home_id))
    return render_template("support/home_dates.html", page=page, form=form), form.http_status


@pages.post("/home-dates/<uuid:date_id>/remove")
@requires(Permission.KEEP_DUE_DATES)
def remove(date_id: uuid.UUID) -> ResponseReturnValue:
    """A date was written down by mistake."""
    home_id = actions.remove_date(current_viewer(), date_id)
    flash(_("The date is taken out."), "success")
    return redirect(url_for("due_dates.home", home_id=home_id))
