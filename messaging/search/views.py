"""The page on which one finds what was said."""

import uuid

from flask import Blueprint, render_template, request

from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from messaging.conversations.queries import conversations_of
from messaging.search.forms import SearchForm
from messaging.search.queries import Results, found_messages, writers

pages = Blueprint("search", __name__)


@pages.get("/conversations/search")
@requires(Permission.TALK)
def search() -> str:
    """What was said and holds some words, or was said by somebody, somewhere, in some days."""
    viewer = current_viewer()
    lines = {line.conversation_id: line for line in conversations_of(viewer)}
    form = SearchForm(request.args).offer(writers(viewer), {key: line.full_title for key, line in lines.items()})
    is_sound, after = form.validate(), request.args.get("after", type=uuid.UUID)
    results = found_messages(viewer, form.wanted, lines, after) if is_sound else Results([])
    return render_template("conversations/search.html", form=form, results=results, is_sound=is_sound)
