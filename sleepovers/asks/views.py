"""Pages of asks: what waits, asking, one ask, and what came to nothing."""

import datetime as dt
import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from constellations.calendar.rules import month_in_reach, months_beside
from constellations.core.clock import Month
from constellations.core.forms import Form, accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.asks import actions
from sleepovers.asks.agreements.queries import agreements_of
from sleepovers.asks.forms import AskForm, VersionForm
from sleepovers.asks.hub.queries import words_of
from sleepovers.asks.hub.settled.actions import ask_or_agree
from sleepovers.asks.look.queries import Family, families, family_of, look_at_nights
from sleepovers.asks.page.queries import ask_page, open_asks, stays_from, timeline
from sleepovers.asks.series.queries import others_to_agree, series_around
from sleepovers.asks.suggesting.queries import offered_homes
from sleepovers.asks.unmet.queries import unmet_month
from sleepovers.asks.waiting.queries import waiting_for
from sleepovers.circles.queries import may_talk_about
from sleepovers.nights_off.ahead.queries import use_of

pages = Blueprint("asks", __name__, url_prefix="/asks")


@pages.get("")
@requires(Permission.ASK_FOR_SLEEPOVER)
def asks() -> str:
    """The open asks, the oldest first."""
    return render_template("asks/asks.html", asks=open_asks(current_viewer()))


@pages.route("/new", methods=["GET", "POST"])
@requires(Permission.ASK_FOR_SLEEPOVER)
def new() -> ResponseReturnValue:
    """Ask for a sleepover; staff say first for whose child."""
    viewer = current_viewer()
    family = family_of(viewer, request.values.get("family", type=uuid.UUID))
    if family is None:
        return render_template("asks/whose.html", families=families(viewer))
    form = AskForm()
    form.offer(family)
    if not form.is_submitted():
        nights = [request.args.get(name, type=dt.date.fromisoformat) for name in ("night", "last")]
        form.preset(family, request.args.getlist("child"), request.args.getlist("home"), nights)
        return _form_page(form, family)
    asked: list[uuid.UUID] = []
    if accepted(form, lambda: asked.extend(ask_or_agree(viewer, form.wanted))):
        flash(ngettext("You have asked.", "You have asked %(num)s times.", len(asked)), "success")
        return redirect(url_for("asks.asks") if len(asked) > 1 else url_for("asks.ask", ask_id=asked[0]))
    return _form_page(form, family), HTTPStatus.UNPROCESSABLE_ENTITY


@pages.post("/look")
@requires(Permission.ASK_FOR_SLEEPOVER)
def look() -> ResponseReturnValue:
    """How the nights of a form look, before it is sent: as part of the page, or where no script runs as all of it."""
    viewer = current_viewer()
    family = family_of(viewer, request.form.get("family", type=uuid.UUID))
    if family is None:
        return redirect(url_for("asks.new"))
    form = AskForm()
    form.offer(family)
    return _form_page(form, family, "asks/_look.html" if "HX-Request" in request.headers else "asks/new.html")


def _form_page(form: AskForm, family: Family, template: str = "asks/new.html") -> str:
    """The form of an ask, or the part of it that looks ahead, as far as it says which nights are meant."""
    viewer, wanted = current_viewer(), form.wanted_once if form.is_readable else None
    return render_template(
        template,
        form=form,
        family=family,
        looks=look_at_nights(viewer, wanted) if wanted and form.is_submitted() else (),
        offered=offered_homes(viewer, family, wanted),
        use=use_of(viewer, family.home_id, form.wanted_so_far) if wanted else None,
        today=viewer.today,
    )


@pages.get("/unmet")
@requires(Permission.SEE_UNMET_ASKS)
def unmet() -> str:
    """What was asked for and came to nothing, month by month."""
    viewer = current_viewer()
    month = month_in_reach(request.args.get("month") or str(Month.of(viewer.today)), viewer.today)
    earlier, later = months_beside(month, viewer.today)
    return render_template("asks/unmet.html", shown=unmet_month(viewer, month), earlier=earlier, later=later)


@pages.get("/<uuid:ask_id>")
@requires(Permission.ASK_FOR_SLEEPOVER)
def ask(ask_id: uuid.UUID) -> ResponseReturnValue:
    """One ask: who was asked, what they said, and what can be done now."""
    return shown(ask_id)


@pages.post("/<uuid:ask_id>/withdraw")
@requires(Permission.ASK_FOR_SLEEPOVER)
def withdraw(ask_id: uuid.UUID) -> ResponseReturnValue:
    """Take an ask back."""
    form = VersionForm().at("why")
    viewer = current_viewer()
    if accepted(form, lambda: actions.withdraw_ask(viewer, ask_id, form.seen_version, form.reason.data or None)):
        flash(_("Withdrawn. The homes you asked are told."), "success")
        return redirect(url_for("asks.ask", ask_id=ask_id))
    return shown(ask_id, form)


@pages.post("/<uuid:ask_id>/homes")
@requires(Permission.ASK_FOR_SLEEPOVER)
def another_home(ask_id: uuid.UUID) -> ResponseReturnValue:
    """Ask one more home."""
    form, viewer = VersionForm(), current_viewer()
    home_id = request.form.get("home", default=uuid.UUID(int=0), type=uuid.UUID)
    if accepted(form, lambda: actions.ask_another_home(viewer, ask_id, form.seen_version, home_id)):
        flash(_("That home is asked too."), "success")
        return redirect(url_for("asks.ask", ask_id=ask_id))
    return shown(ask_id, form)


def shown(ask_id: uuid.UUID, form: Form | None = None) -> ResponseReturnValue:
    """The page of an ask, with what was wrong where a form was sent and refused."""
    viewer = current_viewer()
    page = ask_page(viewer, ask_id)
    first_family = next(iter(sorted(page.family_ids)), None)
    around = family_of(viewer, first_family) if first_family else None
    asked = {home.home_id for home in page.homes}
    answer = render_template(
        "asks/ask.html",
        page=page,
        form=form,
        steps=timeline(viewer, page),
        agreements=agreements_of(viewer, ask_id),
        stays=stays_from(viewer, ask_id),
        more_homes=[one for one in around.homes if one.key not in asked] if around and page.is_own else [],
        talks=may_talk_about(viewer, page.ask),
        series=series_around(viewer, page),
        hub_words=words_of(viewer, page),
        waiting=waiting_for(viewer, page),
        others_to_agree={home.home_id: others_to_agree(viewer, page, home.home_id) for home in page.homes if home.look},
    )
    return answer, form.http_status if form else HTTPStatus.OK
