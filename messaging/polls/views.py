"""Pages of polls: asking one, and answering, closing and choosing by one press."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.core.ids import new_id
from constellations.guard import current_viewer, paced, requires
from constellations.permissions import Permission
from messaging.conversations.queries import conversation_line
from messaging.messages.queries import message_of
from messaging.polls import actions
from messaging.polls.forms import DaysForm, PollForm, VoteForm
from messaging.rules import place_of

pages = Blueprint("polls", __name__)


@pages.route("/conversations/<uuid:conversation_id>/poll", methods=["GET", "POST"])
@requires(Permission.TALK)
def ask(conversation_id: uuid.UUID) -> ResponseReturnValue:
    """Ask something with answers in words."""
    return _asked(conversation_id, PollForm())


@pages.route("/conversations/<uuid:conversation_id>/days", methods=["GET", "POST"])
@requires(Permission.TALK)
def find_day(conversation_id: uuid.UUID) -> ResponseReturnValue:
    """Ask which day suits whom."""
    return _asked(conversation_id, DaysForm())


@pages.post("/polls/<uuid:poll_id>/vote")
@requires(Permission.TALK)
def vote(poll_id: uuid.UUID) -> ResponseReturnValue:
    """Answer, or take an answer back."""
    form = VoteForm()
    actions.vote(paced(current_viewer()), poll_id, form.number, form.says)
    return _back(poll_id)


@pages.post("/polls/<uuid:poll_id>/close")
@requires(Permission.TALK)
def close(poll_id: uuid.UUID) -> ResponseReturnValue:
    """Let nobody answer any more."""
    actions.close_poll(paced(current_viewer()), poll_id)
    flash(_("The poll is closed."), "success")
    return _back(poll_id)


@pages.post("/polls/<uuid:poll_id>/choose")
@requires(Permission.TALK)
def choose(poll_id: uuid.UUID) -> ResponseReturnValue:
    """Choose the day, and say so in the conversation; from the page of the poll it goes into the calendar."""
    actions.choose_day(paced(current_viewer()), poll_id, VoteForm().number)
    flash(_("The day is chosen, and said in the conversation."), "success")
    return redirect(url_for("messages.message", message_id=poll_id))


def _asked(conversation_id: uuid.UUID, form: PollForm | DaysForm) -> ResponseReturnValue:
    viewer = current_viewer()
    line = conversation_line(viewer, conversation_id)
    form.client_id.data = form.client_id.data or str(new_id())
    asked: list[uuid.UUID] = []
    if accepted(
        form, lambda: asked.append(actions.ask_poll(paced(viewer), conversation_id, form.written, form.asking).id)
    ):
        return _back(asked[0])
    return render_template("polls/ask.html", form=form, line=line), form.http_status


def _back(message_id: uuid.UUID) -> ResponseReturnValue:
    asked = message_of(current_viewer(), message_id)
    return redirect(place_of(asked.conversation_id, asked.seq, asked.id))
