"""Asking who saw what, and the report about a person or a child, as a page or a file."""

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from constellations.access import find
from constellations.children.models import Child
from constellations.core.downloads import csv_answer
from constellations.core.errors import NotFound
from constellations.core.forms import accepted
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from constellations.who_saw.actions import take_report
from constellations.who_saw.forms import AskForm, DaysForm
from constellations.who_saw.queries import COLUMNS, asked_for, person_to_ask
from constellations.who_saw.rules import About, Asked, days_asked

pages = Blueprint("who_saw", __name__)


@pages.route("/service/who-saw", methods=["GET", "POST"])
@requires(Permission.SEE_WHO_SAW)
def ask() -> ResponseReturnValue:
    """Say whom it is about."""
    viewer, form, found = current_viewer(), AskForm(), []
    first, last = form.first, form.last
    if accepted(form, lambda: found.append(asked_for(viewer, form.key.data or "", first.data, last.data))):
        about, key = found[0]
        named: dict[str, Any] = {f"{about.value}_id": key, "first": first.data, "last": last.data}
        return redirect(url_for(f"who_saw.{about.value}", **named))
    return render_template("who_saw/ask.html", form=form), form.http_status


@pages.get("/people/<uuid:person_id>/who-saw")
@requires(Permission.SEE_WHO_SAW)
@asks_password_again
def person(person_id: uuid.UUID) -> ResponseReturnValue:
    """Who saw what of a person, and what they saw themselves."""
    found = person_to_ask(current_viewer(), person_id)
    return report(About.PERSON, person_id, found.service_id, found.name)


@pages.get("/children/<uuid:child_id>/who-saw")
@requires(Permission.SEE_WHO_SAW)
@asks_password_again
def child(child_id: uuid.UUID) -> ResponseReturnValue:
    """Who saw what of a child, its stay card among it."""
    found = find(current_viewer(), Child, child_id)
    return report(About.CHILD, child_id, found.service_id, f"{found.initials} ({found.key})")


def report(about: About, key: uuid.UUID, service_id: uuid.UUID | None, title: str) -> ResponseReturnValue:
    """The report of the days in the address; as a file where that is asked for."""
    viewer, form = current_viewer(), DaysForm(request.args)
    if service_id is None:
        raise NotFound
    first, last = days_asked(form.first.data, form.last.data, viewer.today) if form.validate() else (None, None)
    asked = Asked(about, key, service_id, *days_asked(first, last, viewer.today))
    form.first.data, form.last.data = asked.first, asked.last
    found = take_report(viewer, asked, title)
    if request.args.get("as") == "csv":
        return csv_answer(COLUMNS, (line.cells for line in found.lines), f"who-saw-{viewer.today}")
    return render_template("who_saw/report.html", report=found, form=form)
