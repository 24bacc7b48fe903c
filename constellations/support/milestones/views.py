"""The list of long service."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from constellations.core.downloads import csv_answer
from constellations.extracts.actions import note_file
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from constellations.support.milestones import queries
from constellations.support.milestones.rules import year_asked

pages = Blueprint("milestones", __name__)


@pages.get("/support/milestones")
@requires(Permission.SEE_MILESTONES)
def milestones() -> str:
    """Who has a milestone this year, or in another one."""
    viewer = current_viewer()
    year = year_asked(request.args.get("year"), viewer.today)
    found, unknown = queries.milestones(viewer, year), queries.homes_without_day(viewer)
    return render_template("support/milestones.html", year=year, found=found, unknown=unknown, today=viewer.today)


@pages.get("/support/milestones.csv")
@requires(Permission.SEE_MILESTONES)
@asks_password_again
def milestones_as_csv() -> ResponseReturnValue:
    """The same as a file."""
    viewer = current_viewer()
    year = year_asked(request.args.get("year"), viewer.today)
    answer = csv_answer(queries.MILESTONE_COLUMNS, queries.milestone_rows(viewer, year), f"milestones-{year}")
    note_file(viewer, "milestones")
    return answer
