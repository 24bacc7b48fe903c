"""Pages of a home's availability, and of the beds that are open by night."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core import clock
from constellations.core.errors import NotFound
from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.availability import actions
from sleepovers.availability.beds.queries import open_beds
from sleepovers.availability.forms import AwayForm, PatternForm
from sleepovers.availability.queries import availability_page
from sleepovers.availability.rules import first_shown
from sleepovers.month.queries import constellations_of, landing
from sleepovers.rules import night_that_runs

pages = Blueprint("availability", __name__)


@pages.get("/availability")
@requires(Permission.SET_AVAILABILITY)
def own_availability() -> ResponseReturnValue:
    """The way to one's own home's page, for who has a home."""
    viewer = current_viewer()
    if viewer.home_id is None:
        raise NotFound
    return redirect(url_for("availability.availability", home_id=viewer.home_id))


@pages.route("/homes/<uuid:home_id>/availability", methods=["GET", "POST"])
@requires(Permission.SET_AVAILABILITY)
def availability(home_id: uuid.UUID) -> ResponseReturnValue:
    """When a home has room; what is sent is its weekly pattern."""
    viewer, form = current_viewer(), PatternForm()
    if accepted(form, lambda: actions.set_pattern(viewer, home_id, form.closed, form.seen.data or "")):
        flash(_("Thank you. The nights of the week are written down."), "success")
        return redirect(url_for("availability.availability", home_id=home_id))
    return _shown(home_id, AwayForm(formdata=None), form)


@pages.route("/homes/<uuid:home_id>/availability/away", methods=["GET", "POST"])
@requires(Permission.SET_AVAILABILITY)
def say_away(home_id: uuid.UUID) -> ResponseReturnValue:
    """A time in which a home is away."""
    viewer, form = current_viewer(), AwayForm()
    if accepted(form, lambda: actions.say_away(viewer, home_id, form.first.chosen, form.until.chosen)):
        flash(_("Thank you. The time away is written down."), "success")
        return redirect(url_for("availability.availability", home_id=home_id))
    return _shown(home_id, form)


@pages.post("/homes/<uuid:home_id>/availability/free-tonight")
@requires(Permission.SET_AVAILABILITY)
def say_free_tonight(home_id: uuid.UUID) -> ResponseReturnValue:
    """A home has room tonight."""
    actions.say_free_tonight(current_viewer(), home_id)
    flash(_("Thank you. The constellation can see that there is room tonight."), "success")
    return _back(home_id)


@pages.post("/availability/<uuid:span_id>/take-back")
@requires(Permission.SET_AVAILABILITY)
def take_back_span(span_id: uuid.UUID) -> ResponseReturnValue:
    """What a home said of some nights holds no more."""
    home_id = actions.take_back_span(current_viewer(), span_id)
    flash(_("Taken back."), "success")
    return _back(home_id)


@pages.get("/nights/open")
@requires(Permission.SEE_NIGHTS)
def open_nights() -> ResponseReturnValue:
    """The way to the open beds: straight on for carers and for who has one constellation; else to choose one."""
    viewer = current_viewer()
    chosen = landing(viewer, constellations_of(viewer))
    if chosen:
        return redirect(url_for("availability.beds_open", constellation_id=chosen))
    return redirect(url_for("nights.nights"))


@pages.get("/nights/<uuid:constellation_id>/open")
@requires(Permission.SEE_NIGHTS)
def beds_open(constellation_id: uuid.UUID) -> str:
    """The beds that are open: homes down, nights across; on a phone one night after the other."""
    viewer = current_viewer()
    first = first_shown(request.args.get("from"), night_that_runs(clock.now()))
    return render_template("availability/beds_open.html", shown=open_beds(viewer, constellation_id, first))


def _shown(home_id: uuid.UUID, away: AwayForm, pattern: PatternForm | None = None) -> ResponseReturnValue:
    """The page of a home, with the form that was sent as it was typed."""
    page = availability_page(current_viewer(), home_id)
    if pattern is None or not pattern.is_submitted():
        pattern = PatternForm(formdata=None)
        pattern.show(page)
    pattern.speak_of(page)
    away.speak_of(page)
    shown = render_template("availability/availability.html", page=page, pattern=pattern, away=away)
    return shown, away.http_status


def _back(home_id: uuid.UUID) -> ResponseReturnValue:
    """Where the press came from: the home page, or the page of the home's nights."""
    if request.form.get("back") == "home":
        return redirect(url_for("home_page.home"))
    return redirect(url_for("availability.availability", home_id=home_id))
