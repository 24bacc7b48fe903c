"""Answering an ask: one press to agree, a short form for everything else."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.asks.answering import actions
from sleepovers.asks.answering.actions import Asked
from sleepovers.asks.answering.queries import homes_to_offer, page_to_answer
from sleepovers.asks.forms import AgreeForm, DeclineForm, OtherHomeForm, OtherNightsForm
from sleepovers.asks.views import shown

pages = Blueprint("answering", __name__, url_prefix="/asks/<uuid:ask_id>/<uuid:home_id>")


@pages.post("/agree")
@requires(Permission.ANSWER_ASKS)
def agree(ask_id: uuid.UUID, home_id: uuid.UUID) -> ResponseReturnValue:
    """Agree: from now on the bed is taken."""
    form, viewer = AgreeForm().at(f"reason-{home_id}"), current_viewer()
    chosen = request.form.getlist("child", type=uuid.UUID)
    stays: list[uuid.UUID] = []
    asked = Asked(ask_id, home_id, form.seen_version)
    if accepted(form, lambda: stays.extend(actions.agree_to_ask(viewer, asked, form.reason.data, chosen))):
        flash(_("Agreed. Everybody is told."), "success")
        return redirect(url_for("stays.stay", stay_id=stays[0]))
    return shown(ask_id, form)


@pages.post("/take")
@requires(Permission.ASK_FOR_SLEEPOVER)
def take(ask_id: uuid.UUID, home_id: uuid.UUID) -> ResponseReturnValue:
    """Take the other nights that a home has offered."""
    form, viewer = AgreeForm().at(f"take-{home_id}"), current_viewer()
    stays: list[uuid.UUID] = []
    asked = Asked(ask_id, home_id, form.seen_version)
    if accepted(form, lambda: stays.extend(actions.take_offer(viewer, asked, form.reason.data))):
        if not stays:
            flash(_("The ask is for these nights now. Who has to agree to them is asked; then take them."), "success")
            return redirect(url_for("asks.ask", ask_id=ask_id))
        flash(_("Agreed. Everybody is told."), "success")
        return redirect(url_for("stays.stay", stay_id=stays[0]))
    return shown(ask_id, form)


@pages.route("/decline", methods=["GET", "POST"])
@requires(Permission.ANSWER_ASKS)
def decline(ask_id: uuid.UUID, home_id: uuid.UUID) -> ResponseReturnValue:
    """Say that the home cannot, and why."""
    form, viewer = DeclineForm(), current_viewer()
    page = page_to_answer(viewer, ask_id, home_id)
    asked = Asked(ask_id, home_id, form.seen_version)
    if accepted(form, lambda: actions.decline_ask(viewer, asked, form.why)):
        flash(_("They are told. Thank you for answering."), "success")
        return redirect(url_for("asks.ask", ask_id=ask_id))
    if not form.is_submitted():
        form.version.data = str(page.ask.version)
    return render_template("asks/decline.html", form=form, page=page), form.http_status


@pages.get("/other")
@requires(Permission.ANSWER_ASKS)
def other(ask_id: uuid.UUID, home_id: uuid.UUID) -> ResponseReturnValue:
    """Offer other nights, or another home."""
    return _offering(ask_id, home_id, OtherNightsForm(), OtherHomeForm())


@pages.post("/other-nights")
@requires(Permission.ANSWER_ASKS)
def other_nights(ask_id: uuid.UUID, home_id: uuid.UUID) -> ResponseReturnValue:
    """Other nights at the same home."""
    form, viewer = OtherNightsForm(), current_viewer()
    asked = Asked(ask_id, home_id, form.seen_version)
    if accepted(form, lambda: actions.offer_other_nights(viewer, asked, *form.nights, form.reason.data)):
        flash(_("Your offer is sent."), "success")
        return redirect(url_for("asks.ask", ask_id=ask_id))
    return _offering(ask_id, home_id, form, OtherHomeForm(formdata=None))


@pages.post("/other-home")
@requires(Permission.ANSWER_ASKS)
def other_home(ask_id: uuid.UUID, home_id: uuid.UUID) -> ResponseReturnValue:
    """Another home in place of this one."""
    form, viewer = OtherHomeForm(), current_viewer()
    page = page_to_answer(viewer, ask_id, home_id)
    form.other_home.choices = homes_to_offer(viewer, page)
    asked = Asked(ask_id, home_id, form.seen_version)
    if accepted(
        form,
        lambda: actions.offer_other_home(viewer, asked, uuid.UUID(form.other_home.data), form.reason.data),
    ):
        flash(_("That home is asked now."), "success")
        return redirect(url_for("asks.ask", ask_id=ask_id))
    return _offering(ask_id, home_id, OtherNightsForm(formdata=None), form)


def _offering(
    ask_id: uuid.UUID, home_id: uuid.UUID, nights: OtherNightsForm, home: OtherHomeForm
) -> ResponseReturnValue:
    viewer = current_viewer()
    page = page_to_answer(viewer, ask_id, home_id)
    home.other_home.choices = homes_to_offer(viewer, page)
    for form in (nights, home):
        form.version.data = form.version.data or str(page.ask.version)
    answer = render_template(
        "asks/other.html", page=page, home_id=home_id, nights=nights, other=home, today=viewer.today
    )
    return answer, HTTPStatus.UNPROCESSABLE_ENTITY if nights.errors or home.errors else HTTPStatus.OK
