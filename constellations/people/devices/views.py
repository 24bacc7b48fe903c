"""Ending one device of a person."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.guard import current_viewer, requires
from constellations.people.devices.actions import end_device_of
from constellations.permissions import Permission

pages = Blueprint("their_devices", __name__, url_prefix="/people")


@pages.post("/<uuid:person_id>/devices/<uuid:device_id>/end")
@requires(Permission.INVITE_PEOPLE)
def end(person_id: uuid.UUID, device_id: uuid.UUID) -> ResponseReturnValue:
    """Sign somebody out on one device, who is told."""
    end_device_of(current_viewer(), person_id, device_id)
    flash(_("They are signed out on that device, and are told."), "success")
    return redirect(url_for("people.person", person_id=person_id))
