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
    return _keep(stay_id, note=True) or redirect(url_for("handover.handover", stay_id=stay_id))


@pages.post("/stays/<uuid:stay_id>/handover/packing")
@requires(Permission.HAND_OVER)
def pack(stay_id: uuid.UUID) -> ResponseReturnValue:
    """Things on the list, and off it."""
    return _keep(stay_id, things=True) or redirect(url_for("handover.handover", stay_id=stay_id, _anchor="bag"))


@pages.post("/stays/<uuid:stay_id>/handover/ticks")
@requires(Permission.HAND_OVER)
def tick(stay_id: uuid.UUID) -> ResponseReturnValue:
    """What is in the bag, both ways."""
    wrong = _keep(stay_id)
    if wrong:
        return wrong
    flash(_("Thank you. The list is kept."), "success")
    return redirect(url_for("handover.handover", stay_id=stay_id, _anchor="bag"))


def _keep(stay_id: uuid.UUID, *, note: bool = False, things: bool = False) -> ResponseReturnValue | None:
    """Keep all that was filled in, whichever button was pressed; gives the page again where something is refused.

    What the button itself asks for must be there: a note, or something for the list.
    """
    viewer = current_viewer()
    said, packing = NoteForm(), PackForm().offer(handover_page(viewer, stay_id).things)
    for way in Way:
        shown, ticked = (keys_in(request.form.getlist(f"{name}-{way.value}")) for name in ("shown", "ticked"))
        if shown != ticked:
            actions.tick(viewer, stay_id, way, shown, ticked)
    packs, says = things or not packing.is_empty, note or not said.is_empty
    unpacked = packs and not accepted(
        packing, lambda: actions.pack(viewer, stay_id, packing.things.data or "", packing.off.keys)
    )
    unsaid = says and not accepted(
        said, lambda: actions.write_note(viewer, stay_id, said.words.data or "", said.chosen_way)
    )
    if says and not unsaid:
        flash(_("Thank you. The other home can read it."), "success")
    if not (unpacked or unsaid):
        return None
    # What is kept is not shown as if it were still to be sent.
    left = said if unsaid else NoteForm(formdata=None), packing if unpacked else PackForm(formdata=None)
    return _shown(actions.read_handover(viewer, stay_id), *left)


def _shown(page: HandoverPage, note: NoteForm, packing: PackForm) -> ResponseReturnValue:
    is_wrong = note.is_submitted() and (note.errors or packing.errors)
    shown = {"page": page, "note": note, "packing": packing.offer(page.things)}
    is_staff = current_viewer().is_staff
    answer = render_template("cards/handover.html", ways=Way, staff=is_staff, **shown)
    return answer, HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
