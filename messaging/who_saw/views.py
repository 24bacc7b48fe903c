"""The report of who saw what, about a conversation."""

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from constellations.who_saw.rules import About
from constellations.who_saw.views import report
from messaging.safeguarding.looks.queries import conversation_of_service
from messaging.words import KIND_WORDS

pages = Blueprint("who_saw_talk", __name__)


@pages.get("/conversations/<uuid:conversation_id>/who-saw")
@requires(Permission.SEE_WHO_SAW)
@asks_password_again
def conversation(conversation_id: uuid.UUID) -> ResponseReturnValue:
    """Who read a conversation of the service."""
    viewer = current_viewer()
    looked = conversation_of_service(viewer, conversation_id)
    title = looked.title or str(KIND_WORDS[looked.kind])
    return report(About.CONVERSATION, conversation_id, viewer.service_id, title)
