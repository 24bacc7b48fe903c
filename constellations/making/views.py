"""The pages on which a constellation, a home or a child is made."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.clock import Month
from constellations.core.forms import Form, accepted
from constellations.guard import current_viewer, requires
from constellations.making.actions import NewChild, NewHome, make_child, make_constellation, make_home
from constellations.making.forms import NewChildForm, NewConstellationForm, NewHomeForm
from constellations.people.queries import constellations_to_choose, homes_to_choose
from constellations.permissions import Permission

pages = Blueprint("making", __name__)


@pages.route("/constellations/new", methods=["GET", "POST"])
@requires(Permission.SETTLE_REGISTER)
def constellation() -> ResponseReturnValue:
    """A constellation without homes."""
    viewer, form, made = current_viewer(), NewConstellationForm(), list[uuid.UUID]()
    if accepted(
        form,
        lambda: made.append(make_constellation(viewer, form.name.data or "", form.kind.data, form.key.data or "")),
    ):
        flash(_("It is made. Let homes join it: the hub home first."), "success")
        return redirect(url_for("directory.constellation", constellation_id=made[0]))
    return _asked(form, _("A new constellation"))


@pages.route("/homes/new", methods=["GET", "POST"])
@requires(Permission.SETTLE_REGISTER)
def home() -> ResponseReturnValue:
    """A home, and where it belongs."""
    viewer, made = current_viewer(), list[uuid.UUID]()
    form = NewHomeForm(day=viewer.today).offer(constellations_to_choose(viewer))
    if accepted(form, lambda: made.append(make_home(viewer, _new_home(form)))):
        flash(_("The home is made. Add its carers under People."), "success")
        return redirect(url_for("homes.home", home_id=made[0]))
    return _asked(form, _("A new home"))


@pages.route("/children/new", methods=["GET", "POST"])
@requires(Permission.SETTLE_REGISTER)
def child() -> ResponseReturnValue:
    """A child, and where it lives."""
    viewer, made = current_viewer(), list[uuid.UUID]()
    form = NewChildForm(day=viewer.today, home_id=request.args.get("home")).offer(homes_to_choose(viewer))
    if accepted(form, lambda: made.append(make_child(viewer, _new_child(form)))):
        flash(_("The child is in Roost."), "success")
        return redirect(url_for("children.child", child_id=made[0]))
    return _asked(form, _("A new child"))


def _new_home(form: NewHomeForm) -> NewHome:
    return NewHome(
        name=form.name.data or "",
        beds=form.beds.data or 0,
        approved_children=form.approved_children.data or 0,
        day=form.day.chosen,
        key=form.key.data or "",
        area=form.area.data or None,
        constellation_id=form.constellation_id.data,
    )


def _new_child(form: NewChildForm) -> NewChild:
    return NewChild(
        initials=(form.initials.data or "").upper(),
        born=Month.parse(form.born.data or ""),
        status=form.status.data,
        day=form.day.chosen,
        key=form.key.data or "",
        home_id=form.home_id.data,
    )


def _asked(form: Form, heading: str) -> ResponseReturnValue:
    back = url_for("directory.constellations")
    return render_template("correction.html", form=form, heading=heading, back=back), form.http_status
