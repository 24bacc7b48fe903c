"""Pages of conversations: the list, one with its messages, beginning one, and who is in it."""

import uuid

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.access import Viewer
from constellations.core.forms import accepted
from constellations.guard import current_viewer, paced, requires
from constellations.permissions import Permission
from messaging.attachments.forms import MessageWithFilesForm
from messaging.conversations import actions
from messaging.conversations.forms import NewConversationForm, PeopleForm
from messaging.conversations.queries import conversation_line, conversations_of
from messaging.groups.queries import is_support_group
from messaging.messages.page.queries import conversation_page, page_around
from messaging.people.queries import partners, people_of
from messaging.receipts.queries import around_today
from messaging.rules import ConversationKind, sequence
from messaging.words import WITHOUT_WORDS

pages = Blueprint("conversations", __name__)


@pages.get("/conversations")
@requires(Permission.TALK)
def conversations() -> str:
    """The conversations one is in, the latest word first."""
    viewer = current_viewer()
    actions.open_conversations(viewer)
    return render_template("conversations/conversations.html", lines=conversations_of(viewer))


@pages.get("/conversations.json")
@requires(Permission.TALK)
def as_json() -> ResponseReturnValue:
    """The same for other clients."""
    viewer = current_viewer()
    actions.open_conversations(viewer)
    return jsonify([line.as_json for line in conversations_of(viewer)])


@pages.get("/conversations/<uuid:conversation_id>")
@requires(Permission.TALK)
def conversation(conversation_id: uuid.UUID) -> str:
    """One conversation: its last messages, those before a number or around one, and where one writes."""
    viewer, form = current_viewer(), MessageWithFilesForm()
    at, before = request.args.get("at", type=sequence), request.args.get("before", type=sequence)
    before = page_around(viewer, conversation_id, at) if at is not None else before
    return shown(viewer, conversation_id, form.begun(request.args.get("reply", type=uuid.UUID)), before)


def shown(viewer: Viewer, conversation_id: uuid.UUID, form: MessageWithFilesForm, before: int | None = None) -> str:
    """The page of a conversation."""
    page = conversation_page(viewer, conversation_id, before, form.answered)
    form.offer(page.may_send)
    return render_template("conversations/conversation.html", page=page, form=form, without_words=WITHOUT_WORDS)


@pages.route("/conversations/new", methods=["GET", "POST"])
@requires(Permission.TALK)
def new() -> ResponseReturnValue:
    """Begin a conversation with one person, or a group."""
    form, viewer = NewConversationForm(), current_viewer()
    form.offer(partners(viewer))
    begun: list[uuid.UUID] = []
    if accepted(form, lambda: begun.append(actions.begin(paced(viewer), form.title.data or "", form.people.keys))):
        return redirect(url_for("conversations.conversation", conversation_id=begun[0]))
    return render_template("conversations/new.html", form=form), form.http_status


@pages.post("/conversations/about/<kind>/<uuid:subject_id>")
@requires(Permission.TALK)
def about(kind: str, subject_id: uuid.UUID) -> ResponseReturnValue:
    """The conversation of a stay or an ask, begun where nobody has yet."""
    if kind not in set(ConversationKind):
        abort(404)
    found = actions.open_about(current_viewer(), ConversationKind(kind), subject_id)
    return redirect(url_for("conversations.conversation", conversation_id=found))


@pages.route("/conversations/<uuid:conversation_id>/people", methods=["GET", "POST"])
@requires(Permission.TALK)
def people(conversation_id: uuid.UUID) -> ResponseReturnValue:
    """Who is in a conversation; to a group, somebody may be added."""
    form, viewer = PeopleForm(), current_viewer()
    if is_support_group(conversation_id):
        return redirect(url_for("groups.group", group_id=conversation_id))
    line, present = conversation_line(viewer, conversation_id), people_of(viewer, conversation_id)
    form.offer([person for person in partners(viewer) if person.id not in {one.id for one in present}])
    if accepted(form, lambda: actions.add_people(paced(viewer), conversation_id, form.people.keys)):
        flash(_("They are in, and read what is said from now on."), "success")
        return redirect(url_for("conversations.people", conversation_id=conversation_id))
    around = around_today(viewer, {one.id for one in present} - {viewer.person_id})
    page = render_template("conversations/people.html", line=line, people=present, around=around, form=form)
    return page, form.http_status


@pages.post("/conversations/<uuid:conversation_id>/leave")
@requires(Permission.TALK)
def leave(conversation_id: uuid.UUID) -> ResponseReturnValue:
    """Leave a group."""
    actions.leave_group(paced(current_viewer()), conversation_id)
    flash(_("You have left the group."), "success")
    return redirect(url_for("conversations.conversations"))
