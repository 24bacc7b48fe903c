"""The carer's word, what is wrong with a night and what came of it, and the button that checks."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.errors import NotFound
from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.nights.rules import month_in_reach, night_named
from sleepovers.payments.checking import actions
from sleepovers.payments.checking.forms import SettleForm, VersionForm, WrongForm
from sleepovers.payments.queries import claim_for, dispute_shown
from sleepovers.payments.rules import DisputeState
from sleepovers.payments.words import DISPUTE_WORDS

pages = Blueprint("checking", __name__)


@pages.post("/uplifts/<month>/<uuid:home_id>/right")
@requires(Permission.SAY_OF_UPLIFT)
def looks_right(month: str, home_id: uuid.UUID) -> ResponseReturnValue:
    """The home says that its month looks right."""
    viewer, at = current_viewer(), month_in_reach(month, current_viewer().today)
    claim = claim_for(viewer, at, home_id)
    actions.say_it_looks_right(viewer, claim.id, VersionForm().seen_version)
    flash(_("Thank you. Your home says that the month looks right."), "success")
    return redirect(url_for("claims.working", month=at, home_id=home_id))


@pages.route("/uplifts/<month>/<uuid:home_id>/wrong", methods=["GET", "POST"])
@requires(Permission.SAY_OF_UPLIFT)
def something_wrong(month: str, home_id: uuid.UUID) -> ResponseReturnValue:
    """The home says that something is wrong with a night, or that one is missing."""
    viewer, at = current_viewer(), month_in_reach(month, current_viewer().today)
    claim = claim_for(viewer, at, home_id)
    form = WrongForm(data={"night": night_named(request.args.get("night"))})
    stay_id = request.args.get("stay", type=uuid.UUID)

    def say() -> None:
        """Say it."""
        actions.say_what_is_wrong(viewer, claim.id, actions.Wrong(form.night.chosen, stay_id, form.words.data or ""))

    if accepted(form, say):
        flash(_("Your liaison worker is told. Only this night waits; the rest goes on."), "success")
        return redirect(url_for("claims.working", month=at, home_id=home_id))
    return render_template("payments/wrong.html", form=form, claim=claim, stay_id=stay_id), form.http_status


@pages.route("/payments/disputes/<uuid:dispute_id>", methods=["GET", "POST"])
@requires(Permission.CHECK_UPLIFTS)
def dispute(dispute_id: uuid.UUID) -> ResponseReturnValue:
    """What a home says is wrong, and what came of it."""
    viewer = current_viewer()
    shown = dispute_shown(viewer, dispute_id)
    if shown is None:
        raise NotFound
    form = SettleForm(data={"version": shown.row.version})

    def settle() -> None:
        """Say what came of it."""
        state = DisputeState(form.state.data)
        actions.settle_dispute(viewer, dispute_id, state, form.answer.data or "", form.seen_version)

    if accepted(form, settle):
        flash(_("The home is told what came of it."), "success")
        return redirect(url_for("claims.working", month=shown.month, home_id=shown.home_id))
    return render_template("payments/dispute.html", form=form, shown=shown, words=DISPUTE_WORDS), form.http_status


@pages.post("/uplifts/<month>/<uuid:home_id>/check")
@requires(Permission.CHECK_UPLIFTS)
def check(month: str, home_id: uuid.UUID) -> ResponseReturnValue:
    """Staff have looked at it."""
    viewer, at = current_viewer(), month_in_reach(month, current_viewer().today)
    claim = claim_for(viewer, at, home_id)
    actions.check_claim(viewer, claim.id, VersionForm().seen_version)
    flash(_("The uplift is checked. Somebody else approves it once the month is closed."), "success")
    return redirect(url_for("claims.working", month=at, home_id=home_id))
