"""Pages of the uplift month, of one home's working, and the button that closes a month."""

import uuid

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.calendar.rules import month_in_reach, months_beside
from constellations.core.clock import Month
from constellations.core.forms import accepted
from constellations.core.words import month_words
from constellations.extracts.actions import note_file
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from sleepovers.claims import words
from sleepovers.claims.actions import close_month
from sleepovers.claims.forms import CloseForm
from sleepovers.claims.queries import uplift_month, uplift_rows
from sleepovers.claims.report import as_csv
from sleepovers.claims.working.queries import working_of
from sleepovers.payments import words as pay_words
from sleepovers.payments.statement.queries import claim_page
from sleepovers.policies.words import KIND_WORDS

pages = Blueprint("claims", __name__, url_prefix="/uplifts")


@pages.get("")
@requires(Permission.SEE_UPLIFTS)
def uplifts() -> ResponseReturnValue:
    """The running month."""
    return redirect(url_for("claims.month", month=Month.of(current_viewer().today)))


@pages.get("/<month>")
@requires(Permission.SEE_UPLIFTS)
def month(month: str) -> str:
    """Each home that hosted, those that need somebody first; carers read of their own alone."""
    return shown(month_in_reach(month, current_viewer().today), CloseForm())


@pages.post("/<month>/close")
@requires(Permission.CLOSE_MONTH)
def close(month: str) -> ResponseReturnValue:
    """Close the month, or say which nights keep it open."""
    viewer, form = current_viewer(), CloseForm()
    at = month_in_reach(month, viewer.today)
    service_id = uplift_month(viewer, at).service_id
    if accepted(form, lambda: close_month(viewer, service_id, at)):
        flash(_("%(month)s is closed. Its nights stay as they are.", month=month_words(at)), "success")
        return redirect(url_for("claims.month", month=at))
    return shown(at, form), form.http_status


@pages.get("/<month>.csv")
@requires(Permission.SEE_UPLIFTS)
@asks_password_again
def month_as_csv(month: str) -> Response:
    """The same figures as a file, with the columns of the report."""
    viewer = current_viewer()
    at = month_in_reach(month, viewer.today)
    answer = Response(as_csv(row.figures for row in uplift_rows(viewer, at)), mimetype="text/csv")
    note_file(viewer, "uplifts")
    answer.headers["Content-Disposition"] = f'attachment; filename="uplifts-{at}.csv"'
    return answer


@pages.get("/<month>/<uuid:home_id>")
@requires(Permission.SEE_UPLIFTS)
def working(month: str, home_id: uuid.UUID) -> str:
    """One home's month, night by night."""
    viewer = current_viewer()
    at = month_in_reach(month, viewer.today)
    return render_template(
        "claims/working.html",
        page=working_of(viewer, at, home_id),
        claim=claim_page(viewer, at, home_id),
        earlier_later=months_beside(at, viewer.today),
        may_see_stays=viewer.may(Permission.SEE_NIGHTS),
        may_settle=viewer.may(Permission.CHECK_UPLIFTS),
        kind_words=KIND_WORDS,
        words=words,
        pay_words=pay_words,
    )


def shown(at: Month, form: CloseForm) -> str:
    """The page of a month, with what kept it from being closed."""
    viewer = current_viewer()
    return render_template(
        "claims/month.html",
        page=uplift_month(viewer, at),
        earlier_later=months_beside(at, viewer.today),
        form=form,
        may_close=viewer.may(Permission.CLOSE_MONTH),
        may_approve=viewer.may(Permission.APPROVE_UPLIFTS),
        may_pay=viewer.may(Permission.PAY_UPLIFTS),
        may_see_budgets=viewer.may(Permission.SEE_BUDGET),
        words=words,
    )
