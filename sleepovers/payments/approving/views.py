"""The page on which claims of a closed month are approved."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from constellations.calendar.rules import month_in_reach
from constellations.core.clock import Month
from constellations.core.forms import accepted
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from sleepovers.claims import words
from sleepovers.payments.approving.actions import approve_claims
from sleepovers.payments.approving.forms import ApproveForm
from sleepovers.payments.approving.queries import approval_page

pages = Blueprint("approving", __name__)


@pages.get("/uplifts/<month>/approve")
@requires(Permission.APPROVE_UPLIFTS)
def approve(month: str) -> str:
    """What waits to be approved; with `clean` in the address everything clean is chosen."""
    return _shown(month_in_reach(month, current_viewer().today), ApproveForm(formdata=None))


@pages.post("/uplifts/<month>/approve")
@requires(Permission.APPROVE_UPLIFTS)
@asks_password_again
def approve_chosen(month: str) -> ResponseReturnValue:
    """Approve what was chosen, or say what stands in the way."""
    viewer, form = current_viewer(), ApproveForm()
    at = month_in_reach(month, viewer.today)
    chosen = form.chosen.claims
    if accepted(form, lambda: approve_claims(viewer, at, chosen)):
        said = ngettext("%(num)s uplift is approved.", "%(num)s uplifts are approved.", len(chosen))
        flash(said, "success")
        return redirect(url_for("approving.approve", month=at))
    return _shown(at, form), form.http_status


def _shown(at: Month, form: ApproveForm) -> str:
    page = approval_page(current_viewer(), at)
    ticked = set(form.chosen.claims) if form.is_submitted() else set()
    if "clean" in request.args:
        ticked = {each.row.id for each in page.checked if each.is_clean}
    return render_template("payments/approve.html", page=page, form=form, ticked=ticked, words=words)
