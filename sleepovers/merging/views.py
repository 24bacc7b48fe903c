"""The pages on which two records of one child or home become one: chosen, looked at side by side, done."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.children.queries import child_page
from constellations.core.forms import accepted, worked_out
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.homes.queries import home_page
from constellations.permissions import Permission
from sleepovers.merging import actions, queries
from sleepovers.merging.forms import DoubleWish, MergeForm

pages = Blueprint("merging", __name__)


@pages.get("/children/<uuid:child_id>/merge")
@requires(Permission.SETTLE_REGISTER)
@asks_password_again
def child(child_id: uuid.UUID) -> ResponseReturnValue:
    """Which child is the same, and once that is said, both side by side and what would happen."""
    viewer, is_asked = current_viewer(), "other" in request.args
    page = child_page(viewer, child_id)
    form = DoubleWish(request.args if is_asked else None).offer(queries.doubles_of_child(viewer, child_id))
    found = None
    if is_asked:
        found = worked_out(form, lambda: actions.look_at_merging_children(viewer, child_id, form.other.data))
    both = queries.two_children(viewer, child_id, form.other.data) if is_asked and form.other.data else None
    shown = render_template("merging/child.html", page=page, form=form, found=found, both=both)
    return shown, HTTPStatus.UNPROCESSABLE_ENTITY if is_asked and found is None else HTTPStatus.OK


@pages.post("/children/<uuid:child_id>/merge")
@requires(Permission.SETTLE_REGISTER)
@asks_password_again
def child_merged(child_id: uuid.UUID) -> ResponseReturnValue:
    """They are one child."""
    viewer, form = current_viewer(), MergeForm()
    page = child_page(viewer, child_id)
    form.offer(queries.doubles_of_child(viewer, child_id))
    if accepted(form, lambda: actions.merge_children(viewer, child_id, form.other.data, form.seen.data or "")):
        flash(_("They are one child now. Both references find it."), "success")
        return redirect(url_for("children.child", child_id=child_id))
    return render_template("merging/child.html", page=page, form=form, found=None, both=None), form.http_status


@pages.get("/homes/<uuid:home_id>/merge")
@requires(Permission.SETTLE_REGISTER)
@asks_password_again
def home(home_id: uuid.UUID) -> ResponseReturnValue:
    """Which home is the same, and once that is said, both side by side and what would happen."""
    viewer, is_asked = current_viewer(), "other" in request.args
    page = home_page(viewer, home_id)
    form = DoubleWish(request.args if is_asked else None).offer(queries.doubles_of_home(viewer, home_id))
    found = None
    if is_asked:
        found = worked_out(form, lambda: actions.look_at_merging_homes(viewer, home_id, form.other.data))
    both = queries.two_homes(viewer, home_id, form.other.data) if is_asked and form.other.data else None
    shown = render_template("merging/home.html", page=page, form=form, found=found, both=both)
    return shown, HTTPStatus.UNPROCESSABLE_ENTITY if is_asked and found is None else HTTPStatus.OK


@pages.post("/homes/<uuid:home_id>/merge")
@requires(Permission.SETTLE_REGISTER)
@asks_password_again
def home_merged(home_id: uuid.UUID) -> ResponseReturnValue:
    """They are one home."""
    viewer, form = current_viewer(), MergeForm()
    page = home_page(viewer, home_id)
    form.offer(queries.doubles_of_home(viewer, home_id))
    if accepted(form, lambda: actions.merge_homes(viewer, home_id, form.other.data, form.seen.data or "")):
        flash(_("They are one home now. Both references find it."), "success")
        return redirect(url_for("homes.home", home_id=home_id))
    return render_template("merging/home.html", page=page, form=form, found=None, both=None), form.http_status
