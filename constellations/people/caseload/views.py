"""The page on which a liaison worker's constellations are handed over: asked, looked at, done."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.people.caseload.actions import HandedOver, hand_over
from constellations.people.caseload.forms import HandOverForm, HandOverWish
from constellations.people.caseload.queries import After, Caseload, after_handing_over, caseload_of
from constellations.permissions import Permission

pages = Blueprint("caseload", __name__, url_prefix="/people")


@pages.get("/<uuid:person_id>/hand-over")
@requires(Permission.INVITE_PEOPLE)
def caseload(person_id: uuid.UUID) -> ResponseReturnValue:
    """What is handed over, and once that is said, who looks after it then."""
    viewer, is_asked = current_viewer(), "to" in request.args
    known = caseload_of(viewer, person_id)
    all_of_it = list(known.constellations)
    form = HandOverWish(request.args if is_asked else None, first=viewer.today, constellation_ids=all_of_it).offer(
        known
    )
    if not is_asked:
        return _page(known, form, None)
    if not form.validate():
        return _page(known, form, None), HTTPStatus.UNPROCESSABLE_ENTITY
    without = (person_id, form.to.data)
    return _page(known, form, after_handing_over(viewer, form.constellation_ids.keys, without, form.first.chosen))


@pages.post("/<uuid:person_id>/hand-over")
@requires(Permission.INVITE_PEOPLE)
def handed_over(person_id: uuid.UUID) -> ResponseReturnValue:
    """They are handed over."""
    viewer, form = current_viewer(), HandOverForm()
    known, done = caseload_of(viewer, person_id), [0]
    form.offer(known)
    if accepted(form, lambda: done.append(hand_over(viewer, person_id, _wish(form)))):
        flash(
            ngettext("%(num)s constellation is handed over.", "%(num)s constellations are handed over.", done[-1]),
            "success",
        )
        return redirect(url_for("people.person", person_id=person_id))
    return _page(known, form, None), form.http_status


def _wish(form: HandOverWish) -> HandedOver:
    return HandedOver(
        to=form.to.data,
        constellation_ids=form.constellation_ids.keys,
        first=form.first.chosen,
        last=form.last.data,
        reason=form.reason.data or "",
    )


def _page(known: Caseload, form: HandOverWish, found: list[After] | None) -> str:
    return render_template("caseload/hand_over.html", known=known, form=form, found=found)
