"""Pages of the local fidelity checklist: of all constellations, of one, what a service asks for, and the answers."""

import uuid

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.downloads import csv_answer
from constellations.core.forms import accepted
from constellations.core.words import full_day_words
from constellations.extracts.actions import note_file
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from sleepovers.fidelity import words
from sleepovers.fidelity.actions import set_fidelity_terms
from sleepovers.fidelity.extracts import rows_of
from sleepovers.fidelity.forms import AnswerForm, ItemForm, TermsForm
from sleepovers.fidelity.own.actions import add_fidelity_item, answer_fidelity_item, end_fidelity_item
from sleepovers.fidelity.own.queries import asked
from sleepovers.fidelity.queries import checklist_of, terms_page
from sleepovers.fidelity.queries import checklists as all_checklists
from sleepovers.fidelity.rules import Standing

pages = Blueprint("fidelity", __name__)


@pages.get("/fidelity")
@requires(Permission.SEE_FIDELITY)
def checklists() -> ResponseReturnValue:
    """The checklist of every constellation; who reads a single one is led straight to it."""
    viewer = current_viewer()
    found = all_checklists(viewer)
    if len(found) == 1:
        return redirect(url_for("fidelity.checklist", constellation_id=found[0].constellation.id))
    may_set = viewer.may(Permission.SET_FIDELITY)
    return render_template("fidelity/checklists.html", found=found, standings=Standing, words=words, may_set=may_set)


@pages.get("/fidelity.csv")
@requires(Permission.SEE_FIDELITY)
@asks_password_again
def checklists_as_csv() -> Response:
    """The items of one constellation, or of all, as a file."""
    viewer, one = current_viewer(), request.args.get("constellation", type=uuid.UUID)
    found = [checklist_of(viewer, one)] if one else all_checklists(viewer)
    answer = csv_answer(words.COLUMNS, rows_of(found), "fidelity")
    note_file(viewer, "fidelity", one)
    return answer


@pages.get("/constellations/<uuid:constellation_id>/fidelity")
@requires(Permission.SEE_FIDELITY)
def checklist(constellation_id: uuid.UUID) -> str:
    """The checklist of one constellation."""
    viewer = current_viewer()
    return render_template(
        "fidelity/checklist.html",
        page=checklist_of(viewer, constellation_id),
        standings=Standing,
        words=words,
        may_answer=viewer.may(Permission.ANSWER_FIDELITY),
        may_set=viewer.may(Permission.SET_FIDELITY),
        today=viewer.today,
    )


@pages.route("/constellations/<uuid:constellation_id>/fidelity/<uuid:item_id>", methods=["GET", "POST"])
@requires(Permission.ANSWER_FIDELITY)
def answer(constellation_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Say how an own item stands; what was said before is below."""
    viewer = current_viewer()
    of = asked(viewer, constellation_id, item_id)
    form = AnswerForm(version=len(of.answers), answered_on=viewer.today)
    if accepted(form, lambda: answer_fidelity_item(viewer, constellation_id, item_id, form.answer, form.seen_version)):
        flash(_("It is written down. Earlier answers stay."), "success")
        return redirect(url_for("fidelity.checklist", constellation_id=constellation_id))
    return render_template("fidelity/answer.html", form=form, of=of, words=words, today=viewer.today), form.http_status


@pages.route("/fidelity/settings", methods=["GET", "POST"])
@requires(Permission.SET_FIDELITY)
def settings() -> ResponseReturnValue:
    """What the checklist asks for, and the items of the service's own."""
    viewer = current_viewer()
    page = terms_page(viewer)
    form = TermsForm.of(page.terms, page.number)
    if accepted(form, lambda: set_fidelity_terms(viewer, form.terms, form.seen_version)):
        flash(_("The checklist asks for that from today on."), "success")
        return redirect(url_for("fidelity.settings"))
    return render_template("fidelity/settings.html", form=form, page=page, words=words), form.http_status


@pages.route("/fidelity/items/new", methods=["GET", "POST"])
@requires(Permission.SET_FIDELITY)
def new_item() -> ResponseReturnValue:
    """An item of the service's own."""
    viewer, form = current_viewer(), ItemForm(months=6)
    if accepted(form, lambda: add_fidelity_item(viewer, form.words.data or "", form.months.data or 0)):
        flash(_("It is on the checklist of every constellation, and waits for an answer."), "success")
        return redirect(url_for("fidelity.settings"))
    return render_template("fidelity/new_item.html", form=form), form.http_status


@pages.post("/fidelity/items/<uuid:item_id>/end")
@requires(Permission.SET_FIDELITY)
def end_item(item_id: uuid.UUID) -> ResponseReturnValue:
    """An own item is asked for no more."""
    day = end_fidelity_item(current_viewer(), item_id)
    flash(_("It is on the list no more from %(day)s on. Its answers stay.", day=full_day_words(day)), "success")
    return redirect(url_for("fidelity.settings"))
