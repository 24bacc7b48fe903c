"""Taking a copy of a conversation: staff give a reason first, who is in it takes what they may read."""

import uuid

from flask import Blueprint, Response, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from constellations.core.forms import accepted
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from messaging.keeping.copies.actions import Made, take_copy, take_own_copy
from messaging.keeping.copies.forms import CopyForm
from messaging.safeguarding.looks.actions import look_into_conversation
from messaging.safeguarding.looks.queries import conversation_of_service
from messaging.words import KIND_WORDS

pages = Blueprint("copies", __name__)


@pages.get("/conversations/<uuid:conversation_id>/copy")
@requires(Permission.TALK)
@asks_password_again
def own(conversation_id: uuid.UUID) -> ResponseReturnValue:
    """What one may read of a conversation, as a file."""
    return handed_over(take_own_copy(current_viewer(), conversation_id))


@pages.route("/conversations/<uuid:conversation_id>/look/copy", methods=["GET", "POST"])
@requires(Permission.LOOK_INTO_TALK)
@asks_password_again
def reason(conversation_id: uuid.UUID) -> ResponseReturnValue:
    """Give a reason to take a copy of any conversation of the service."""
    viewer, form, begun = current_viewer(), CopyForm(), []
    looked, why = conversation_of_service(viewer, conversation_id), form.reason
    if accepted(form, lambda: begun.append(look_into_conversation(viewer, conversation_id, why.data or "", True))):
        return redirect(url_for("copies.copy", look_id=begun[0]))
    return render_template("keeping/reason.html", looked=looked, form=form, kinds=KIND_WORDS), form.http_status


@pages.get("/looks/<uuid:look_id>/copy")
@requires(Permission.LOOK_INTO_TALK)
@asks_password_again
def copy(look_id: uuid.UUID) -> ResponseReturnValue:
    """The conversation as a file, for an hour."""
    return handed_over(take_copy(current_viewer(), look_id))


def handed_over(made: Made) -> Response:
    """A copy on its way; it is closed, and so gone, when it was sent."""
    answer = send_file(made.file, "application/zip", as_attachment=True, download_name=made.name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
