"""Writing without a live line, and the page of one message with what may be done with it."""

import uuid

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, paced, requires
from constellations.permissions import Permission
from messaging.attachments.actions import post_with_files
from messaging.attachments.forms import MessageWithFilesForm
from messaging.conversations.views import shown
from messaging.messages import actions
from messaging.messages.forms import BodyForm, ReactForm
from messaging.messages.page.queries import message_page
from messaging.messages.queries import message_of
from messaging.messages.sockets import lacking
from messaging.receipts.actions import mark_read
from messaging.receipts.queries import seen_last
from messaging.rules import LARGEST_NUMBER, place_of, sequence
from messaging.words import EMOJI_WORDS

pages = Blueprint("messages", __name__)


@pages.post("/conversations/<uuid:conversation_id>/messages")
@requires(Permission.TALK)
def post(conversation_id: uuid.UUID) -> ResponseReturnValue:
    """Say something, perhaps with photos or a document."""
    form, viewer = MessageWithFilesForm(), current_viewer()
    if accepted(form, lambda: post_with_files(paced(viewer), conversation_id, form.written, form.chosen)):
        return redirect(url_for("conversations.conversation", conversation_id=conversation_id, _anchor="write"))
    return shown(viewer, conversation_id, form), form.http_status


@pages.get("/conversations/<uuid:conversation_id>/messages.json")
@requires(Permission.TALK)
def since(conversation_id: uuid.UUID) -> ResponseReturnValue:
    """What a page lacks that has no line; answered as on one."""
    seq, change = (request.args.get(name, type=sequence) for name in ("after_seq", "after_change"))
    found = lacking(current_viewer(), conversation_id, seq or 0, LARGEST_NUMBER if change is None else change)
    return jsonify(ok=True, **found)


@pages.post("/conversations/<uuid:conversation_id>/read/<int:seq>")
@requires(Permission.TALK)
def read(conversation_id: uuid.UUID, seq: int) -> ResponseReturnValue:
    """Say that one has read up to here, where no script does."""
    mark_read(current_viewer(), conversation_id, seq)
    return redirect(url_for("conversations.conversation", conversation_id=conversation_id, _anchor="write"))


@pages.get("/conversations/<uuid:conversation_id>/seen")
@requires(Permission.TALK)
def seen(conversation_id: uuid.UUID) -> str:
    """Who has seen what one said last, for a page that is open."""
    return render_template("conversations/_seen.html", seen=seen_last(current_viewer(), conversation_id))


@pages.get("/messages/<uuid:message_id>")
@requires(Permission.TALK)
def message(message_id: uuid.UUID) -> ResponseReturnValue:
    """One message, and what may be done with it."""
    return _page(message_id, BodyForm())


@pages.post("/messages/<uuid:message_id>/edit")
@requires(Permission.TALK)
def edit(message_id: uuid.UUID) -> ResponseReturnValue:
    """Change its words."""
    form, viewer = BodyForm(), current_viewer()
    if accepted(form, lambda: actions.edit_message(paced(viewer), message_id, form.body.data or "", form.is_sure)):
        return _back(message_id)
    return _page(message_id, form)


@pages.post("/messages/<uuid:message_id>/remove")
@requires(Permission.TALK)
def remove(message_id: uuid.UUID) -> ResponseReturnValue:
    """Take it away; a stub stays."""
    actions.remove_message(paced(current_viewer()), message_id)
    flash(_("The message is removed."), "success")
    return _back(message_id)


@pages.post("/messages/<uuid:message_id>/react")
@requires(Permission.TALK)
def react(message_id: uuid.UUID) -> ResponseReturnValue:
    """Put a picture under it, or take one's own away."""
    form = ReactForm()
    actions.react(paced(current_viewer()), message_id, form.emoji.data or "", on=form.on.data != "no")
    return _back(message_id)


@pages.post("/messages/<uuid:message_id>/pin")
@requires(Permission.TALK)
def pin(message_id: uuid.UUID) -> ResponseReturnValue:
    """Keep it in sight for everybody."""
    actions.pin_message(paced(current_viewer()), message_id, on=True)
    return _back(message_id)


@pages.post("/messages/<uuid:message_id>/unpin")
@requires(Permission.TALK)
def unpin(message_id: uuid.UUID) -> ResponseReturnValue:
    """Let it go again."""
    actions.pin_message(paced(current_viewer()), message_id, on=False)
    return _back(message_id)


def _back(message_id: uuid.UUID) -> ResponseReturnValue:
    said = message_of(current_viewer(), message_id)
    return redirect(place_of(said.conversation_id, said.seq, said.id))


def _page(message_id: uuid.UUID, form: BodyForm) -> ResponseReturnValue:
    page = message_page(current_viewer(), message_id)
    if not form.is_submitted():
        form.body.data = page.message.body
    return render_template("conversations/message.html", page=page, form=form, emojis=EMOJI_WORDS), form.http_status
