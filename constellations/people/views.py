"""The people of a service: the list, each person, and what is changed of them."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.accounts.links.actions import invite as send_invitation
from constellations.core.forms import Form, accepted
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.people import actions, queries
from constellations.people.actions import What
from constellations.people.caseload.queries import left_alone_by
from constellations.people.devices.queries import devices_of_person
from constellations.people.forms import (
    AddressForm,
    LooksAfterForm,
    NoLongerForm,
    PersonForm,
    ShownForm,
    SureForm,
)
from constellations.people.looking_after.actions import Days, begin_looking_after
from constellations.people.looking_after.actions import end_looking_after as end_one
from constellations.people.queries import Wish
from constellations.people.step_resets.queries import standing_of
from constellations.permissions import ROLE_WORDS, Permission, Role

pages = Blueprint("people", __name__, url_prefix="/people")


@pages.get("")
@requires(Permission.SEE_PEOPLE)
def people() -> ResponseReturnValue:
    """Everybody whom the viewer sees, narrowed by role and constellation."""
    viewer = current_viewer()
    form = ShownForm(request.args).offer(queries.constellations_to_choose(viewer))
    wish = wish_of(form) if form.validate() else Wish()
    found = queries.people(viewer, wish, request.args.get("page", 1, int))
    shown = queries.known(viewer, found.rows)
    may = {"may_change": viewer.may(Permission.INVITE_PEOPLE), "may_answer": viewer.may(Permission.ANSWER_RIGHTS)}
    return render_template("people/people.html", form=form, shown=shown, paged=found, roles=ROLE_WORDS, **may)


@pages.get("/<uuid:person_id>")
@requires(Permission.SEE_PEOPLE)
def person(person_id: uuid.UUID) -> ResponseReturnValue:
    """One person."""
    viewer = current_viewer()
    page = queries.person_page(viewer, person_id)
    care = queries.looks_after(viewer, person_id)
    may_invite = viewer.may(Permission.INVITE_PEOPLE)
    may_change = may_invite and page.person.service_id == viewer.service_id
    may_copy = viewer.may(Permission.LOOK_INTO_TALK) and page.person.service_id == viewer.service_id
    may_answer = viewer.may(Permission.ANSWER_RIGHTS) and page.person.service_id == viewer.service_id
    shown = {
        "second_step": None if page.person.left_at or page.person.region_id else standing_of(viewer, person_id),
        "page": page,
        "devices": devices_of_person(viewer, person_id),
        "care": care,
        "may_change": may_change,
        "may_invite": may_invite,
        "may_copy": may_copy,
        "may_answer": may_answer,
        "roles": ROLE_WORDS,
    }
    return render_template("people/person.html", **shown)


@pages.route("/new", methods=["GET", "POST"])
@requires(Permission.INVITE_PEOPLE)
def add_person() -> ResponseReturnValue:
    """Somebody new, who is invited afterwards."""
    viewer = current_viewer()
    form = PersonForm(role=request.args.get("role")).offer(queries.homes_to_choose(viewer))
    if form.validate_on_submit():
        what, added = What(form.chosen_role, form.chosen_home), []
        if accepted(
            form, lambda: added.append(actions.add_person(viewer, form.name.data or "", form.email.data or "", what))
        ):
            flash(_("%(name)s is added. Now send the invitation.", name=form.name.data), "success")
            return redirect(url_for("people.person", person_id=added[0]))
    return render_template("people/add_person.html", form=form), form.http_status


@pages.route("/<uuid:person_id>/change", methods=["GET", "POST"])
@requires(Permission.INVITE_PEOPLE)
def change_person(person_id: uuid.UUID) -> ResponseReturnValue:
    """Name, role and home."""
    viewer = current_viewer()
    row = queries.person_page(viewer, person_id).person
    form = PersonForm(obj=row, home_id=str(row.home_id or "")).without_address()
    form.offer(queries.homes_to_choose(viewer))
    if accepted(
        form,
        lambda: actions.change_person(
            viewer, person_id, form.name.data or "", What(form.chosen_role, form.chosen_home), form.seen_version
        ),
    ):
        return _done(person_id, _("That is changed."))
    return _asked(form, _("Name, role and home of %(name)s", name=row.name), person_id)


@pages.route("/<uuid:person_id>/email", methods=["GET", "POST"])
@requires(Permission.INVITE_PEOPLE)
@asks_password_again
def change_address(person_id: uuid.UUID) -> ResponseReturnValue:
    """The mail address with which somebody signs in."""
    viewer = current_viewer()
    row = queries.person_page(viewer, person_id).person
    form = AddressForm(obj=row)
    if accepted(form, lambda: actions.change_address(viewer, person_id, form.email.data or "", form.seen_version)):
        return _done(person_id, _("The email address is changed. The old and the new one are both told."))
    return _asked(form, _("Email address of %(name)s", name=row.name), person_id)


@pages.post("/<uuid:person_id>/invite")
@requires(Permission.INVITE_PEOPLE)
def invite(person_id: uuid.UUID) -> ResponseReturnValue:
    """Send an invitation, also once more."""
    send_invitation(current_viewer(), person_id)
    return _done(person_id, _("The invitation is on its way. Links that were sent before no longer work."))


@pages.route("/<uuid:person_id>/end", methods=["GET", "POST"])
@requires(Permission.INVITE_PEOPLE)
def end_access(person_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody leaves: asked once more, for it takes effect at once."""
    viewer, form = current_viewer(), SureForm()
    page = queries.person_page(viewer, person_id)
    if accepted(form, lambda: actions.end_access(viewer, person_id)):
        return _done(person_id, _("%(name)s can no longer sign in, on any device.", name=page.person.name))
    alone = left_alone_by(viewer, person_id)
    return render_template("people/end_access.html", form=form, page=page, alone=alone), form.http_status


@pages.post("/<uuid:person_id>/back")
@requires(Permission.INVITE_PEOPLE)
def let_back(person_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody who left is here again."""
    actions.let_back(current_viewer(), person_id)
    return _done(person_id, _("Welcome back. Send an invitation, so that they can choose a password."))


@pages.post("/<uuid:person_id>/sign-out")
@requires(Permission.INVITE_PEOPLE)
def sign_out_person(person_id: uuid.UUID) -> ResponseReturnValue:
    """End somebody's devices and calendar addresses, for instance when a phone is lost."""
    actions.sign_out_person(current_viewer(), person_id)
    return _done(person_id, _("They are signed out on all devices, and no calendar of theirs reads on."))


@pages.route("/<uuid:person_id>/looks-after", methods=["GET", "POST"])
@requires(Permission.INVITE_PEOPLE)
def look_after(person_id: uuid.UUID) -> ResponseReturnValue:
    """A constellation that somebody looks after, for good or as cover."""
    viewer = current_viewer()
    name = queries.person_page(viewer, person_id).person.name
    form = LooksAfterForm(first=viewer.today)
    form.constellation_id.choices = list(queries.constellations_to_choose(viewer).items())
    if accepted(
        form,
        lambda: begin_looking_after(
            viewer,
            person_id,
            form.constellation_id.data,
            Days(form.first.chosen, form.last.data, bool(form.is_cover.data)),
        ),
    ):
        return _done(person_id, _("%(name)s looks after it from that day on.", name=name))
    return _asked(form, _("A constellation for %(name)s", name=name), person_id)


@pages.post("/<uuid:person_id>/looks-after/end")
@requires(Permission.INVITE_PEOPLE)
def end_looking_after(person_id: uuid.UUID) -> ResponseReturnValue:
    """Take a constellation back, from today on."""
    viewer = current_viewer()
    name = queries.person_page(viewer, person_id).person.name
    form = NoLongerForm()
    form.constellation_id.choices = list(queries.constellations_to_choose(viewer).items())
    if accepted(form, lambda: end_one(viewer, person_id, form.constellation_id.data, form.first.chosen)):
        return _done(person_id, _("From today on they no longer look after it."))
    return _asked(form, _("What %(name)s no longer looks after", name=name), person_id)


def wish_of(form: ShownForm) -> Wish:
    """Whom a filled-in form asks to be shown."""
    return Wish(
        Role(form.role.data) if form.role.data else None,
        uuid.UUID(form.constellation_id.data) if form.constellation_id.data else None,
        bool(form.left.data),
    )


def _done(person_id: uuid.UUID, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("people.person", person_id=person_id))


def _asked(form: Form, heading: str, person_id: uuid.UUID) -> ResponseReturnValue:
    back = url_for("people.person", person_id=person_id)
    return render_template("correction.html", form=form, heading=heading, back=back), form.http_status
