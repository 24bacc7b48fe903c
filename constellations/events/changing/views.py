"""Pages on which an event is changed, called off, and takes place after all."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from constellations.core.forms import accepted
from constellations.events.changing import actions
from constellations.events.changing.forms import (
    SCOPE_WORDS,
    ChangeDateForm,
    ChangeEventForm,
    ScopeForm,
    part_of,
    scope_of,
)
from constellations.events.changing.queries import Changeable, changeable
from constellations.events.changing.rules import Scope
from constellations.events.page.queries import event_page
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("changing", __name__)


@pages.route("/events/<uuid:occurrence_id>/change", methods=["GET", "POST"])
@requires(Permission.PLAN_EVENTS)
def change(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    """Change one date of a series, it and those after it, or all; of what comes once the whole of it."""
    viewer = current_viewer()
    scopes = event_page(viewer, occurrence_id).scopes
    scope = scope_of(request.args.get("scope"), scopes)
    found = changeable(viewer, occurrence_id, scope)
    return _change_date(found, scopes) if scope is Scope.THIS else _change_event(found, scopes, scope)


def _change_date(found: Changeable, scopes: tuple[Scope, ...]) -> ResponseReturnValue:
    form = ChangeDateForm()
    if not form.is_submitted():
        form.begin(found)
    part = part_of(form, found, Scope.THIS)
    if accepted(form, lambda: actions.change_date(current_viewer(), part, form.one_date)):
        return _changed(found.occurrence_id)
    return _drawn(form, found, scopes, Scope.THIS)


def _change_event(found: Changeable, scopes: tuple[Scope, ...], scope: Scope) -> ResponseReturnValue:
    form, now_at = ChangeEventForm(), [found.occurrence_id]
    form.offer_words(found.hosts, photos_allowed=found.photos_allowed)
    if not form.is_submitted():
        form.begin(found)
    part = part_of(form, found, scope)
    if accepted(form, lambda: now_at.append(actions.change_event(current_viewer(), part, form.again))):
        return _changed(now_at[-1])
    return _drawn(form, found, scopes, scope)


def _drawn(
    form: ChangeDateForm | ChangeEventForm, found: Changeable, scopes: tuple[Scope, ...], scope: Scope
) -> ResponseReturnValue:
    shown = {"scopes": scopes, "scope": scope, "scope_words": SCOPE_WORDS, "today": current_viewer().today}
    return render_template("events/change.html", form=form, found=found, **shown), form.http_status


def _changed(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    flash(_("It is changed."), "success")
    return redirect(url_for("events.event", occurrence_id=occurrence_id))


@pages.post("/events/<uuid:occurrence_id>/call-off")
@requires(Permission.PLAN_EVENTS)
def call_off(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    """Call an event off, or some of its dates."""
    form = ScopeForm()
    part = actions.Part(occurrence_id, form.seen_version, scope_of(form.scope.data, tuple(Scope)))
    dates = actions.call_off(current_viewer(), part, form.why.data or "")
    flash(ngettext("It is called off.", "Called off, %(num)s times.", dates), "success")
    return redirect(url_for("events.event", occurrence_id=occurrence_id))


@pages.post("/events/<uuid:occurrence_id>/take-place")
@requires(Permission.PLAN_EVENTS)
def take_place(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    """Undo calling off."""
    actions.take_place(current_viewer(), actions.Part(occurrence_id, ScopeForm().seen_version))
    flash(_("It takes place after all."), "success")
    return redirect(url_for("events.event", occurrence_id=occurrence_id))
