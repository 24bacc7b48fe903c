"""Pages of nights: the month of a constellation, and the nights that wait to be told."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from constellations.calendar.rules import month_in_reach, months_beside
from constellations.core.clock import Month
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.month.queries import constellations_of, landing, nights_month
from sleepovers.nights.queries import nights_waiting
from sleepovers.nights.rules import chosen_home
from sleepovers.nights.words import few_nights_words
from sleepovers.stays.queries import stay_page

pages = Blueprint("nights", __name__)
pages.add_app_template_filter(few_nights_words)


@pages.get("/nights")
@requires(Permission.SEE_NIGHTS)
def nights() -> ResponseReturnValue:
    """The way to a month: straight on for carers, for who has one constellation and who chose one; else to choose."""
    viewer, month = current_viewer(), request.args.get("month") or str(Month.of(current_viewer().today))
    found = constellations_of(viewer)
    chosen = request.args.get("constellation", type=uuid.UUID) or landing(viewer, found)
    if chosen:
        return redirect(url_for("nights.month", constellation_id=chosen, month=month))
    return render_template("nights/nights.html", constellations=found, month=month)


@pages.get("/nights/<uuid:constellation_id>/<month>")
@requires(Permission.SEE_NIGHTS)
def month(constellation_id: uuid.UUID, month: str) -> str:
    """Homes down, nights across; on a phone one home at a time."""
    viewer = current_viewer()
    shown = nights_month(viewer, constellation_id, month_in_reach(month, viewer.today))
    earlier, later = months_beside(shown.month, viewer.today)
    home = chosen_home(request.args.get("home", ""), [row.home_id for row in shown.rows], viewer.home_id)
    return render_template(
        "nights/month.html",
        shown=shown,
        constellations=constellations_of(viewer),
        earlier=earlier,
        later=later,
        this_month=Month.of(viewer.today),
        chosen=home,
    )


@pages.get("/nights/waiting")
@requires(Permission.CONFIRM_NIGHTS)
def waiting() -> str:
    """The nights of which somebody has yet to say what happened, and what was said a moment ago."""
    viewer, told = current_viewer(), request.args.get("told", type=uuid.UUID)
    just_told = stay_page(viewer, told) if told else None
    return render_template("nights/waiting.html", waiting=nights_waiting(viewer), just_told=just_told)
