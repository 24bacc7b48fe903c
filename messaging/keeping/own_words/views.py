"""Taking a copy of all that one person wrote: their own page of it, and a manager's."""

import uuid

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from constellations.core.forms import accepted
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from messaging.keeping.copies.views import handed_over
from messaging.keeping.own_words import actions
from messaging.keeping.own_words.forms import CopyReasonForm
from messaging.keeping.own_words.queries import person_of_service, taken_of

pages = Blueprint("own_words", __name__)


@pages.get("/me/words")
@requires(Permission.TALK)
def mine() -> str:
    """What a copy of one's own words holds, and who else took one."""
    return render_template("keeping/mine.html", taken=taken_of(current_viewer()))


@pages.get("/me/words/copy")
@requires(Permission.TALK)
@asks_password_again
def my_copy() -> ResponseReturnValue:
    """All that one wrote, as a file."""
    return handed_over(actions.take_own_words(current_viewer()))


@pages.route("/people/<uuid:person_id>/words", methods=["GET", "POST"])
@requires(Permission.LOOK_INTO_TALK)
@asks_password_again
def of_person(person_id: uuid.UUID) -> ResponseReturnValue:
    """Give a reason to take a copy of what somebody wrote."""
    viewer, form, begun = current_viewer(), CopyReasonForm(), []
    person = person_of_service(viewer, person_id)
    if accepted(form, lambda: begun.append(actions.give_reason(viewer, person_id, form.reason.data or ""))):
        return redirect(url_for("own_words.copy", taken_id=begun[0]))
    return render_template("keeping/of_person.html", person=person, form=form), form.http_status


@pages.get("/people/words/<uuid:taken_id>")
@requires(Permission.LOOK_INTO_TALK)
@asks_password_again
def copy(taken_id: uuid.UUID) -> ResponseReturnValue:
    """What they wrote, as a file, for an hour."""
    return handed_over(actions.take_words(current_viewer(), taken_id))
