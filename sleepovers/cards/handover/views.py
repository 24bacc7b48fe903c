"""The hand-over of a stay: notes each way, and the packing list."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.cards.handover import actions
from sleepovers.cards.handover.forms import NoteForm, PackForm, keys_in
from sleepovers.cards.handover.queries import HandoverPage, handover_page
from sleepovers.cards.handover.rules import Way

pages = Blueprint("handover", __name__)


@pages.get("/stays/<uuid:stay_id>/handover")
@requires(Permission.READ_STAY_CARDS)
def handover(stay_id: uuid.UUID) -> ResponseReturnValue:
    """Both ways at a glance."""
    return _shown(actions.read_handover(current_viewer(), stay_id), NoteForm(formdata=None), PackForm(formdata=None))


@pages.post("/stays/<uuid:stay_id>/handover")
@requires(Permission.HAND_OVER)
def write_note(stay_id: uuid.UUID) -> ResponseReturnValue:
    """A note for the other home."""
    viewer, form = current_viewer(), NoteForm()
    if accepted(form, lambda: actions.write_note(viewer, stay_id, form.words.data or "", form.chosen_way)):
        flash(_("Thank you. The other home can read it."), "success")
        return redirect(url_for("handover.handover", stay_id=stay_id))
    return _shown(actions.read_handover(viewer, stay_id), form, PackForm(formdata=None))


@pages.post("/stays/<uuid:stay_id>/handover/packing")
@requires(Permission.HAND_OVER)
def pack(stay_id: uuid.UUID) -> ResponseReturnValue:
    """Things on the list, and off it."""
    viewer = current_viewer()
    form = PackForm().offer(handover_page(viewer, stay_id).things)
    if accepted(form, lambda: actions.pack(viewer, stay_id, form.things.data or "", form.off.keys)):
        return redirect(url_for("handover.handover", stay_id=stay_id, _anchor="bag"))
    return _shown(actions.read_handover(viewer, stay_id), NoteForm(formdata=None), form)


@pages.post("/stays/<uuid:stay_id>/handover/ticks")
@requires(Permission.HAND_OVER)
def tick(stay_id: uuid.UUID) -> ResponseReturnValue:
    """What is in the bag, one way."""
    way = Way.HOME if request.form.get("way") == Way.HOME else Way.THERE
    shown, ticked = (keys_in(request.form.getlist(name)) for name in ("shown", "ticked"))
    actions.tick(current_viewer(), stay_id, way, shown, ticked)
    flash(_("Thank you. The list is kept."), "success")
    return redirect(url_for("handover.handover", stay_id=stay_id, _anchor="bag"))


def _shown(page: HandoverPage, note: NoteForm, packing: PackForm) -> ResponseReturnValue:
    is_wrong = note.is_submitted() and (note.errors or packing.errors)
    shown = {"page": page, "note": note, "packing": packing.offer(page.things)}
    is_staff = current_viewer().is_staff
    answer = render_template("cards/handover.html", ways=Way, staff=is_staff, **shown)
    return answer, HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
