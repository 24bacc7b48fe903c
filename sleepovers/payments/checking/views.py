"""The carer's word, and the button that checks."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.calendar.rules import month_in_reach
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.payments.checking import actions
from sleepovers.payments.checking.forms import VersionForm
from sleepovers.payments.queries import claim_for

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


@pages.post("/uplifts/<month>/<uuid:home_id>/check")
@requires(Permission.CHECK_UPLIFTS)
def check(month: str, home_id: uuid.UUID) -> ResponseReturnValue:
    """Staff have looked at it."""
    viewer, at = current_viewer(), month_in_reach(month, current_viewer().today)
    claim = claim_for(viewer, at, home_id)
    actions.check_claim(viewer, claim.id, VersionForm().seen_version)
    flash(_("The uplift is checked. Somebody else approves it once the month is closed."), "success")
    return redirect(url_for("claims.working", month=at, home_id=home_id))
