"""Asking for a copy or an erasure, deciding on it, fetching what is ready, and what the job does of it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

import structlog
from flask_babel import gettext

from constellations.access import Viewer, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.children.models import Child
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden
from constellations.keeping.whose.queries import is_kept_from_erasing
from constellations.models import Person
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from constellations.rights import queries, rules
from constellations.rights.copies.actions import remove_copy, shelf
from constellations.rights.copies.rules import copy_name
from constellations.rights.models import DataRequest
from constellations.rights.rules import RequestKind, RequestState, Subject

log = structlog.get_logger()

SYSTEM = Viewer.system

Answer = Callable[[uuid.UUID], int]
"""Does what a request asks for; gives whether it was done, as a number."""

ASKED_FOR = {RequestKind.COPY: "asked_for_copy", RequestKind.ERASURE: "asked_for_erasure"}

OWN_PAGE, LIST_PAGE = "/me/data", "/rights"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A copy on its way: an open file, which whoever sends it closes, and what to call it."""

    file: IO[bytes]
    name: str


def ask_for_own_copy(viewer: Viewer) -> uuid.UUID:
    """Ask for a copy of what Roost holds about oneself; the managers are told. Raises AskedAlready."""
    viewer.must(Permission.USE_ROOST)
    if viewer.person_id is None:
        raise Forbidden
    service_id = queries.own_service(viewer)
    with transaction():
        request = _asked(viewer, Subject(person_id=viewer.person_id), service_id, RequestKind.COPY)
        told = queries.managers_of(service_id, viewer.person_id)
        words = gettext("Somebody asked for a copy of what Roost holds about them.")
        tell(told, News(f"copy asked {request.id}", words, LIST_PAGE))
        return request.id


def ask_for_copy(viewer: Viewer, subject: Subject) -> uuid.UUID:
    """Ask for a copy about somebody of the service; a person is told who did. Raises AskedAlready, NotFound."""
    viewer.must(Permission.ANSWER_RIGHTS)
    with transaction():
        known = queries.held_subject(viewer, subject)
        request = _asked(viewer, subject, known.service_id, RequestKind.COPY)
        if subject.person_id is not None and subject.person_id != viewer.person_id:
            words = gettext("%(name)s asked for a copy of what Roost holds about you.", name=viewer.name)
            tell([subject.person_id], News(f"copy asked {request.id}", words, OWN_PAGE))
        return request.id


def ask_for_erasure(viewer: Viewer, subject: Subject, also: str) -> uuid.UUID:
    """Ask that somebody who is gone is erased; another manager confirms it, and is told.

    `also` are further words by which they are found in texts, between commas. Raises NotYours, IsHeld, NotLeftYet,
    LivesHere, AskedAlready, NotFound.
    """
    viewer.must(Permission.ANSWER_RIGHTS)
    if subject.key in viewer.names:
        raise rules.NotYours
    with transaction():
        known = queries.held_subject(viewer, subject)
        queries.must_be_gone(known)
        if is_kept_from_erasing(subject):
            raise rules.IsHeld
        request = _asked(viewer, subject, known.service_id, RequestKind.ERASURE)
        request.also = ", ".join(rules.listed(also))
        words = gettext("An erasure waits for a second manager.")
        told = queries.managers_of(known.service_id, viewer.person_id)
        tell(told, News(f"erasure asked {request.id}", words, f"{LIST_PAGE}/requests/{request.id}"))
        return request.id


def confirm(viewer: Viewer, request_id: uuid.UUID) -> None:
    """Confirm an erasure; the job does it.

    Raises NotWaiting, NotYours, AnotherConfirms, WaitAWeek, IsHeld, NotLeftYet, LivesHere, NotFound.
    """
    viewer.must(Permission.ANSWER_RIGHTS)
    if viewer.person_id is None:
        raise Forbidden
    with transaction():
        request = hold(viewer, DataRequest, request_id)
        if request.state is not RequestState.WAITING:
            raise rules.NotWaiting
        rules.must_confirm(queries.confirming(request), viewer.names, clock.now())
        queries.must_be_gone(queries.held_subject(viewer, request.subject))
        if is_kept_from_erasing(request.subject):
            raise rules.IsHeld
        request.state, request.confirmed_by, request.confirmed_at = RequestState.AGREED, viewer.person_id, clock.now()
        note(viewer, request, "confirmed_erasure", "state", "confirmed_by")


def hand_over(viewer: Viewer, request_id: uuid.UUID) -> None:
    """Let a copy be made from which something is withheld, once a manager looked at what; the job makes it.

    Whom it is about does not decide that, nor their deputy. Raises NotWaiting, NotYours, NotFound.
    """
    viewer.must(Permission.ANSWER_RIGHTS)
    with transaction():
        request = hold(viewer, DataRequest, request_id)
        if request.state is not RequestState.REVIEW:
            raise rules.NotWaiting
        if request.person_id in viewer.names:
            raise rules.NotYours
        request.state, request.confirmed_by, request.confirmed_at = RequestState.ASKED, viewer.person_id, clock.now()
        note(viewer, request, "handed_copy_over", "state", "confirmed_by")


def hand_over_without_managers(viewer: Viewer, person_id: uuid.UUID) -> None:
    """The same for who runs the machine, where nobody is left but the manager whom it is about.

    The viewer must be the system. Raises Forbidden, NotWaiting, OthersLook.
    """
    if not viewer.is_system:
        raise Forbidden
    with transaction():
        waiting = [one for one in queries.held_copies(Subject(person_id)) if one.state is RequestState.REVIEW]
        if not waiting:
            raise rules.NotWaiting
        if queries.managers_of(waiting[0].service_id, person_id):
            raise rules.OthersLook
        waiting[0].state, waiting[0].confirmed_at = RequestState.ASKED, clock.now()
        note(viewer, waiting[0], "handed_copy_over", "state", "confirmed_at")


def withdraw(viewer: Viewer, request_id: uuid.UUID) -> None:
    """Take a request back before it is answered; a copy that is made already goes. Raises NotWaiting, NotFound."""
    viewer.must(Permission.ANSWER_RIGHTS)
    with transaction():
        request = hold(viewer, DataRequest, request_id)
        if request.state not in rules.MAY_BE_TAKEN_BACK:
            raise rules.NotWaiting
        request.state, request.ended_at, request.also = RequestState.WITHDRAWN, clock.now(), ""
        remove_copy(request)
        note(viewer, request, "withdrew_data_request", "state")


def fetch(viewer: Viewer, request_id: uuid.UUID) -> Fetched:
    """A copy that is ready, written down first; raises NotReady, NotFound."""
    viewer.must(Permission.USE_ROOST)
    with transaction():
        request = hold(viewer, DataRequest, request_id)
        file = shelf().opened(request.key) if request.key and queries.may_fetch(viewer, request) else None
        if file is None:
            raise rules.NotReady
        request.fetched_at = clock.now()
        note(viewer, request, "fetched_copy", "fetched_at")
    return Fetched(file, copy_name(viewer.today))


def tell_ready(request: DataRequest) -> None:
    """Tell whoever asked for a copy that it can be fetched, as part of an action."""
    words = gettext("The copy that you asked for is ready. You can fetch it for 24 hours.")
    is_own = request.asked_by == request.person_id
    path = OWN_PAGE if is_own else f"{LIST_PAGE}/requests/{request.id}"
    tell([request.asked_by], News(f"copy ready {request.id}", words, path))


def note(viewer: Viewer, request: DataRequest, action: str, *fields: str) -> None:
    """Write down what was done of a request, as part of an action."""
    record(viewer, action, request.subject.key, service_id=request.service_id)
    audit(viewer, Change(action, "data_request", request.id, fields), request.service_id)


def _asked(viewer: Viewer, subject: Subject, service_id: uuid.UUID, kind: RequestKind) -> DataRequest:
    if viewer.person_id is None:
        raise Forbidden
    # Held, so that of two who ask at once the second finds the first.
    if subject.is_child:
        hold(SYSTEM(), Child, subject.key)
    else:
        hold(SYSTEM(), Person, subject.key)
    if queries.open_request(subject, kind):
        raise rules.AskedAlready
    request = DataRequest(
        service_id=service_id,
        kind=kind,
        state=RequestState.ASKED if kind is RequestKind.COPY else RequestState.WAITING,
        person_id=subject.person_id,
        child_id=subject.child_id,
        asked_by=viewer.person_id,
        due_on=rules.due_on(viewer.today),
    )
    session().add(request)
    session().flush()
    note(viewer, request, ASKED_FOR[kind], "person_id", "child_id", "kind")
    return request
