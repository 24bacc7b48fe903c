"""The button for a phone that is lost."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from constellations.accounts.lost.actions import lose_device
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("lost", __name__)


@pages.post("/me/devices/<uuid:device_id>/lost")
@requires(Permission.USE_ROOST)
def lose(device_id: uuid.UUID) -> ResponseReturnValue:
    """One press, without a further question: whoever lost a phone has other worries."""
    ended = lose_device(current_viewer(), device_id, calendars_too=bool(request.form.get("calendars")))
    flash(_("That device is signed out, and gets no alerts any more."), "success")
    if ended:
        words = ngettext("%(num)s calendar address is ended.", "%(num)s calendar addresses are ended.", ended)
        flash(_("%(ended)s Make a new one for each calendar that you still have.", ended=words), "message")
    return redirect(url_for("accounts.devices"))
