"""Pages of one stay: what is known of it, saying what happened, and what somebody else said meanwhile."""

import datetime as dt
import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted, one_line
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.asks.queries import childs_wish
from sleepovers.cards.queries import card_at
from sleepovers.circles.queries import may_talk_about
from sleepovers.nights import actions as nights
from sleepovers.nights.rules import NotANight, Overtaken, night_named
from sleepovers.stays import actions
from sleepovers.stays.course.queries import course_of
from sleepovers.stays.forms import WhatHappenedForm
from sleepovers.stays.moving.queries import moves_of_stay
from sleepovers.stays.queries import StayPage, stay_page, stay_to_tell
from sleepovers.stays.recording.forms import NameChildForm, name_child_form
from sleepovers.stays.rules import LONGEST_REASON

pages = Blueprint("stays", __name__)


@pages.get("/stays/<uuid:stay_id>")
@requires(Permission.SEE_NIGHTS)
def stay(stay_id: uuid.UUID) -> str:
    """One stay: its nights, who did what, and what comes next."""
    page = stay_page(current_viewer(), stay_id)
    return shown(page, name_child_form(current_viewer(), page))


def shown(page: StayPage, naming: NameChildForm | None) -> str:
    """The page of a stay; `naming` is the form that says who its child is, where that is still to be said."""
    viewer = current_viewer()
    return render_template(
        "stays/stay.html",
        page=page,
        course=course_of(viewer, page),
        naming=naming,
        talks=may_talk_about(viewer, page.stay),
        card=card_at(viewer, page.stay.id),
        moves=moves_of_stay(viewer, page),
        wish=childs_wish(page.stay) if page.is_theirs else None,
    )


@pages.post("/stays/<uuid:stay_id>/slept-here")
@requires(Permission.CONFIRM_NIGHTS)
def slept_here(stay_id: uuid.UUID) -> ResponseReturnValue:
    """Yes, they slept here: one night, or all that wait; from the list of those that wait one comes back to it."""
    night = night_named(request.form.get("night"))
    nights.confirm_nights(current_viewer(), stay_id, _version(), night)
    if request.form.get("back") == "waiting":
        return redirect(url_for("nights.waiting", told=stay_id))
    flash(_("Thank you. It is written down."), "success")
    return redirect(url_for("stays.stay", stay_id=stay_id))


@pages.post("/stays/<uuid:stay_id>/take-back")
@requires(Permission.CONFIRM_NIGHTS)
def take_back(stay_id: uuid.UUID) -> ResponseReturnValue:
    """Undo the last confirmation."""
    nights.take_back_confirmation(current_viewer(), stay_id, _version())
    flash(_("Taken back. The nights wait to be told again."), "success")
    if request.form.get("back") == "waiting":
        return redirect(url_for("nights.waiting"))
    return redirect(url_for("stays.stay", stay_id=stay_id))


@pages.route("/stays/<uuid:stay_id>/what-happened", methods=["GET", "POST"])
@requires(Permission.CONFIRM_NIGHTS)
def what_happened(stay_id: uuid.UUID) -> ResponseReturnValue:
    """When the child really came and left."""
    viewer, form = current_viewer(), WhatHappenedForm()
    page = stay_to_tell(viewer, stay_id)
    if not form.is_submitted():
        form.show(page)
        return render_template("stays/what_happened.html", page=page, form=form)
    if accepted(form, lambda: actions.correct_stay(viewer, stay_id, _version(), form.happened)):
        flash(_("Thank you. It is written down."), "success")
        return redirect(url_for("stays.stay", stay_id=stay_id))
    return render_template("stays/what_happened.html", page=page, form=form), HTTPStatus.UNPROCESSABLE_ENTITY


@pages.post("/stays/<uuid:stay_id>/away")
@requires(Permission.CONFIRM_NIGHTS)
def away(stay_id: uuid.UUID) -> ResponseReturnValue:
    """The child was away on a night of the stay."""
    page, night = stay_to_tell(current_viewer(), stay_id), night_named(request.form.get("night"))
    if night is None:
        raise NotANight
    nights.mark_absent(current_viewer(), page.stay.id, _version(), night, _reason())
    flash(_("Thank you. It is written down."), "success")
    return redirect(url_for("stays.stay", stay_id=stay_id))


@pages.post("/stays/<uuid:stay_id>/nobody-came")
@requires(Permission.CONFIRM_NIGHTS)
def nobody_came(stay_id: uuid.UUID) -> ResponseReturnValue:
    """The child did not come."""
    actions.say_nobody_came(current_viewer(), stay_id, _version(), _reason())
    flash(_("Thank you. The beds are free again."), "success")
    return redirect(url_for("stays.stay", stay_id=stay_id))


@pages.app_errorhandler(Overtaken)
def overtaken(error: Overtaken) -> ResponseReturnValue:
    """Show what somebody else said and what was wanted, and let the person go on all the same, whatever the act."""
    page = stay_page(current_viewer(), error.stay_id)
    shown = render_template(
        "stays/overtaken.html",
        page=page,
        since=course_of(current_viewer(), page).since(request.form.get("opened_at", type=_instant)),
        wanted={name: text for name, text in request.form.items() if name not in NOT_WANTED},
        days={name: request.form.get(name, type=dt.date.fromisoformat) for name in DAYS},
        act=request.endpoint,
    )
    return shown, HTTPStatus.CONFLICT


NOT_WANTED = {"csrf_token", "version", "opened_at"}
"""Fields of a form that say nothing of what the person wanted."""

DAYS = ("came_on", "left_on", "night")
"""Fields of a form that hold a day."""


def _version() -> int:
    """The version of the stay that the person looked at; a form without one is never the newest."""
    return request.form.get("version", default=0, type=int)


def _reason() -> str:
    return (one_line(request.form.get("reason")) or "")[:LONGEST_REASON]


def _instant(text: str) -> dt.datetime:
    at = dt.datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"an instant must know its zone: {text!r}")
    return at
