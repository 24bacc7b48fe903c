"""The page on which somebody proves that a mobile number is theirs."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.notices.texts.proving.actions import prove_mobile, send_code
from constellations.notices.texts.proving.forms import CodeForm
from constellations.notices.texts.proving.queries import own_mobile
from constellations.permissions import Permission

pages = Blueprint("proving", __name__, url_prefix="/me/alerts/mobile")


@pages.route("", methods=["GET", "POST"])
@requires(Permission.USE_ROOST)
def prove() -> ResponseReturnValue:
    """Have a code sent, and enter it."""
    viewer, form = current_viewer(), CodeForm()
    if accepted(form, lambda: prove_mobile(viewer, form.code.data or "")):
        flash(_("Thank you. The number is yours, and text messages go there."), "success")
        return redirect(url_for("alerts.alerts"))
    return render_template("alerts/mobile.html", form=form, mobile=own_mobile(viewer)), form.http_status


@pages.post("/code")
@requires(Permission.USE_ROOST)
def code() -> ResponseReturnValue:
    """Send one."""
    send_code(current_viewer())
    flash(_("The code is on its way. It is good for 10 minutes."), "success")
    return redirect(url_for("proving.prove"))
