"""Pages of an emergency: sending it, its board, and the few things that can be pressed there."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from constellations.core.forms import Form, accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.asks.look.queries import families, family_of
from sleepovers.emergencies import actions
from sleepovers.emergencies.board.queries import emergency_board
from sleepovers.emergencies.forms import EmergencyForm, PressForm
from sleepovers.emergencies.rules import Outcome
from sleepovers.tonight.queries import own_phone

pages = Blueprint("emergencies", __name__, url_prefix="/emergencies")


@pages.route("/new", methods=["GET", "POST"])
@requires(Permission.ASK_FOR_SLEEPOVER)
def new() -> ResponseReturnValue:
    """Seek a bed tonight; staff say first for whose child."""
    viewer = current_viewer()
    family = family_of(viewer, request.values.get("family", type=uuid.UUID))
    if family is None:
        return render_template("emergencies/whose.html", families=families(viewer), phone=own_phone(viewer))
    form = EmergencyForm()
    form.offer(family)
    sent: list[uuid.UUID] = []
    if accepted(form, lambda: sent.append(actions.ask_in_emergency(viewer, *_asked(form)))):
        return redirect(url_for("emergencies.emergency", ask_id=sent[0]))
    page = render_template("emergencies/new.html", form=form, family=family, phone=own_phone(viewer))
    return page, form.http_status


@pages.get("/<uuid:ask_id>")
@requires(Permission.ASK_FOR_SLEEPOVER)
def emergency(ask_id: uuid.UUID) -> ResponseReturnValue:
    """The board: who was asked, who said what, and what can be pressed."""
    return _shown(ask_id)


@pages.get("/<uuid:ask_id>/board")
@requires(Permission.ASK_FOR_SLEEPOVER)
def board(ask_id: uuid.UUID) -> str:
    """The part of it that changes, for the page that is open."""
    return render_template("emergencies/_board.html", board=emergency_board(current_viewer(), ask_id))


@pages.post("/<uuid:ask_id>/can")
@requires(Permission.ANSWER_ASKS)
def can(ask_id: uuid.UUID) -> ResponseReturnValue:
    """I can: the first has the child."""
    viewer, form = current_viewer(), PressForm()
    became: list[Outcome] = []
    if accepted(form, lambda: became.append(actions.say_i_can(viewer, ask_id))):
        _say_outcome(became[0])
        return redirect(url_for("emergencies.emergency", ask_id=ask_id))
    return _shown(ask_id, form)


@pages.post("/<uuid:ask_id>/cannot")
@requires(Permission.ANSWER_ASKS)
def cannot(ask_id: uuid.UUID) -> ResponseReturnValue:
    """I can't."""
    viewer, form = current_viewer(), PressForm()
    became: list[Outcome | None] = []
    if accepted(form, lambda: became.append(actions.say_we_cannot(viewer, ask_id))):
        _say_outcome(became[0])
        return redirect(url_for("emergencies.emergency", ask_id=ask_id))
    return _shown(ask_id, form)


@pages.post("/<uuid:ask_id>/again")
@requires(Permission.ASK_FOR_SLEEPOVER)
def ask_again(ask_id: uuid.UUID) -> ResponseReturnValue:
    """Ask those again who have not answered."""
    viewer, form = current_viewer(), PressForm()
    homes: list[int] = []
    if accepted(form, lambda: homes.append(actions.ask_again(viewer, ask_id))):
        flash(ngettext("One home is asked again.", "%(num)s homes are asked again.", homes[0]), "success")
        return redirect(url_for("emergencies.emergency", ask_id=ask_id))
    return _shown(ask_id, form)


@pages.post("/<uuid:ask_id>/call-off")
@requires(Permission.ASK_FOR_SLEEPOVER)
def call_off(ask_id: uuid.UUID) -> ResponseReturnValue:
    """No bed is needed any more."""
    viewer, form = current_viewer(), PressForm()
    if accepted(form, lambda: actions.call_off_emergency(viewer, ask_id)):
        flash(_("Called off. Everybody who was asked is told."), "success")
        return redirect(url_for("emergencies.emergency", ask_id=ask_id))
    return _shown(ask_id, form)


def _asked(form: EmergencyForm) -> tuple[tuple[uuid.UUID, ...], int, str | None]:
    return form.children.keys, int(form.nights.data), form.note.data or None


def _say_outcome(became: Outcome | None) -> None:
    if became is Outcome.SORTED:
        flash(_("Sorted, thank you. Another home takes the child."), "success")
    if became is Outcome.CALLED_OFF:
        flash(_("What was agreed was called off. If a bed is still needed, you are asked anew."), "success")


def _shown(ask_id: uuid.UUID, form: Form | None = None) -> ResponseReturnValue:
    shown = render_template("emergencies/emergency.html", board=emergency_board(current_viewer(), ask_id), form=form)
    return shown, HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
