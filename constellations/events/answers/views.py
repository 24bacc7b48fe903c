"""Answering an event, and the list of who comes, for hosts and staff."""

import uuid

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.core.tables import as_csv
from constellations.events.answers import actions
from constellations.events.answers.forms import AnswerForFamilyForm, answer_form
from constellations.events.answers.models import EventAnswer
from constellations.events.answers.queries import LIST_COLUMNS, homes_to_answer_for, list_rows, who_comes
from constellations.events.answers.rules import must_be_host
from constellations.events.answers.words import answer_words
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("answers", __name__)


@pages.route("/events/<uuid:occurrence_id>/answer", methods=["GET", "POST"])
@requires(Permission.ANSWER_EVENTS)
def answer(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    """Whether one's family comes, and who of it; staff answer where they see who comes."""
    viewer = current_viewer()
    coming = who_comes(viewer, occurrence_id)
    form = answer_form(coming)
    if form is None:
        return redirect(url_for("events.event", occurrence_id=occurrence_id))
    given: list[EventAnswer] = []
    if accepted(form, lambda: given.append(actions.answer_event(viewer, occurrence_id, form.reply))):
        flash(_said(given[0]), "success")
        return _back(occurrence_id)
    return render_template("events/answer.html", coming=coming, answer=form), form.http_status


@pages.route("/events/<uuid:occurrence_id>/people", methods=["GET", "POST"])
@requires(Permission.HOST_EVENTS)
def people(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    """Who comes, by initials, with what they eat; staff answer here for a family."""
    viewer = current_viewer()
    coming = who_comes(viewer, occurrence_id)
    must_be_host(coming.is_host)
    homes = homes_to_answer_for(viewer, coming)
    form = AnswerForFamilyForm().offer(homes)
    if homes and accepted(form, lambda: actions.answer_event(viewer, occurrence_id, form.reply)):
        flash(_("Thank you. The answer is written down."), "success")
        return redirect(url_for("answers.people", occurrence_id=occurrence_id))
    return render_template("events/people.html", coming=coming, form=form if homes else None), form.http_status


@pages.get("/events/<uuid:occurrence_id>/people.csv")
@requires(Permission.HOST_EVENTS)
@asks_password_again
def people_file(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    """The same list as a file."""
    coming = actions.take_list(current_viewer(), occurrence_id)
    answer = Response(as_csv(LIST_COLUMNS, list_rows(coming)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="who-comes-{coming.starts_on}.csv"'
    return answer


def _said(given: EventAnswer) -> str:
    return answer_words(given.said, given.adults, given.children, waits=given.waits_since is not None)


def _back(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    """Where the press came from: the home page, or the event."""
    if request.form.get("back") == "home":
        return redirect(url_for("home_page.home"))
    return redirect(url_for("events.event", occurrence_id=occurrence_id))
