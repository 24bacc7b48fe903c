"""The page on which a manager sets the council sign-in of their service."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.accounts.council.queries import council_page
from constellations.accounts.council.setting.actions import enter_council, remove_council
from constellations.accounts.council.setting.forms import CouncilForm
from constellations.core.forms import accepted
from constellations.guard import asks_password_again, current_viewer, let_in, requires, this_browser
from constellations.permissions import Permission

pages = Blueprint("council_setting", __name__, url_prefix="/service/council")


@pages.route("", methods=["GET", "POST"])
@requires(Permission.SET_SERVICE)
@asks_password_again
def setting() -> ResponseReturnValue:
    """Tenant, application and secret."""
    viewer, form = current_viewer(), CouncilForm()
    page = council_page(viewer)
    form.show(page.set_now)
    went_on: list[str | None] = []
    if accepted(form, lambda: went_on.append(enter_council(viewer, form.given, form.seen_version, this_browser()))):
        if went_on[0] is not None:
            let_in(went_on[0])
        flash(_("That is saved. People connect their council account on their page “You”."), "success")
        return redirect(url_for("council_setting.setting"))
    return render_template("council/setting.html", form=form, page=page), form.http_status


@pages.post("/remove")
@requires(Permission.SET_SERVICE)
@asks_password_again
def remove() -> ResponseReturnValue:
    """Forget all of it."""
    token = remove_council(current_viewer(), this_browser())
    if token is not None:
        let_in(token)
    flash(_("Nobody can sign in with a council account any more. Passwords and passkeys go on working."), "success")
    return redirect(url_for("council_setting.setting"))
