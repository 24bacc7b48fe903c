"""Roost in the calendar of a phone: the pages of one's addresses, and what stands at them."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.feeds.addresses import actions
from constellations.feeds.addresses.forms import FeedForm
from constellations.feeds.addresses.queries import offered, own_address, own_addresses, sealed, unsealed
from constellations.feeds.serving.actions import answer_calendar
from constellations.guard import by_feed_token, current_feed, current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("feeds", __name__)

SHOWN = "feed"
"""Where the browser keeps an address, sealed, between its making and the one page that shows it."""


@pages.route("/me/calendar", methods=["GET", "POST"])
@requires(Permission.SEE_EVENTS)
def addresses() -> ResponseReturnValue:
    """One's addresses, and the form that makes another."""
    viewer = current_viewer()
    form, made = FeedForm().offer(offered(viewer)), []
    if accepted(form, lambda: made.append(actions.make_address(viewer, form.wish))):
        cookie[SHOWN] = sealed(made[0])
        return redirect(url_for("feeds.address", feed_id=made[0].feed_id))
    return render_template("feeds/addresses.html", form=form, addresses=own_addresses(viewer)), form.http_status


@pages.get("/me/calendar/<uuid:feed_id>")
@requires(Permission.SEE_EVENTS)
def address(feed_id: uuid.UUID) -> ResponseReturnValue:
    """What a calendar is to be told: the address, shown once, and how."""
    found = own_address(current_viewer(), feed_id)
    return render_template("feeds/address.html", address=found, shown=unsealed(cookie.pop(SHOWN, ""), found.id))


@pages.post("/me/calendar/<uuid:feed_id>/renew")
@requires(Permission.SEE_EVENTS)
def renew_address(feed_id: uuid.UUID) -> ResponseReturnValue:
    """Another address for the same calendar."""
    cookie[SHOWN] = sealed(actions.renew_address(current_viewer(), feed_id))
    flash(_("Here is the new address. The old one shows nothing any more."), "success")
    return redirect(url_for("feeds.address", feed_id=feed_id))


@pages.post("/me/calendar/<uuid:feed_id>/end")
@requires(Permission.SEE_EVENTS)
def end_address(feed_id: uuid.UUID) -> ResponseReturnValue:
    """No address for this calendar any more."""
    actions.end_address(current_viewer(), feed_id)
    flash(_("It is switched off. That calendar is told nothing any more."), "success")
    return redirect(url_for("feeds.addresses"))


@pages.get("/feeds/<token>.ics")
@by_feed_token
def feed(token: str) -> ResponseReturnValue:  # noqa: ARG001  # the guard has opened with it what it opens
    """What a calendar fetches."""
    return answer_calendar(current_feed(), request.user_agent.string)
