"""The pages of the support log: a month of it, and writing into it with three taps."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.calendar.rules import month_in_reach
from constellations.core.clock import Month
from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.returns.log import actions
from sleepovers.returns.log.forms import HelpForm
from sleepovers.returns.log.queries import entry_of, homes_to_help, log_page, log_to_write
from sleepovers.returns.words import HELP_WORDS

pages = Blueprint("support_log", __name__)


@pages.get("/constellations/<uuid:constellation_id>/support-log")
@requires(Permission.SEE_RETURNS)
def log(constellation_id: uuid.UUID) -> str:
    """What a hub wrote down in a month; this one where the address names none."""
    viewer = current_viewer()
    month = month_in_reach(request.args.get("month") or str(Month.of(viewer.today)), viewer.today)
    page = log_page(viewer, constellation_id, month)
    return render_template("returns/log.html", page=page, words=HELP_WORDS)


@pages.route("/constellations/<uuid:constellation_id>/support-log/write", methods=["GET", "POST"])
@requires(Permission.KEEP_RETURNS)
def write(constellation_id: uuid.UUID) -> ResponseReturnValue:
    """What it was, whom it helped, and done; the day is today."""
    viewer = current_viewer()
    around = log_to_write(viewer, constellation_id)
    form = HelpForm(help=request.args.get("help"), helped_on=viewer.today, times=1)
    form.offer(homes_to_help(viewer, constellation_id, viewer.today))
    if accepted(form, lambda: actions.write_down_help(viewer, constellation_id, form.helped)):
        flash(_("It is written down. You can change it, or take it back."), "success")
        return _to_log(constellation_id, Month.of(form.helped.on))
    shown = {"form": form, "of": around.constellation, "today": viewer.today, "row": None}
    return render_template("returns/help.html", **shown), form.http_status


@pages.route("/support-log/<uuid:support_id>", methods=["GET", "POST"])
@requires(Permission.KEEP_RETURNS)
def change(support_id: uuid.UUID) -> ResponseReturnValue:
    """Put a line right, until the return of its month is submitted."""
    viewer = current_viewer()
    row, door = entry_of(viewer, support_id)
    form = HelpForm().offer(homes_to_help(viewer, row.constellation_id, row.helped_on)).filled_from(row)
    log_to_write(viewer, row.constellation_id)
    if accepted(form, lambda: actions.change_help(viewer, support_id, form.helped, form.seen_version)):
        flash(_("It is changed."), "success")
        return _to_log(door.constellation.id, Month.of(form.helped.on))
    shown = {"form": form, "of": door.constellation, "today": viewer.today, "row": row}
    return render_template("returns/help.html", **shown), form.http_status


@pages.post("/support-log/<uuid:support_id>/take-back")
@requires(Permission.KEEP_RETURNS)
def take_back(support_id: uuid.UUID) -> ResponseReturnValue:
    """It was not so."""
    constellation_id, month = actions.take_back_help(current_viewer(), support_id)
    flash(_("Taken back. It is not counted."), "success")
    return _to_log(constellation_id, month)


def _to_log(constellation_id: uuid.UUID, month: Month) -> ResponseReturnValue:
    return redirect(url_for("support_log.log", constellation_id=constellation_id, month=month))
