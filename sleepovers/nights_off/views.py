"""Pages of nights off: a home's year, all homes for staff, and the policies."""

import uuid
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.nights_off import actions, words
from sleepovers.nights_off.balances.queries import home_year, homes_with_balances
from sleepovers.nights_off.forms import NightsOffForm, usual
from sleepovers.nights_off.queries import nights_off_page
from sleepovers.policies.words import KIND_WORDS

pages = Blueprint("nights_off", __name__)
for said in (words.entitlement_words, words.balance_words, words.year_words, words.amount_words, words.use_words):
    pages.add_app_template_filter(said)


@pages.get("/nights-off")
@requires(Permission.SEE_NIGHTS_OFF)
def nights_off() -> ResponseReturnValue:
    """A carer's own home; to staff every home that they look after."""
    viewer = current_viewer()
    if viewer.home_id is not None and viewer.is_carer:
        return redirect(url_for("nights_off.home", home_id=viewer.home_id))
    return render_template("nights_off/homes.html", homes=homes_with_balances(viewer))


@pages.get("/homes/<uuid:home_id>/nights-off")
@requires(Permission.SEE_NIGHTS_OFF)
def home(home_id: uuid.UUID) -> str:
    """How a home's year stands, and what used it up."""
    page = home_year(current_viewer(), home_id)
    return render_template("nights_off/home.html", page=page, kind_words=KIND_WORDS)


@pages.get("/policies/nights-off")
@requires(Permission.SEE_POLICIES)
def policies() -> str:
    """What holds now, what is to come, and all that held before."""
    viewer = current_viewer()
    may_set = viewer.may(Permission.SET_POLICIES)
    return render_template("nights_off/policies.html", page=nights_off_page(viewer), may_set=may_set)


@pages.route("/policies/nights-off/start", methods=["GET", "POST"])
@requires(Permission.SET_POLICIES)
def start() -> ResponseReturnValue:
    """A policy that starts, filled in with what holds now."""
    viewer = current_viewer()
    now = nights_off_page(viewer).now or usual(viewer.today)
    form = NightsOffForm(obj=replace(now, valid_from=viewer.today))
    if accepted(form, lambda: actions.start_nights_off(viewer, form.policy)):
        flash(_("The policy is stored. It shows in every home’s balance from its first day on."), "success")
        return redirect(url_for("nights_off.policies"))
    return render_template("nights_off/start.html", form=form), form.http_status


@pages.post("/policies/nights-off/<uuid:nights_off_id>/withdraw")
@requires(Permission.SET_POLICIES)
def withdraw(nights_off_id: uuid.UUID) -> ResponseReturnValue:
    """Take back a policy that is still to come."""
    actions.withdraw_nights_off(current_viewer(), nights_off_id)
    flash(_("The policy is withdrawn."), "success")
    return redirect(url_for("nights_off.policies"))
