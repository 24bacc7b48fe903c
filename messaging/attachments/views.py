"""The page of a photo or document, its file, and posting for clients that show how far a file has come."""

import uuid

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from constellations.core.files.giving import given_out
from constellations.guard import current_viewer, paced, requires
from constellations.permissions import Permission
from messaging.attachments.actions import post_with_files
from messaging.attachments.forms import MessageWithFilesForm
from messaging.attachments.page.queries import attachment_file, attachment_page

pages = Blueprint("attachments", __name__)


@pages.get("/attachments/<uuid:attachment_id>")
@requires(Permission.TALK)
def attachment(attachment_id: uuid.UUID) -> str:
    """One photo, large, or one document."""
    return render_template("attachments/attachment.html", page=attachment_page(current_viewer(), attachment_id))


@pages.get("/attachments/<uuid:attachment_id>/file")
@requires(Permission.TALK)
def file(attachment_id: uuid.UUID) -> ResponseReturnValue:
    """The file, to be kept."""
    return given_out(attachment_file(current_viewer(), attachment_id))


@pages.get("/attachments/<uuid:attachment_id>/preview")
@requires(Permission.TALK)
def preview(attachment_id: uuid.UUID) -> ResponseReturnValue:
    """The small picture of a photo."""
    return given_out(attachment_file(current_viewer(), attachment_id, is_preview=True))


@pages.post("/conversations/<uuid:conversation_id>/messages.json")
@requires(Permission.TALK)
def post(conversation_id: uuid.UUID) -> ResponseReturnValue:
    """Say something, with photos or a document; answered as on a line."""
    form = MessageWithFilesForm()
    stored = post_with_files(paced(current_viewer()), conversation_id, form.written, form.chosen)
    return jsonify(ok=True, id=str(stored.id), seq=stored.seq, at=stored.created_at.isoformat())
