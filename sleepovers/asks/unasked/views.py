"""Two presses for who did not ask: that one did not, and for which night; and the way back."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.access import find
from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.asks.look.queries import families, family_of
from sleepovers.asks.unasked import actions
from sleepovers.asks.unasked.forms import UnaskedForm
from sleepovers.asks.unasked.models import Unasked
from sleepovers.asks.unasked.rules import usual_nights

pages = Blueprint("unasked", __name__, url_prefix="/asks/unasked")


@pages.route("", methods=["GET", "POST"])
@requires(Permission.ASK_FOR_SLEEPOVER)
def unasked() -> ResponseReturnValue:
    """Which night it was; staff say first of whose home."""
    viewer = current_viewer()
    family = family_of(viewer, request.values.get("family", type=uuid.UUID))
    if family is None:
        return render_template("unasked/whose.html", families=families(viewer))
    form, said = UnaskedForm(), list[uuid.UUID]()
    if accepted(form, lambda: said.append(actions.say_not_asked(viewer, family.home_id, form.night.chosen))):
        return redirect(url_for("unasked.said", unasked_id=said[0]))
    nights = usual_nights(viewer.today)
    page = render_template("unasked/which_night.html", form=form, family=family, nights=nights, today=viewer.today)
    return page, form.http_status


@pages.get("/<uuid:unasked_id>")
@requires(Permission.ASK_FOR_SLEEPOVER)
def said(unasked_id: uuid.UUID) -> str:
    """What was said, and how it is taken back."""
    return render_template("unasked/said.html", said=find(current_viewer(), Unasked, unasked_id))


@pages.post("/<uuid:unasked_id>/take-back")
@requires(Permission.ASK_FOR_SLEEPOVER)
def take_back(unasked_id: uuid.UUID) -> ResponseReturnValue:
    """It was not so."""
    actions.take_back_unasked(current_viewer(), unasked_id)
    flash(_("Taken back. It is not counted."), "success")
    return redirect(url_for("asks.asks"))
