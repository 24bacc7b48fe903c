"""The press that has mail tried again that was laid aside."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from constellations.guard import current_viewer, requires
from constellations.notices.outbox.again.actions import try_mail_again
from constellations.permissions import Permission

pages = Blueprint("mail_again", __name__)


@pages.post("/jobs/mail-again")
@requires(Permission.SET_SERVICE)
def again() -> ResponseReturnValue:
    """Try all of one's own service again."""
    count = try_mail_again(current_viewer())
    if count:
        flash(ngettext("One mail is tried again now.", "%(num)s mails are tried again now.", count), "success")
    else:
        flash(
            _("No mail of your service can be tried again: it is too old, or its link opens nothing any more."),
            "success",
        )
    return redirect(url_for("jobs.jobs"))
