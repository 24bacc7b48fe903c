"""Saying whether whoever decides for a child has agreed."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.asks.agreements.actions import settle_agreement
from sleepovers.asks.agreements.queries import place_of_agreement

pages = Blueprint("agreements", __name__, url_prefix="/agreements/<uuid:agreement_id>")


@pages.post("/given")
@requires(Permission.SETTLE_AGREEMENT)
def given(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """The social worker agrees."""
    return _settled(agreement_id, is_given=True)


@pages.post("/refused")
@requires(Permission.SETTLE_AGREEMENT)
def refused(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """The social worker does not agree."""
    return _settled(agreement_id, is_given=False)


def _settled(agreement_id: uuid.UUID, is_given: bool) -> ResponseReturnValue:
    settle_agreement(current_viewer(), agreement_id, is_given)
    flash(_("It is written down, and the homes are told."), "success")
    ask_id, stay_id = place_of_agreement(current_viewer(), agreement_id)
    return redirect(url_for("asks.ask", ask_id=ask_id) if ask_id else url_for("stays.stay", stay_id=stay_id))
