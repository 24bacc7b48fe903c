"""The pages on which two records of one child or home become one: chosen, looked at side by side, done."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from constellations.access import Viewer
from constellations.children.queries import child_page
from constellations.core.forms import accepted, worked_out
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.homes.queries import home_page
from constellations.permissions import Permission
from sleepovers.merging import actions, queries
from sleepovers.merging.forms import DoubleWish, MergeForm

pages = Blueprint("merging", __name__)

OfTwo = Callable[[Viewer, uuid.UUID, uuid.UUID], object]
"""What is worked out for who looks, of the one that is kept and of its double."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What can stand twice, and who knows of it: `doubles` gives the others by id, `merge` is given what was seen."""

    page: Callable[[Viewer, uuid.UUID], object]
    doubles: Callable[[Viewer, uuid.UUID], Mapping[str, str]]
    side_by_side: OfTwo
    look_at: OfTwo
    merge: Callable[[Viewer, uuid.UUID, uuid.UUID, str], None]
    template: str
    done: LazyString


CHILD = Kind(
    child_page,
    queries.doubles_of_child,
    queries.two_children,
    actions.look_at_merging_children,
    actions.merge_children,
    "merging/child.html",
    _("They are one child now. Both references find it."),
)
HOME = Kind(
    home_page,
    queries.doubles_of_home,
    queries.two_homes,
    actions.look_at_merging_homes,
    actions.merge_homes,
    "merging/home.html",
    _("They are one home now. Both references find it."),
)


@pages.get("/children/<uuid:child_id>/merge")
@requires(Permission.SETTLE_REGISTER)
@asks_password_again
def child(child_id: uuid.UUID) -> ResponseReturnValue:
    """Which child is the same, and once that is said, both side by side and what would happen."""
    return _looked_at(CHILD, child_id)


@pages.post("/children/<uuid:child_id>/merge")
@requires(Permission.SETTLE_REGISTER)
@asks_password_again
def child_merged(child_id: uuid.UUID) -> ResponseReturnValue:
    """They are one child."""
    return _merged(CHILD, child_id, url_for("children.child", child_id=child_id))


@pages.get("/homes/<uuid:home_id>/merge")
@requires(Permission.SETTLE_REGISTER)
@asks_password_again
def home(home_id: uuid.UUID) -> ResponseReturnValue:
    """Which home is the same, and once that is said, both side by side and what would happen."""
    return _looked_at(HOME, home_id)


@pages.post("/homes/<uuid:home_id>/merge")
@requires(Permission.SETTLE_REGISTER)
@asks_password_again
def home_merged(home_id: uuid.UUID) -> ResponseReturnValue:
    """They are one home."""
    return _merged(HOME, home_id, url_for("homes.home", home_id=home_id))


def _looked_at(kind: Kind, kept_id: uuid.UUID) -> ResponseReturnValue:
    viewer, is_asked = current_viewer(), "other" in request.args
    page = kind.page(viewer, kept_id)
    form = DoubleWish(request.args if is_asked else None).offer(kind.doubles(viewer, kept_id))
    found = worked_out(form, lambda: kind.look_at(viewer, kept_id, form.other.data)) if is_asked else None
    both = kind.side_by_side(viewer, kept_id, form.other.data) if is_asked and form.other.data else None
    shown = render_template(kind.template, page=page, form=form, found=found, both=both)
    return shown, HTTPStatus.UNPROCESSABLE_ENTITY if is_asked and found is None else HTTPStatus.OK


def _merged(kind: Kind, kept_id: uuid.UUID, kept: str) -> ResponseReturnValue:
    viewer, form = current_viewer(), MergeForm()
    page = kind.page(viewer, kept_id)
    form.offer(kind.doubles(viewer, kept_id))
    if accepted(form, lambda: kind.merge(viewer, kept_id, form.other.data, form.seen.data or "")):
        flash(str(kind.done), "success")
        return redirect(kept)
    return render_template(kind.template, page=page, form=form, found=None, both=None), form.http_status
