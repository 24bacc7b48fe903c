"""Opening the health check, answering it, closing it, and writing its sentences.

An answer is written into no log: the time of a line there could be laid beside it.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from flask_babel import gettext, ngettext
from sqlalchemy import delete, select, update

from constellations.access import Viewer, covering, hold, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.core.words import full_day_words
from constellations.jobs.rules import JobResult
from constellations.models import Constellation, Membership, Person, Service, holds_on
from constellations.notices.actions import News, tell
from constellations.permissions import CARERS, Permission
from constellations.support.health_check.models import HealthCheck, HealthMark, HealthQuestion, HealthTally
from constellations.support.health_check.queries import open_check
from constellations.support.health_check.rules import (
    OPEN_FOR,
    QUESTIONS,
    Agrees,
    AnsweredAlready,
    NotOpen,
    check_answers,
    is_open,
    opens_on,
    questions_read,
)


def answer_health_check(viewer: Viewer, answers: Mapping[int, Agrees]) -> None:
    """Add the viewer's answers to those of their constellation, and mark that they have answered.

    Raises NotOpen, AnsweredAlready, AnswerEach.
    """
    viewer.must(Permission.ANSWER_HEALTH_CHECK)
    with transaction() as here:
        found = open_check(viewer)
        if found is None:
            raise NotOpen
        check = hold(viewer, HealthCheck, found.check_id)
        mark = visible(viewer, HealthMark).where(
            HealthMark.check_id == check.id, HealthMark.person_id == viewer.person_id
        )
        if here.scalars(mark).first() is not None:
            raise AnsweredAlready
        check_answers(tuple(found.questions), answers)
        here.add(HealthMark(check_id=check.id, person_id=viewer.person_id))
        group = _group_of(viewer, check.id)
        for number, answer in sorted(answers.items()):
            one_more = (
                update(HealthTally)
                .where(HealthTally.check_id == check.id, HealthTally.number == number, HealthTally.answer == answer)
                .where(HealthTally.constellation_id == group if group else HealthTally.constellation_id.is_(None))
                .values(given=HealthTally.given + 1)
                .execution_options(synchronize_session=False)
            )
            here.execute(covering(Viewer.system(), one_more))


def set_questions(viewer: Viewer, text: str) -> None:
    """Write the sentences of the service's next check, one on each line; an open one stays. Raises BadQuestions."""
    viewer.must(Permission.SET_SERVICE)
    said = questions_read(text)
    if viewer.service_id is None:
        raise NotFound
    with transaction() as here:
        service_id = hold(viewer, Service, viewer.service_id).id
        old = delete(HealthQuestion).where(HealthQuestion.service_id == service_id)
        here.execute(covering(viewer, old, HealthQuestion))
        here.add_all(HealthQuestion(service_id=service_id, number=n, words=words) for n, words in enumerate(said, 1))
        record(viewer, "set_health_questions", service_id, service_id=service_id)
        change = Change("set_health_questions", "health_question", service_id, ("number", "words"))
        audit(viewer, change, service_id)


def keep_health_check(
    viewer: Viewer,
    service_id: uuid.UUID | None,
    since: dt.date,  # noqa: ARG001  # one that was missed is opened as long as it would be open
    until: dt.date,
) -> JobResult:
    """Open the check of a service on its day, tell its carers once, and remove the marks of one that is over."""
    if service_id is None:
        return JobResult(0)
    with transaction():
        _forget_marks(viewer, service_id, until)
        first = opens_on(until)
        if first is None or _is_there(viewer, service_id, first):
            return JobResult(0)
        check = begin_check(viewer, service_id, first)
        carers = select(Person.id).where(Person.service_id == service_id, Person.role.in_(CARERS))
        last = full_day_words(check.ends_on - dt.timedelta(days=1))
        words = gettext("How are you? The health check of carers is open until %(day)s. Nobody sees who said what.")
        news = News(f"health_check:{check.id}", words % {"day": last}, "/support/health-check")
        told = tell(session().scalars(covering(viewer, carers)).all(), news)
    return JobResult(1, ngettext("%(num)s carer was told.", "%(num)s carers were told.", told))


def begin_check(viewer: Viewer, service_id: uuid.UUID, first: dt.date) -> HealthCheck:
    """Lay out a check with every number at nought, within a transaction; the viewer must be the system."""
    check = HealthCheck(service_id=service_id, opens_on=first, ends_on=first + OPEN_FOR)
    session().add(check)
    session().flush()
    ids = select(Constellation.id).where(Constellation.service_id == service_id).order_by(Constellation.id)
    groups: list[uuid.UUID | None] = [None, *session().scalars(covering(viewer, ids))]
    for number, question in enumerate(_questions(viewer, service_id), 1):
        of = {"check_id": check.id, "number": number, "question": question}
        session().add_all(HealthTally(constellation_id=key, answer=one, **of) for key in groups for one in Agrees)
    session().flush()
    return check


def _group_of(viewer: Viewer, check_id: uuid.UUID) -> uuid.UUID | None:
    """The one constellation with which a carer is counted: of several the one joined first that the check knows."""
    known = select(HealthTally.constellation_id).where(HealthTally.check_id == check_id)
    asked = (
        select(Membership.constellation_id)
        .where(Membership.home_id == viewer.home_id, holds_on(Membership, viewer.today))
        .where(Membership.constellation_id.in_(known))
        .order_by(Membership.starts_on, Membership.constellation_id)
    )
    return session().scalars(covering(Viewer.system(), asked)).first()


def _questions(viewer: Viewer, service_id: uuid.UUID) -> Sequence[str]:
    asked = visible(viewer, HealthQuestion).where(HealthQuestion.service_id == service_id)
    said = [row.words for row in session().scalars(asked.order_by(HealthQuestion.number))]
    return said or QUESTIONS


def _is_there(viewer: Viewer, service_id: uuid.UUID, first: dt.date) -> bool:
    there = visible(viewer, HealthCheck).where(HealthCheck.service_id == service_id)
    return any(one.opens_on == first or is_open(one.opens_on, one.ends_on, first) for one in session().scalars(there))


def _forget_marks(viewer: Viewer, service_id: uuid.UUID, today: dt.date) -> None:
    over = select(HealthCheck.id).where(HealthCheck.service_id == service_id, HealthCheck.ends_on <= today)
    old = delete(HealthMark).where(HealthMark.check_id.in_(over)).execution_options(synchronize_session=False)
    session().execute(covering(viewer, old))
