"""The page and the file of families that need somebody, and the numbers that say when."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.core.tables import as_csv
from constellations.engagement.needs.actions import set_needs_levels
from constellations.engagement.needs.forms import NeedsLevelsForm
from constellations.engagement.needs.queries import NeedsPage, levels_of, needs_levels, needs_page
from constellations.engagement.needs.words import matter_words, state_words
from constellations.extracts.actions import note_file
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("needs", __name__)
for said in (state_words, matter_words):
    pages.add_app_template_filter(said)

COLUMNS = (
    *("family", "constellation", "state", "needs_you", "days_without_sign", "last_sign", "last_sign_on", "reasons"),
    *("prefers_phone", "snoozed_until", "visit_on"),
)
"""Stable: docs/extracts.md describes them."""


@pages.get("/needs-you")
@requires(Permission.KEEP_IN_TOUCH)
def needs() -> str:
    """Every family that the viewer looks after: those that need somebody first."""
    viewer = current_viewer()
    may_set = viewer.may(Permission.SET_SERVICE)
    return render_template("needs/needs.html", page=needs_page(viewer), may_set=may_set)


@pages.get("/needs-you.csv")
@requires(Permission.KEEP_IN_TOUCH)
@asks_password_again
def needs_as_csv() -> Response:
    """The same as a file."""
    viewer = current_viewer()
    answer = Response(_file(needs_page(viewer)), mimetype="text/csv")
    note_file(viewer, "needs_you")
    answer.headers["Content-Disposition"] = 'attachment; filename="needs-you.csv"'
    return answer


@pages.route("/needs-you/levels", methods=["GET", "POST"])
@requires(Permission.SET_SERVICE)
def levels() -> ResponseReturnValue:
    """After how many days somebody asks how a family is."""
    viewer = current_viewer()
    form = NeedsLevelsForm(obj=needs_levels(viewer) or levels_of(viewer))
    if accepted(form, lambda: set_needs_levels(viewer, form.levels, form.seen_version)):
        flash(_("The numbers are saved. They hold from now on."), "success")
        return redirect(url_for("needs.needs"))
    return render_template("needs/levels.html", form=form), form.http_status


def _file(page: NeedsPage) -> str:
    return as_csv(
        COLUMNS,
        (
            (
                *(row.family, row.around, row.state.value, row.needs and not row.is_seen_to, row.standing.days),
                *(row.last.sign.value if row.last else None, row.last.on if row.last else None),
                *("; ".join(row.reasons), row.prefers_phone),
                *(row.snooze.until if row.snooze else None, row.touch.visit_on),
            )
            for row in page.rows
        ),
    )
