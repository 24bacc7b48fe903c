"""The page of support."""

from flask import Blueprint, render_template

from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from constellations.support.overview.queries import carers_support, staff_support
from constellations.support.pulse.rules import PulseWord

pages = Blueprint("support", __name__)


@pages.get("/support")
@requires(Permission.SEE_SUPPORT)
def support() -> str:
    """What keeps a carer going; for staff, what waits of that."""
    viewer = current_viewer()
    if viewer.is_carer:
        return render_template("support/carer.html", page=carers_support(viewer), words=list(PulseWord))
    return render_template("support/staff.html", page=staff_support(viewer))
