"""Pages of staff who read a conversation that they are not in: first the reason, then the words."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from messaging.keeping.holds.queries import holds_on
from messaging.rules import sequence
from messaging.safeguarding.looks import actions
from messaging.safeguarding.looks.forms import ReasonForm
from messaging.safeguarding.looks.queries import conversation_of_concern, conversation_of_service
from messaging.words import KIND_WORDS

pages = Blueprint("looks", __name__)


@pages.route("/conversations/<uuid:conversation_id>/look", methods=["GET", "POST"])
@requires(Permission.LOOK_INTO_TALK)
def conversation(conversation_id: uuid.UUID) -> ResponseReturnValue:
    """Give a reason to read any conversation of the service."""
    viewer, form, begun = current_viewer(), ReasonForm(), []
    looked, reason = conversation_of_service(viewer, conversation_id), form.reason
    if accepted(form, lambda: begun.append(actions.look_into_conversation(viewer, conversation_id, reason.data or ""))):
        return redirect(url_for("looks.look", look_id=begun[0]))
    return render_template("safeguarding/reason.html", looked=looked, form=form, kinds=KIND_WORDS), form.http_status


@pages.route("/concerns/<uuid:concern_id>/look", methods=["GET", "POST"])
@requires(Permission.READ_CONCERNS)
def concern(concern_id: uuid.UUID) -> ResponseReturnValue:
    """Give a reason to read the conversation of a concern."""
    viewer, form, begun = current_viewer(), ReasonForm(), []
    looked, reason = conversation_of_concern(viewer, concern_id), form.reason
    if accepted(form, lambda: begun.append(actions.look_from_concern(viewer, concern_id, reason.data or ""))):
        return redirect(url_for("looks.look", look_id=begun[0]))
    return render_template("safeguarding/reason.html", looked=looked, form=form, kinds=KIND_WORDS), form.http_status


@pages.get("/looks/<uuid:look_id>")
@requires(Permission.READ_CONCERNS)
def look(look_id: uuid.UUID) -> str:
    """The conversation, to be read only; that it was read is written down."""
    viewer = current_viewer()
    page = actions.look(viewer, look_id, request.args.get("before", type=sequence))
    holds, may_hold = holds_on(viewer, page.looked.conversation_id), viewer.may(Permission.LOOK_INTO_TALK)
    return render_template("safeguarding/look.html", page=page, holds=holds, may_hold=may_hold, kinds=KIND_WORDS)
