"""One's own data, requests about it for those who answer them, and whom they are about."""

import uuid

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.files.giving import INERT
from constellations.core.forms import Form, accepted
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from constellations.rights import actions, queries
from constellations.rights.copies.queries import withheld_from
from constellations.rights.erasing.queries import preview
from constellations.rights.forms import ActForm, EraseForm, HoldForm
from constellations.rights.holds.actions import give_hold, lift_hold
from constellations.rights.holds.queries import holds_of
from constellations.rights.rules import RequestKind, RequestState, Subject
from constellations.rights.words import KIND_WORDS, STATE_WORDS

pages = Blueprint("rights", __name__)

WORDS = {"kinds": KIND_WORDS, "states": STATE_WORDS}


@pages.get("/me/data")
@requires(Permission.USE_ROOST)
def mine() -> str:
    """What one asked for of one's own data, and how that stands."""
    return render_template("rights/mine.html", lines=queries.copies_of_own(current_viewer()), form=ActForm(), **WORDS)


@pages.post("/me/data")
@requires(Permission.USE_ROOST)
@asks_password_again
def ask_for_mine() -> ResponseReturnValue:
    """Ask for a copy of what Roost holds about oneself."""
    viewer, form = current_viewer(), ActForm()
    if accepted(form, lambda: actions.ask_for_own_copy(viewer)):
        flash(_("Your copy is being made. A notice tells you when it is ready."), "success")
        return redirect(url_for("rights.mine"))
    return render_template(
        "rights/mine.html", lines=queries.copies_of_own(viewer), form=form, **WORDS
    ), form.http_status


@pages.get("/rights")
@requires(Permission.ANSWER_RIGHTS)
def requests() -> str:
    """All requests about personal data of the service, by the day on which they are due."""
    viewer = current_viewer()
    found = queries.requests_of_service(viewer, request.args.get("page", 1, int))
    return render_template("rights/requests.html", lines=queries.lines(viewer, found.rows), paged=found, **WORDS)


@pages.get("/rights/requests/<uuid:request_id>")
@requires(Permission.ANSWER_RIGHTS)
def data_request(request_id: uuid.UUID) -> str:
    """One request: how it stands, what is withheld, what an erasure would do, and what comes next."""
    return _request_page(request_id, ActForm())


@pages.post("/rights/requests/<uuid:request_id>")
@requires(Permission.ANSWER_RIGHTS)
@asks_password_again
def decide(request_id: uuid.UUID) -> ResponseReturnValue:
    """Confirm an erasure, hand a copy over, or take the request back."""
    viewer, form, wish = current_viewer(), ActForm(), request.form.get("do", "")
    acts = {"confirm": actions.confirm, "hand_over": actions.hand_over, "withdraw": actions.withdraw}
    queries.request_page(viewer, request_id)
    if wish in acts and accepted(form, lambda: acts[wish](viewer, request_id)):
        flash(_("That is noted."), "success")
        return redirect(url_for("rights.data_request", request_id=request_id))
    return _request_page(request_id, form), form.http_status


@pages.post("/rights/requests/<uuid:request_id>/file")
@requires(Permission.USE_ROOST)
@asks_password_again
def file(request_id: uuid.UUID) -> Response:
    """The copy itself; it is written down who fetched it."""
    fetched = actions.fetch(current_viewer(), request_id)
    answer = send_file(fetched.file, "application/zip", as_attachment=True, download_name=fetched.name)
    answer.headers["Content-Security-Policy"] = INERT
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@pages.get("/rights/people/<uuid:person_id>")
@requires(Permission.ANSWER_RIGHTS)
def of_person(person_id: uuid.UUID) -> ResponseReturnValue:
    """What may be done about one person: a copy, a hold, an erasure and what it would do."""
    return _subject_page(Subject(person_id=person_id))


@pages.post("/rights/people/<uuid:person_id>")
@requires(Permission.ANSWER_RIGHTS)
@asks_password_again
def act_on_person(person_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for a copy or an erasure of one person, or hold them."""
    return _act(Subject(person_id=person_id))


@pages.get("/rights/children/<uuid:child_id>")
@requires(Permission.ANSWER_RIGHTS)
def of_child(child_id: uuid.UUID) -> ResponseReturnValue:
    """The same about one child."""
    return _subject_page(Subject(child_id=child_id))


@pages.post("/rights/children/<uuid:child_id>")
@requires(Permission.ANSWER_RIGHTS)
@asks_password_again
def act_on_child(child_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for a copy or an erasure of one child, or hold it."""
    return _act(Subject(child_id=child_id))


@pages.post("/rights/holds/<uuid:subject_hold_id>/lift")
@requires(Permission.ANSWER_RIGHTS)
@asks_password_again
def lift(subject_hold_id: uuid.UUID) -> ResponseReturnValue:
    """Let a hold end."""
    subject = lift_hold(current_viewer(), subject_hold_id)
    flash(_("The hold is lifted."), "success")
    return redirect(_address(subject))


def _act(subject: Subject) -> ResponseReturnValue:
    viewer, wish = current_viewer(), request.form.get("do", "")
    queries.known_subject(viewer, subject)
    forms: dict[str, type[Form]] = {"hold": HoldForm, "erase": EraseForm}
    form = forms.get(wish, ActForm)()
    acts = {
        "copy": lambda: actions.ask_for_copy(viewer, subject),
        "hold": lambda: give_hold(viewer, subject, form["reason"].data or ""),
        "erase": lambda: actions.ask_for_erasure(viewer, subject, form["also"].data or ""),
    }
    if wish in acts and accepted(form, acts[wish]):
        flash({"copy": _("The copy is being made."), "hold": _("Held.")}.get(wish, _("Asked for.")), "success")
        return redirect(_address(subject))
    return _subject_page(subject, form)


def _subject_page(subject: Subject, sent: Form | None = None) -> ResponseReturnValue:
    viewer = current_viewer()
    known = queries.known_subject(viewer, subject)
    is_preview = request.args.get("erase") == "yes" or isinstance(sent, EraseForm)
    would = preview(subject, known.service_id) if is_preview else None
    usual = ", ".join(would.usual) if would else ""
    page = render_template(
        "rights/subject.html",
        known=known,
        form=sent,
        address=_address(subject),
        hold_form=sent if isinstance(sent, HoldForm) else HoldForm(formdata=None),
        erase_form=sent if isinstance(sent, EraseForm) else EraseForm(formdata=None, also=usual),
        would=would,
        holds=holds_of(viewer, subject),
        lines=queries.requests_about(viewer, subject),
        **WORDS,
    )
    return page, sent.http_status if sent else 200


def _request_page(request_id: uuid.UUID, form: Form) -> str:
    line = queries.request_page(current_viewer(), request_id)
    row = line.request
    is_waiting = row.state is RequestState.WAITING
    return render_template(
        "rights/request.html",
        line=line,
        form=form,
        subject_address=_address(row.subject),
        withheld=withheld_from(row.subject, row.by_another) if row.state is RequestState.REVIEW else [],
        would=preview(row.subject, row.service_id, row.also) if is_waiting else None,
        is_erasure=row.kind is RequestKind.ERASURE,
        **WORDS,
    )


def _address(subject: Subject) -> str:
    if subject.is_child:
        return url_for("rights.of_child", child_id=subject.child_id)
    return url_for("rights.of_person", person_id=subject.person_id)
