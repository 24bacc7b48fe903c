"""The pages of monthly returns: the list, one of them as a page, a PDF and a file, and what is done with it."""

import uuid

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.calendar.rules import month_in_reach, months_beside
from constellations.core import clock
from constellations.core.assets import built_path
from constellations.core.clock import Month
from constellations.core.forms import Form, accepted
from constellations.extracts.actions import note_file
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from sleepovers.returns import actions, words
from sleepovers.returns.files import families_as_csv, returns_as_csv
from sleepovers.returns.forms import AnswersForm, DecideForm, NoteForm
from sleepovers.returns.layout import Told
from sleepovers.returns.pdf import return_pdf
from sleepovers.returns.queries import return_page, returns_page

pages = Blueprint("returns", __name__)

FONTS = {"normal": "latin-400", "bold": "latin-700", "other": "latin-ext-400"}


@pages.get("/returns")
@requires(Permission.SEE_RETURNS)
def returns() -> str:
    """The returns of one constellation, or those of several in a month."""
    viewer = current_viewer()
    month = month_in_reach(request.args.get("month") or str(Month.of(viewer.today).shifted(-1)), viewer.today)
    page = returns_page(viewer, month, request.args.get("constellation", type=uuid.UUID))
    earlier, later = months_beside(month, viewer.today)
    beside = earlier, later if later and later.first <= viewer.today else None
    return render_template("returns/returns.html", page=page, beside=beside, words=words)


@pages.route("/constellations/<uuid:constellation_id>/returns/<month>", methods=["GET", "POST"])
@requires(Permission.SEE_RETURNS)
def monthly_return(constellation_id: uuid.UUID, month: str) -> ResponseReturnValue:
    """One return; its hub answers here, and submits it."""
    viewer, form = current_viewer(), AnswersForm()
    at = month_in_reach(month, viewer.today)
    act = actions.submit_return if form.is_submit else actions.keep_answers
    if accepted(form, lambda: act(viewer, constellation_id, at, form.answers, form.seen_version)):
        flash(_("It is with your liaison worker now. Thank you.") if form.is_submit else _("It is kept."), "success")
        return _to_return(constellation_id, at)
    return _shown(constellation_id, at, form)


@pages.post("/constellations/<uuid:constellation_id>/returns/<month>/decide")
@requires(Permission.LOCK_RETURNS)
def decide(constellation_id: uuid.UUID, month: str) -> ResponseReturnValue:
    """Lock a return, or send it back with words."""
    viewer, form = current_viewer(), DecideForm()
    at = month_in_reach(month, viewer.today)
    of = viewer, constellation_id, at
    if form.is_lock and accepted(form, lambda: actions.lock_return(*of, form.seen_version)):
        flash(_("It is locked. Nothing of it changes any more; a note can be added."), "success")
        return _to_return(constellation_id, at)
    if not form.is_lock and accepted(form, lambda: actions.send_back(*of, form.words.data or "", form.seen_version)):
        flash(_("It is back with the hub, with your words."), "success")
        return _to_return(constellation_id, at)
    return _shown(constellation_id, at, form)


@pages.post("/constellations/<uuid:constellation_id>/returns/<month>/note")
@requires(Permission.KEEP_RETURNS)
def note(constellation_id: uuid.UUID, month: str) -> ResponseReturnValue:
    """Add a note to a return that is locked."""
    viewer, form = current_viewer(), NoteForm()
    at = month_in_reach(month, viewer.today)
    of = viewer, constellation_id, at
    if accepted(form, lambda: actions.add_note(*of, form.words.data or "", bool(form.sure.data))):
        flash(_("The note is added."), "success")
        return _to_return(constellation_id, at)
    return _shown(constellation_id, at, form)


@pages.get("/constellations/<uuid:constellation_id>/returns/<month>/return.pdf")
@requires(Permission.SEE_RETURNS)
@asks_password_again
def return_as_pdf(constellation_id: uuid.UUID, month: str) -> Response:
    """The same as a PDF."""
    viewer = current_viewer()
    at = month_in_reach(month, viewer.today)
    told = return_page(viewer, constellation_id, at).told
    fonts = {name: built_path(f"atkinson-hyperlegible-next-{cut}-normal.woff") for name, cut in FONTS.items()}
    step = told.locked or told.submitted
    drawn = return_pdf(words.sheet_of(told, step.at if step else clock.now()), fonts)
    return _file(drawn, "application/pdf", f"return-{at}.pdf")


@pages.get("/constellations/<uuid:constellation_id>/returns/<month>/return.csv")
@requires(Permission.SEE_RETURNS)
@asks_password_again
def return_as_csv(constellation_id: uuid.UUID, month: str) -> Response:
    """The same as a file of one row; of each family with `of=families`."""
    viewer = current_viewer()
    at = month_in_reach(month, viewer.today)
    told: Told = return_page(viewer, constellation_id, at).told
    if request.args.get("of") == "families":
        note_file(viewer, "return_of_families", constellation_id)
        return _file(families_as_csv(told), "text/csv", f"return-families-{at}.csv")
    note_file(viewer, "return", constellation_id)
    return _file(returns_as_csv([told]), "text/csv", f"return-{at}.csv")


def _shown(constellation_id: uuid.UUID, month: Month, sent: Form) -> ResponseReturnValue:
    viewer = current_viewer()
    page = return_page(viewer, constellation_id, month)
    answers = sent if isinstance(sent, AnswersForm) else AnswersForm(formdata=None)
    decision = sent if isinstance(sent, DecideForm) else DecideForm(formdata=None, version=page.version)
    beside = sent if isinstance(sent, NoteForm) else NoteForm(formdata=None)
    if answers is not sent or request.method == "GET":
        answers.filled_from(page)
    told, step = page.told, page.told.locked or page.told.submitted
    shown = {"page": page, "sheet": words.sheet_of(told, step.at if step else clock.now())}
    shown |= {"form": sent, "answers": answers, "decision": decision, "note": beside, "words": words}
    return render_template("returns/return.html", **shown), sent.http_status


def _to_return(constellation_id: uuid.UUID, month: Month) -> ResponseReturnValue:
    return redirect(url_for("returns.monthly_return", constellation_id=constellation_id, month=month))


def _file(content: str | bytes, mimetype: str, name: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
