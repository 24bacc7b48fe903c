"""Making the copies that were asked for, erasing what was agreed, and removing copies whose hours are over."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable

import structlog
from flask_babel import gettext
from sqlalchemy import select

from constellations.access import Viewer, covering, find, hold
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.jobs.rules import JobResult
from constellations.keeping.whose.queries import children_affected, people_affected
from constellations.notices.actions import News, tell
from constellations.rights import queries, rules
from constellations.rights.actions import LIST_PAGE, note, tell_ready
from constellations.rights.copies.actions import make_copy, remove_copy
from constellations.rights.erasing.actions import erase
from constellations.rights.models import DataRequest
from constellations.rights.rules import RequestKind, RequestState

log = structlog.get_logger()

SYSTEM = Viewer.system

Answer = Callable[[uuid.UUID], int]
"""Does what a request asks for; gives whether it was done, as a number."""


def answer_requests(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # of every service
    since: dt.date,  # noqa: ARG001  # what waits is answered whatever the day
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Make the copies that were asked for, erase what was agreed, and remove copies whose hours are over.

    A request that fails keeps no other from being answered; the run fails at its end, and it is tried again.
    """
    return _answered(_work(viewer))


def finish_erasures(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # of every service
    since: dt.date,  # noqa: ARG001  # what is held no more goes whatever the day
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Erase what a hold, or a concern, kept of who was erased, where it does so no more; failing as the other job."""
    in_part = select(DataRequest.id).where(DataRequest.state == RequestState.PARTLY)
    ordered = in_part.order_by(DataRequest.asked_at, DataRequest.id)
    return _answered([("erased", _erase, request_id) for request_id in session().scalars(covering(viewer, ordered))])


def _answered(work: list[tuple[str, Answer, uuid.UUID]]) -> JobResult:
    done = Counter[str]()
    failure: Exception | None = None
    for said, answer, request_id in work:
        try:
            done[said] += answer(request_id)
        except Exception as stumbled:  # whatever one request stumbles over, the others are answered
            session().rollback()
            log.error("request not answered", request=str(request_id), exc_info=stumbled)
            failure = failure or stumbled
    if failure is not None:
        raise failure
    numbers = {said: done[said] for said in ("made", "gone", "erased")}
    words = gettext("Copies made: %(made)s, removed: %(gone)s. Erased: %(erased)s.", **numbers)
    return JobResult(done.total(), words if done.total() else "")


def _work(viewer: Viewer) -> list[tuple[str, Answer, uuid.UUID]]:
    """What the job has to do: how it is counted, what does it, and for which request."""
    answers: dict[RequestKind, tuple[str, Answer]] = {
        RequestKind.COPY: ("made", _make),
        RequestKind.ERASURE: ("erased", _erase),
    }
    waiting = [(*answers[kind], request_id) for request_id, kind in _waiting(viewer)]
    return [*waiting, *(("gone", _let_go, request_id) for request_id in _over(viewer))]


def _waiting(viewer: Viewer) -> list[tuple[uuid.UUID, RequestKind]]:
    """What waits for the job, the oldest first; an erasure that a hold keeps waits until the hold is lifted."""
    waiting = select(DataRequest.id, DataRequest.kind).where(
        DataRequest.state.in_(rules.FOR_THE_JOB),
        (DataRequest.kind == RequestKind.COPY)
        | DataRequest.person_id.in_(people_affected()).is_not(True)
        & DataRequest.child_id.in_(children_affected()).is_not(True),
    )
    ordered = waiting.order_by(DataRequest.asked_at, DataRequest.id)
    return [(row[0], row[1]) for row in session().execute(covering(viewer, ordered))]


def _make(request_id: uuid.UUID) -> int:
    state = make_copy(request_id)
    with transaction():
        request = find(SYSTEM(), DataRequest, request_id)
        if state is RequestState.READY:
            tell_ready(request)
        elif state is RequestState.REVIEW:
            words = gettext("A copy waits for you: something is withheld from it. Look at it, then hand it over.")
            told = queries.managers_of(request.service_id, request.person_id)
            tell(told, News(f"copy review {request.id}", words, f"{LIST_PAGE}/requests/{request.id}"))
    return int(state in (RequestState.READY, RequestState.REVIEW))


def _erase(request_id: uuid.UUID) -> int:
    if not erase(request_id):
        return 0
    with transaction():
        request = find(SYSTEM(), DataRequest, request_id)
        told = [key for key in (request.asked_by, request.confirmed_by) if key]
        if request.state is RequestState.PARTLY:
            words = gettext("The erasure that you stood behind is done, but for what a hold or a concern keeps.")
        else:
            words = gettext("The erasure that you stood behind is done.")
        tell(told, News(f"erased {request.state} {request.id}", words, f"{LIST_PAGE}/requests/{request.id}"))
    return 1


def _over(viewer: Viewer) -> list[uuid.UUID]:
    over = select(DataRequest.id).where(DataRequest.state == RequestState.READY, DataRequest.until <= clock.now())
    return list(session().scalars(covering(viewer, over)))


def _let_go(request_id: uuid.UUID) -> int:
    with transaction():
        request = hold(SYSTEM(), DataRequest, request_id)
        # Taken back meanwhile, or by the erasure a moment ago.
        if request.state is not RequestState.READY:
            return 0
        request.state, request.ended_at = RequestState.GONE, clock.now()
        remove_copy(request)
        note(SYSTEM(), request, "let_copy_go", "state", "key")
    return 1
