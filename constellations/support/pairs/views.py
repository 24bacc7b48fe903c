"""Pages of buddy and mentor pairs."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.clock import Month
from constellations.core.downloads import csv_answer
from constellations.core.forms import accepted
from constellations.extracts.actions import note_file
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from constellations.support.pairs import actions, queries
from constellations.support.pairs.forms import ChangeForm, CheckInForm, PairForm
from constellations.support.pairs.rules import month_asked

pages = Blueprint("pairs", __name__)


@pages.get("/support/pairs")
@requires(Permission.KEEP_PAIRS)
def pairs() -> str:
    """All pairs, for staff."""
    viewer = current_viewer()
    return render_template(
        "support/pairs.html", pairs=queries.pairs(viewer), last_month=Month.of(viewer.today).shifted(-1)
    )


@pages.route("/support/pairs/new", methods=["GET", "POST"])
@requires(Permission.KEEP_PAIRS)
def new() -> ResponseReturnValue:
    """Two carers become a pair."""
    viewer = current_viewer()
    form = PairForm(day=viewer.today).offer(queries.carers_to_pair(viewer))
    if accepted(form, lambda: actions.pair_up(viewer, form.pair)):
        flash(_("They are a pair, and both are told."), "success")
        return redirect(url_for("pairs.pairs"))
    back = url_for("pairs.pairs")
    return render_template("correction.html", form=form, heading=_("A new pair"), back=back), form.http_status


@pages.route("/pairs/<uuid:pair_id>", methods=["GET", "POST"])
@requires(Permission.SEE_SUPPORT)
def pair(pair_id: uuid.UUID) -> ResponseReturnValue:
    """One pair and its check-ins; the helper writes one down."""
    viewer = current_viewer()
    page = queries.pair_page(viewer, pair_id)
    form = CheckInForm(met_on=viewer.today).offer()
    if accepted(form, lambda: actions.check_in(viewer, pair_id, form.met_on.chosen, form.minutes.data)):
        flash(_("It is written down. Thank you."), "success")
        return redirect(url_for("pairs.pair", pair_id=pair_id))
    return render_template("support/pair.html", page=page, form=form), form.http_status


@pages.route("/pairs/<uuid:pair_id>/change", methods=["GET", "POST"])
@requires(Permission.KEEP_PAIRS)
def change(pair_id: uuid.UUID) -> ResponseReturnValue:
    """What a pair wants to reach, and its last day."""
    viewer, line = current_viewer(), queries.pair_page(current_viewer(), pair_id).line
    form = ChangeForm(goals=line.goals, last=line.last_day, version=line.version)
    if accepted(
        form, lambda: actions.change_pair(viewer, pair_id, form.goals.data or "", form.last.data, form.seen_version)
    ):
        flash(_("The pair is changed."), "success")
        return redirect(url_for("pairs.pair", pair_id=pair_id))
    heading = _("%(helper)s and %(carer)s", helper=line.helper, carer=line.carer)
    back = url_for("pairs.pair", pair_id=pair_id)
    return render_template("correction.html", form=form, heading=heading, back=back), form.http_status


@pages.post("/check-ins/<uuid:check_in_id>/take-back")
@requires(Permission.SEE_SUPPORT)
def take_back(check_in_id: uuid.UUID) -> ResponseReturnValue:
    """A check-in counts no more."""
    pair_id = actions.take_back_check_in(current_viewer(), check_in_id)
    flash(_("It is taken back, and counts no more."), "success")
    return redirect(url_for("pairs.pair", pair_id=pair_id))


@pages.get("/support/pairs/hours.csv")
@requires(Permission.PAY_PAIRS)
@asks_password_again
def hours() -> ResponseReturnValue:
    """The hours of a month as a file, last month's unless another is named."""
    viewer = current_viewer()
    month = month_asked(request.args.get("month"), viewer.today)
    answer = csv_answer(queries.HOURS_COLUMNS, queries.hours_of(viewer, month), f"pair-hours-{month}")
    note_file(viewer, "pair_hours")
    return answer
