"""Something is wrong with a night: said by the home, or written down for it, and what came of it."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.calendar.rules import month_in_reach
from constellations.core.clock import Month
from constellations.core.errors import NotFound
from constellations.core.forms import accepted
from constellations.core.words import day_words
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.claims.working.queries import working_of
from sleepovers.nights.rules import night_named
from sleepovers.payments.disputing import actions
from sleepovers.payments.disputing.actions import Wrong
from sleepovers.payments.disputing.forms import Hosted, PhonedForm, SettleForm, WrongForm
from sleepovers.payments.queries import carer_names, dispute_shown, home_in_month
from sleepovers.payments.rules import DisputeState
from sleepovers.payments.words import DISPUTE_WORDS

pages = Blueprint("disputing", __name__)


@pages.route("/uplifts/<month>/<uuid:home_id>/wrong", methods=["GET", "POST"])
@requires(Permission.SAY_OF_UPLIFT)
def something_wrong(month: str, home_id: uuid.UUID) -> ResponseReturnValue:
    """The home says that something is wrong with a night, or that one is missing."""
    viewer, at = current_viewer(), month_in_reach(month, current_viewer().today)
    of = home_in_month(viewer, at, home_id)
    form = WrongForm(data=_named())
    form.list_nights(_nights(at, home_id))
    if accepted(form, lambda: actions.say_what_is_wrong(viewer, at, home_id, _wrong(form))):
        flash(_("Your liaison worker is told. %(waits)s", waits=_waits(form)), "success")
        return redirect(url_for("claims.working", month=at, home_id=home_id))
    return render_template("payments/wrong.html", form=form, of=of), form.http_status


@pages.route("/uplifts/<month>/<uuid:home_id>/phoned", methods=["GET", "POST"])
@requires(Permission.CHECK_UPLIFTS)
def phoned(month: str, home_id: uuid.UUID) -> ResponseReturnValue:
    """Staff write down what a carer of the home says by phone."""
    viewer, at = current_viewer(), month_in_reach(month, current_viewer().today)
    of = home_in_month(viewer, at, home_id)
    form = PhonedForm(data=_named()).offer(carer_names(viewer, home_id))
    form.list_nights(_nights(at, home_id))

    def write_down() -> None:
        """Write it down."""
        actions.write_down_what_is_wrong(viewer, at, home_id, _wrong(form), form.chosen_carer)

    if accepted(form, write_down):
        flash(_("It is written down, and the home is told. %(waits)s", waits=_waits(form)), "success")
        return redirect(url_for("claims.working", month=at, home_id=home_id))
    return render_template("payments/wrong.html", form=form, of=of), form.http_status


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


def _named() -> dict[str, object]:
    """The night that the address names: one of a stay is chosen from the list, another one is a date."""
    night, stay_id = night_named(request.args.get("night")), request.args.get("stay", type=uuid.UUID)
    return {"which": f"{night} {stay_id}"} if night and stay_id else {"which": "", "night": night}


def _nights(month: Month, home_id: uuid.UUID) -> dict[Hosted, str]:
    """The nights that a home hosted, in words."""
    lines = working_of(current_viewer(), month, home_id).lines
    return {
        (line.line.hosted.night, line.stay_id): ", ".join(filter(None, (day_words(line.line.hosted.night), line.label)))
        for line in lines
    }


def _wrong(form: WrongForm) -> Wrong:
    night, stay_id = form.chosen
    return Wrong(night, stay_id, form.words.data or "")


def _waits(form: WrongForm) -> str:
    if form.which.data:
        return str(_("Only this night waits; the rest goes on."))
    return str(_("All that is counted goes on."))
