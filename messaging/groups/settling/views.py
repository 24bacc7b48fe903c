"""The page on which a group gets another name or is closed, and the press that opens it again."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from messaging.groups.settling import actions
from messaging.groups.settling.forms import NameForm
from messaging.groups.settling.queries import settled

pages = Blueprint("settling", __name__)


@pages.route("/groups/<uuid:group_id>/settle", methods=["GET", "POST"])
@requires(Permission.TALK)
def settle(group_id: uuid.UUID) -> ResponseReturnValue:
    """Its name, to be changed; and closing it."""
    form, viewer = NameForm(), current_viewer()
    if accepted(form, lambda: actions.rename_group(viewer, group_id, *form.wanted)):
        flash(_("The group has its new name, and everybody in it reads so."), "success")
        return redirect(url_for("conversations.conversation", conversation_id=group_id))
    group = settled(viewer, group_id)
    form.show(group.title)
    return render_template("groups/settle.html", form=form, group=group), form.http_status


@pages.post("/groups/<uuid:group_id>/close")
@requires(Permission.TALK)
def close(group_id: uuid.UUID) -> ResponseReturnValue:
    """Let nothing more be said in it."""
    actions.close_group(current_viewer(), group_id)
    flash(_("The group is closed. What was said can still be read, and you can open it again."), "success")
    return redirect(url_for("conversations.conversation", conversation_id=group_id))


@pages.post("/groups/<uuid:group_id>/open")
@requires(Permission.TALK)
def open_again(group_id: uuid.UUID) -> ResponseReturnValue:
    """Open it again."""
    actions.open_group(current_viewer(), group_id)
    flash(_("The group is open again."), "success")
    return redirect(url_for("conversations.conversation", conversation_id=group_id))
