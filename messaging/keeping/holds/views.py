"""Pages of legal holds: all conversations of a service, and holding one of them."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from messaging.keeping.holds import actions
from messaging.keeping.holds.forms import HoldForm
from messaging.keeping.holds.queries import conversations_of_service, holds_of_service, holds_on, named
from messaging.safeguarding.looks.queries import conversation_of_service
from messaging.words import KIND_WORDS

pages = Blueprint("holds", __name__)


@pages.get("/service/keeping/conversations")
@requires(Permission.LOOK_INTO_TALK)
def conversations() -> str:
    """All conversations of the service, by what they are: to hold one, or to read it with a reason."""
    viewer = current_viewer()
    found = conversations_of_service(viewer, request.args.get("page", 1, int))
    shown = {"lines": list(named(found.rows).values()), "holds_given": holds_of_service(viewer)}
    return render_template("keeping/conversations.html", **shown, paged=found, kinds=KIND_WORDS)


@pages.route("/conversations/<uuid:conversation_id>/hold", methods=["GET", "POST"])
@requires(Permission.LOOK_INTO_TALK)
def give(conversation_id: uuid.UUID) -> ResponseReturnValue:
    """Hold a conversation, with a reason; and the holds that it has."""
    viewer, form = current_viewer(), HoldForm()
    looked = conversation_of_service(viewer, conversation_id)
    if accepted(form, lambda: actions.give_hold(viewer, conversation_id, form.reason.data or "")):
        flash(_("Held. Nothing of it goes until the hold is lifted."), "success")
        return redirect(url_for("holds.give", conversation_id=conversation_id))
    holds = holds_on(viewer, conversation_id)
    page = render_template("keeping/hold.html", looked=looked, form=form, holds=holds, kinds=KIND_WORDS)
    return page, form.http_status


@pages.post("/holds/<uuid:hold_id>/lift")
@requires(Permission.LOOK_INTO_TALK)
def lift(hold_id: uuid.UUID) -> ResponseReturnValue:
    """Let a hold end."""
    actions.lift_hold(current_viewer(), hold_id)
    flash(_("Lifted. What is too old goes in the next night."), "success")
    return redirect(url_for("holds.conversations"))
