"""Changing the nights of an ask or a series, taking them back, and agreeing to all at once."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.asks.answering.actions import Asked
from sleepovers.asks.forms import VersionForm
from sleepovers.asks.series import actions
from sleepovers.asks.series.actions import Part
from sleepovers.asks.series.forms import ChangeNightsForm, WithdrawForm
from sleepovers.asks.series.queries import series_to_change
from sleepovers.asks.views import shown as shown_ask

pages = Blueprint("series", __name__, url_prefix="/asks/<uuid:ask_id>")


@pages.get("/change")
@requires(Permission.ASK_FOR_SLEEPOVER)
def change(ask_id: uuid.UUID) -> ResponseReturnValue:
    """An ask and its series, with what can be changed."""
    return shown(ask_id, ChangeNightsForm(), WithdrawForm())


@pages.post("/change")
@requires(Permission.ASK_FOR_SLEEPOVER)
def changed(ask_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for other nights."""
    form, viewer = ChangeNightsForm(), current_viewer()
    series_to_change(viewer, ask_id)
    numbers: list[int] = []
    if accepted(form, lambda: numbers.append(actions.change_nights(viewer, _part(ask_id, form), *form.nights))):
        flash(ngettext("The nights are changed.", "The nights are changed, %(num)s times.", numbers[0]), "success")
        return redirect(url_for("asks.ask", ask_id=ask_id))
    return shown(ask_id, form, WithdrawForm(formdata=None))


@pages.post("/take-back")
@requires(Permission.ASK_FOR_SLEEPOVER)
def take_back(ask_id: uuid.UUID) -> ResponseReturnValue:
    """Take an ask or several of a series back; what is agreed is called off."""
    form, viewer = WithdrawForm(), current_viewer()
    series_to_change(viewer, ask_id)
    numbers: list[int] = []
    reason = form.reason.data or ""
    if accepted(form, lambda: numbers.append(actions.withdraw_asks(viewer, _part(ask_id, form), reason))):
        words = ngettext("Taken back. The homes are told.", "%(num)s are taken back. The homes are told.", numbers[0])
        flash(words, "success")
        return redirect(url_for("asks.ask", ask_id=ask_id))
    return shown(ask_id, ChangeNightsForm(formdata=None), form)


@pages.post("/<uuid:home_id>/agree-to-all")
@requires(Permission.ANSWER_ASKS)
def agree_to_all(ask_id: uuid.UUID, home_id: uuid.UUID) -> ResponseReturnValue:
    """Agree to every sleepover of the series for which the home is still asked."""
    form, viewer = VersionForm().at(f"reason-{home_id}"), current_viewer()
    stays: list[uuid.UUID] = []
    asked = Asked(ask_id, home_id, form.seen_version)
    if accepted(form, lambda: stays.extend(actions.agree_to_series(viewer, asked))):
        flash(ngettext("Agreed.", "Agreed, %(num)s times. Everybody is told.", len(stays)), "success")
        return redirect(url_for("asks.ask", ask_id=ask_id))
    return shown_ask(ask_id, form)


def shown(ask_id: uuid.UUID, change: ChangeNightsForm, withdraw: WithdrawForm) -> ResponseReturnValue:
    """The page of a series; a form that was sent keeps what was typed."""
    viewer = current_viewer()
    found = series_to_change(viewer, ask_id)
    if not change.errors:
        change.show(found)
    withdraw.version.data = withdraw.version.data or str(found.page.ask.version)
    page = render_template("asks/change.html", found=found, change=change, withdraw=withdraw, today=viewer.today)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if change.errors or withdraw.errors else HTTPStatus.OK


def _part(ask_id: uuid.UUID, form: ChangeNightsForm | WithdrawForm) -> Part:
    return Part(ask_id, form.seen_version, form.chosen_scope)
