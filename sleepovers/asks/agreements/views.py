"""Saying how the asking of whoever decides for a child ended."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.asks.agreements.actions import settle_agreement
from sleepovers.asks.agreements.queries import subject_of

pages = Blueprint("agreements", __name__, url_prefix="/agreements")


@pages.post("/<uuid:agreement_id>/given")
@requires(Permission.SETTLE_AGREEMENT)
def given(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Whoever decides for the child has agreed."""
    return settled(agreement_id, is_given=True)


@pages.post("/<uuid:agreement_id>/refused")
@requires(Permission.SETTLE_AGREEMENT)
def refused(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Whoever decides for the child has not agreed."""
    return settled(agreement_id, is_given=False)


def settled(agreement_id: uuid.UUID, is_given: bool) -> ResponseReturnValue:
    """Write it down, and go back to the stay, or to the ask where there is none yet."""
    viewer = current_viewer()
    settle_agreement(viewer, agreement_id, is_given)
    ask_id, stay_id = subject_of(viewer, agreement_id)
    flash(_("Thank you. It is written down."), "success")
    if stay_id is not None:
        return redirect(url_for("stays.stay", stay_id=stay_id))
    return redirect(url_for("asks.ask", ask_id=ask_id))
