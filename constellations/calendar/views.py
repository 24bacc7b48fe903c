"""The pages of the calendar: day by day, the month, and the page for the fridge."""

import uuid

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from constellations.access import Viewer
from constellations.calendar.queries import Wanted, entries_in, wanted_of
from constellations.calendar.rules import (
    Shown,
    agenda_days,
    for_the_fridge,
    month_in_reach,
    months_beside,
    shown_of,
    span_of,
    stretch_from,
    weeks_of,
)
from constellations.core.clock import Month
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("calendar", __name__, url_prefix="/calendar")


@pages.get("")
@requires(Permission.SEE_EVENTS)
def agenda() -> ResponseReturnValue:
    """What is on, day by day: the next two months, or those from another day on."""
    viewer = current_viewer()
    wanted, stretch = _wanted(viewer), stretch_from(request.args.get("from", ""), viewer.today)
    entries = entries_in(viewer, stretch.first, stretch.end, wanted)
    return render_template(
        "calendar/agenda.html",
        days=agenda_days(entries, stretch.first, viewer.today),
        stretch=stretch,
        wanted=wanted,
        choices=Shown,
        month=Month.of(stretch.first),
        may_load=viewer.may(Permission.LOAD_EVENTS),
    )


@pages.get("/<month>")
@requires(Permission.SEE_EVENTS)
def month(month: str) -> ResponseReturnValue:
    """A month: seven days across; on a phone its days follow under it."""
    viewer = current_viewer()
    at, wanted = month_in_reach(month, viewer.today), _wanted(viewer)
    entries = entries_in(viewer, *span_of(at), wanted)
    here = [entry for entry in entries if entry.first < at.end and entry.last >= at.first]
    return render_template(
        "calendar/month.html",
        month=at,
        weeks=weeks_of(at, entries, viewer.today),
        days=agenda_days(here, at.first, viewer.today),
        beside=months_beside(at, viewer.today),
        wanted=wanted,
        choices=Shown,
    )


@pages.get("/<month>/fridge")
@requires(Permission.SEE_EVENTS)
def fridge(month: str) -> ResponseReturnValue:
    """A month on one sheet of paper, with no more of a child than initials."""
    viewer = current_viewer()
    at, wanted = month_in_reach(month, viewer.today), _wanted(viewer)
    found = for_the_fridge(entries_in(viewer, *span_of(at), wanted), all_nights=not viewer.is_carer)
    here = [entry for entry in found if entry.first < at.end and entry.last >= at.first]
    return render_template(
        "calendar/fridge.html",
        month=at,
        weeks=weeks_of(at, found, viewer.today),
        days=agenda_days(here, at.first, viewer.today),
        wanted=wanted,
    )


def _wanted(viewer: Viewer) -> Wanted:
    chosen = request.args.get("constellation", type=uuid.UUID)
    return wanted_of(viewer, shown_of(request.args.get("show", "")), chosen)
