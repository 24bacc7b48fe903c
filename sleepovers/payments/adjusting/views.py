"""Proposing an adjustment, and deciding about one that another proposed."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.calendar.rules import month_in_reach
from constellations.core.errors import NotFound
from constellations.core.forms import accepted
from constellations.deputies.queries import names_at
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from sleepovers.claims.working.queries import working_of
from sleepovers.payments import words
from sleepovers.payments.adjusting.actions import decide_adjustment, propose_adjustment
from sleepovers.payments.adjusting.forms import AdjustmentForm, DecideForm
from sleepovers.payments.models import Adjustment
from sleepovers.payments.queries import ShownAdjustment, adjustments_for

pages = Blueprint("adjusting", __name__)

APPROVE = "approve"


@pages.route("/uplifts/<month>/<uuid:home_id>/adjust", methods=["GET", "POST"])
@requires(Permission.CHECK_UPLIFTS)
def adjust(month: str, home_id: uuid.UUID) -> ResponseReturnValue:
    """Propose to put right a closed month."""
    viewer, form = current_viewer(), AdjustmentForm()
    at = month_in_reach(month, viewer.today)
    home = working_of(viewer, at, home_id).home_name
    if accepted(form, lambda: propose_adjustment(viewer, at, home_id, form.wanted)):
        flash(_("The adjustment is proposed. A second person decides about it."), "success")
        return redirect(url_for("claims.working", month=at, home_id=home_id))
    page = render_template("payments/adjust.html", form=form, home=home, month=at, home_id=home_id)
    return page, form.http_status


@pages.get("/payments/adjustments/<uuid:adjustment_id>")
@requires(Permission.SEE_UPLIFTS)
def adjustment(adjustment_id: uuid.UUID) -> str:
    """What is to be put right, and who decides."""
    viewer = current_viewer()
    shown = _shown(adjustment_id)
    form = DecideForm(data={"version": shown.row.version})
    is_own = not names_at(shown.row.proposed_by, shown.row.proposed_at).isdisjoint(viewer.names)
    may_decide = viewer.may(Permission.APPROVE_UPLIFTS) and not is_own
    return render_template("payments/adjustment.html", shown=shown, form=form, may_decide=may_decide, words=words)


@pages.post("/payments/adjustments/<uuid:adjustment_id>")
@requires(Permission.APPROVE_UPLIFTS)
@asks_password_again
def decide(adjustment_id: uuid.UUID) -> ResponseReturnValue:
    """Approve it, or let it be."""
    shown = _shown(adjustment_id)
    is_approved = request.form.get("decision") == APPROVE
    decide_adjustment(current_viewer(), adjustment_id, is_approved, DecideForm().seen_version)
    flash(_("The adjustment is approved.") if is_approved else _("The adjustment is let be."), "success")
    return redirect(url_for("claims.working", month=shown.row.month, home_id=shown.row.home_id))


def _shown(adjustment_id: uuid.UUID) -> ShownAdjustment:
    found = adjustments_for(current_viewer(), Adjustment.id == adjustment_id)
    if not found:
        raise NotFound
    return found[0]
