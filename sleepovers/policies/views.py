"""The page of policies and rates, and the forms that start one."""

import uuid
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.clock import Month
from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.policies import actions, words
from sleepovers.policies.forms import PolicyForm, RateForm
from sleepovers.policies.queries import policy_page
from sleepovers.uplift import DEFAULT_POLICY

pages = Blueprint("policies", __name__, url_prefix="/policies")
for said in (words.policy_words, words.counted_words, words.since_words, words.rate_words):
    pages.add_app_template_filter(said)


@pages.get("")
@requires(Permission.SEE_POLICIES)
def policies() -> str:
    """What holds now, what is to come, and all that held before."""
    viewer = current_viewer()
    return render_template(
        "policies/policies.html",
        page=policy_page(viewer),
        default_policy=DEFAULT_POLICY,
        may_set=viewer.may(Permission.SET_POLICIES),
    )


@pages.route("/start", methods=["GET", "POST"])
@requires(Permission.SET_POLICIES)
def start_policy() -> ResponseReturnValue:
    """A policy that starts, filled in with what holds now."""
    viewer = current_viewer()
    form = PolicyForm(obj=replace(policy_page(viewer).now, valid_from=Month.of(viewer.today).end))
    if accepted(form, lambda: actions.start_policy(viewer, form.policy)):
        flash(_("The policy is stored. What was counted before stays as it was."), "success")
        return redirect(url_for("policies.policies"))
    return render_template("policies/start_policy.html", form=form), form.http_status


@pages.route("/rates/start", methods=["GET", "POST"])
@requires(Permission.SET_POLICIES)
def start_rate() -> ResponseReturnValue:
    """A rate that starts."""
    viewer = current_viewer()
    form = RateForm(valid_from=Month.of(viewer.today).end)
    if accepted(form, lambda: actions.start_rate(viewer, form.rate)):
        flash(_("The rate is stored. Nights before it keep the rate they had."), "success")
        return redirect(url_for("policies.policies"))
    return render_template("policies/start_rate.html", form=form), form.http_status


@pages.post("/<uuid:policy_id>/withdraw")
@requires(Permission.SET_POLICIES)
def withdraw_policy(policy_id: uuid.UUID) -> ResponseReturnValue:
    """Take back a policy that is still to come."""
    actions.withdraw_policy(current_viewer(), policy_id)
    flash(_("The policy is withdrawn."), "success")
    return redirect(url_for("policies.policies"))


@pages.post("/rates/<uuid:rate_id>/withdraw")
@requires(Permission.SET_POLICIES)
def withdraw_rate(rate_id: uuid.UUID) -> ResponseReturnValue:
    """Take back a rate that is still to come."""
    actions.withdraw_rate(current_viewer(), rate_id)
    flash(_("The rate is withdrawn."), "success")
    return redirect(url_for("policies.policies"))
