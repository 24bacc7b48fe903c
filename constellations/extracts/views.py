"""The page of extracts, the files that are taken there, and the key of the pseudonymised ones."""

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.extracts.actions import renew_extract_key, take_extract, take_tables, zipped
from constellations.extracts.forms import KeyForm
from constellations.extracts.queries import extracts_page
from constellations.extracts.rules import PERIODS, USUAL_PERIOD, period_of, zip_name
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from constellations.service.queries import own_service

pages = Blueprint("extracts", __name__, url_prefix="/extracts")


@pages.get("")
@requires(Permission.TAKE_EXTRACTS)
def extracts() -> str:
    """Every file that can be taken."""
    return render_template(
        "extracts/extracts.html", page=extracts_page(current_viewer()), periods=PERIODS, usual=USUAL_PERIOD
    )


@pages.post("/files/<name>")
@requires(Permission.TAKE_EXTRACTS)
@asks_password_again
def extract(name: str) -> Response:
    """One dashboard as a file; it is written down who took it."""
    answer = Response(take_extract(current_viewer(), name, period_of(request.form.get("months"))), mimetype="text/csv")
    return _kept_nowhere(answer, f"{name}.csv")


@pages.post("/pseudonymised")
@requires(Permission.TAKE_EXTRACTS)
@asks_password_again
def pseudonymised() -> Response:
    """The pseudonymised tables with their schema, in one file."""
    viewer = current_viewer()
    service = own_service(viewer)
    answer = send_file(zipped(take_tables(viewer, service.id)), "application/zip")
    return _kept_nowhere(answer, zip_name(service.key, viewer.today))


@pages.post("/key")
@requires(Permission.TAKE_EXTRACTS)
@asks_password_again
def renew_key() -> ResponseReturnValue:
    """Renew the key of the service."""
    viewer, form = current_viewer(), KeyForm()
    if accepted(form, lambda: renew_extract_key(viewer, form.seen_version)):
        flash(_("The key is renewed. Later extracts cannot be joined to earlier ones."), "success")
    return redirect(url_for("extracts.extracts"))


def _kept_nowhere(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
