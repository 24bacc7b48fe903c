"""The pages on which a service manager loads the register: hand it over, see what is wrong, load it."""

import uuid

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from constellations.register import queries
from constellations.register.actions import load_register, sheets
from constellations.register.forms import LoadForm, RegisterForm
from constellations.register.uploads import forget_upload, found_upload, keep_upload

pages = Blueprint("register", __name__, url_prefix="/register")

UPLOAD = "register_upload"


@pages.route("", methods=["GET", "POST"])
@requires(Permission.IMPORT_REGISTER)
def register() -> ResponseReturnValue:
    """Hand over the files, and see what was loaded before."""
    viewer, form = current_viewer(), RegisterForm()
    names = [sheet.name for sheet in sheets()]

    def keep() -> None:
        """Keep what was uploaded, until it has been looked at."""
        session[UPLOAD] = keep_upload(viewer.person_id, form.files.data or (), names)

    if accepted(form, keep):
        return redirect(url_for("register.check"))
    past = queries.imports(viewer)
    return render_template("register/register.html", form=form, past=past, names=names), form.http_status


@pages.get("/check")
@requires(Permission.IMPORT_REGISTER)
def check() -> ResponseReturnValue:
    """What would be added, changed and refused; nothing is stored."""
    viewer, token = current_viewer(), session.get(UPLOAD, "")
    path = found_upload(viewer.person_id, token)
    if path is None:
        flash(_("These files are no longer kept. Choose them again."), "error")
        return redirect(url_for("register.register"))
    outcome = load_register(viewer, path, dry_run=True)
    return render_template("register/check.html", outcome=outcome, form=LoadForm(upload=token))


@pages.post("/load")
@requires(Permission.IMPORT_REGISTER)
@asks_password_again
def load() -> ResponseReturnValue:
    """Load what was checked; where others changed something meanwhile, say what is wrong now."""
    viewer, form = current_viewer(), LoadForm()
    token = form.upload.data or ""
    path = found_upload(viewer.person_id, token)
    if path is None:
        flash(_("These files are no longer kept. Choose them again."), "error")
        return redirect(url_for("register.register"))
    outcome = load_register(viewer, path)
    if outcome.problem_count:
        return render_template("register/check.html", outcome=outcome, form=form), 422
    forget_upload(viewer.person_id, token)
    words = (
        _("The register was loaded.") if outcome.stored else _("All of this was stored before. Nothing has changed.")
    )
    flash(words, "success")
    return redirect(url_for("register.register"))


@pages.get("/imports/<uuid:import_id>")
@requires(Permission.IMPORT_REGISTER)
def past_import(import_id: uuid.UUID) -> ResponseReturnValue:
    """What one import added and changed, and its warnings."""
    return render_template("register/import.html", page=queries.import_page(current_viewer(), import_id))
