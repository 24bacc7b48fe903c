"""The page on which a manager sets up the service's account at GOV.UK Notify, and tests it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.core.notify import Way
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.notices.notify.actions import enter_account, remove_account, send_test
from constellations.notices.notify.forms import AccountForm
from constellations.notices.notify.queries import notify_page
from constellations.notices.texts.proving.queries import proven_mobile
from constellations.permissions import Permission

pages = Blueprint("notify", __name__, url_prefix="/service/notify")


@pages.route("", methods=["GET", "POST"])
@requires(Permission.SET_SERVICE)
@asks_password_again
def account() -> ResponseReturnValue:
    """The key and the templates of the account, and what was laid aside."""
    viewer, form = current_viewer(), AccountForm()
    if accepted(form, lambda: enter_account(viewer, form.given, form.seen_version)):
        flash(_("Saved. Now send yourself a test."), "success")
        return redirect(url_for("notify.account"))
    page = notify_page(viewer)
    form.show(page.account)
    has_mobile = proven_mobile(viewer) is not None
    return render_template("notify/account.html", form=form, page=page, has_mobile=has_mobile), form.http_status


@pages.post("/test")
@requires(Permission.SET_SERVICE)
def test() -> ResponseReturnValue:
    """Send who asks a test, and say what Notify answered."""
    way = Way.TEXT if request.form.get("way") == Way.TEXT else Way.MAIL
    tested = send_test(current_viewer(), way)
    flash(tested.words, "success" if tested.went_well else "error")
    return redirect(url_for("notify.account"))


@pages.post("/remove")
@requires(Permission.SET_SERVICE)
def remove() -> ResponseReturnValue:
    """Forget the key and the templates."""
    remove_account(current_viewer())
    flash(
        _("The key is removed. Mail goes by Roost’s own mail server again, and no text messages are sent."), "success"
    )
    return redirect(url_for("notify.account"))
