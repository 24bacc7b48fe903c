"""The page on which a service manager sees what another policy would have brought."""

from http import HTTPStatus

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from constellations.core.clock import Month
from constellations.core.forms import worked_out
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.what_if.forms import WhatIfForm
from sleepovers.what_if.queries import comparison
from sleepovers.what_if.rules import months_between

pages = Blueprint("what_if", __name__, url_prefix="/policies")


@pages.get("/what-if")
@requires(Permission.SET_POLICIES)
def what_if() -> ResponseReturnValue:
    """What was due, and what would have been, month by month; asked in the address, for nothing is stored."""
    viewer, is_asked = current_viewer(), "since" in request.args
    last = Month.of(viewer.today).shifted(-1)
    form = WhatIfForm(request.args if is_asked else MultiDict({"since": str(last.shifted(-11)), "until": str(last)}))
    found = None
    if is_asked:
        found = worked_out(
            form,
            lambda: comparison(viewer, months_between(form.since.chosen, form.until.chosen, viewer.today), form.wish),
        )
    page = render_template("what_if/what_if.html", form=form, found=found)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if is_asked and found is None else HTTPStatus.OK
