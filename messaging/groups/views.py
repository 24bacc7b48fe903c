"""Pages of support groups: the list, making one, one with its people, and what each may do there with one press."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, paced, requires
from constellations.permissions import Permission
from messaging.conversations.forms import PeopleForm
from messaging.groups import actions
from messaging.groups.forms import GroupForm
from messaging.groups.queries import group_shown, groups_of, people_to_invite

pages = Blueprint("groups", __name__)


@pages.get("/groups")
@requires(Permission.TALK)
def groups() -> str:
    """The groups one is in, those one is invited to, and those one can join."""
    viewer = current_viewer()
    may_make = viewer.may(Permission.LEAD_GROUPS)
    return render_template("groups/groups.html", groups=groups_of(viewer), may_make=may_make)


@pages.route("/groups/new", methods=["GET", "POST"])
@requires(Permission.LEAD_GROUPS)
def new() -> ResponseReturnValue:
    """Make one."""
    form, viewer, made = GroupForm(), current_viewer(), list[uuid.UUID]()
    if accepted(form, lambda: made.append(actions.make_group(paced(viewer), *form.wanted))):
        return redirect(url_for("groups.group", group_id=made[0]))
    return render_template("groups/new.html", form=form), form.http_status


@pages.get("/groups/<uuid:group_id>")
@requires(Permission.TALK)
def group(group_id: uuid.UUID) -> str:
    """One group: what it is about, who leads it and, for those in it, who is in it."""
    return render_template("groups/group.html", group=group_shown(current_viewer(), group_id))


@pages.post("/groups/<uuid:group_id>/join")
@requires(Permission.TALK)
def join(group_id: uuid.UUID) -> ResponseReturnValue:
    """Join it."""
    actions.join_group(paced(current_viewer()), group_id)
    flash(_("You are in. You read what is said from now on."), "success")
    return redirect(url_for("conversations.conversation", conversation_id=group_id))


@pages.post("/groups/<uuid:group_id>/decline")
@requires(Permission.TALK)
def decline(group_id: uuid.UUID) -> ResponseReturnValue:
    """Say no to an invitation."""
    actions.decline_invitation(paced(current_viewer()), group_id)
    flash(_("Thank you for your answer."), "success")
    return redirect(url_for("groups.groups"))


@pages.route("/groups/<uuid:group_id>/invite", methods=["GET", "POST"])
@requires(Permission.LEAD_GROUPS)
def invite(group_id: uuid.UUID) -> ResponseReturnValue:
    """Invite people of the service."""
    form, viewer = PeopleForm(), current_viewer()
    form.offer(people_to_invite(viewer, group_id))
    if accepted(form, lambda: actions.invite(paced(viewer), group_id, form.people.keys)):
        flash(_("They are invited, and answer for themselves."), "success")
        return redirect(url_for("groups.group", group_id=group_id))
    return render_template("groups/invite.html", form=form, group=group_shown(viewer, group_id)), form.http_status


@pages.post("/groups/<uuid:group_id>/leave")
@requires(Permission.TALK)
def leave(group_id: uuid.UUID) -> ResponseReturnValue:
    """Leave it."""
    actions.leave_support_group(paced(current_viewer()), group_id)
    flash(_("You have left the group."), "success")
    return redirect(url_for("groups.groups"))


@pages.post("/groups/<uuid:group_id>/lead")
@requires(Permission.LEAD_GROUPS)
def lead(group_id: uuid.UUID) -> ResponseReturnValue:
    """Lead one that nobody leads any more."""
    actions.take_over(current_viewer(), group_id)
    flash(_("You lead this group now."), "success")
    return redirect(url_for("groups.group", group_id=group_id))


@pages.post("/groups/<uuid:group_id>/people/<uuid:person_id>/take-out")
@requires(Permission.LEAD_GROUPS)
def take_out(group_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """Take somebody out."""
    actions.take_out(current_viewer(), group_id, person_id)
    flash(_("They are out of the group, and everybody in it reads so."), "success")
    return redirect(url_for("groups.group", group_id=group_id))


@pages.post("/groups/<uuid:group_id>/people/<uuid:person_id>/lead")
@requires(Permission.LEAD_GROUPS)
def hand_over(group_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody lead it too."""
    actions.hand_over(current_viewer(), group_id, person_id)
    flash(_("They lead the group too."), "success")
    return redirect(url_for("groups.group", group_id=group_id))
