"""The check that is open for a carer, and the results of those that are over."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from constellations.models import Constellation
from constellations.permissions import Permission
from constellations.support.health_check.models import HealthCheck, HealthMark, HealthQuestion, HealthTally
from constellations.support.health_check.rules import QUESTIONS, Agrees, Group, may_show_whole, shown_groups

Answers = Mapping[Agrees, int]


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """A check that can be answered: its sentences by number, its last day, and whether the viewer has answered."""

    check_id: uuid.UUID
    last_day: dt.date
    questions: Mapping[int, str]
    has_answered: bool


@dataclass(frozen=True, slots=True)
class GroupResult:
    """What the carers of the service, or of one constellation, answered to each sentence."""

    name: str | None
    answered: int
    by_question: Mapping[str, Answers]


@dataclass(frozen=True, slots=True)
class Results:
    """A check that is over; `groups` are those that may be shown, the service first (its name is none).

    `hidden` says that some of the viewer's constellations are not shown, because too few answered.
    """

    opened_on: dt.date
    last_day: dt.date
    groups: Sequence[GroupResult]
    hidden: bool


def own_questions(viewer: Viewer) -> tuple[str, ...]:
    """The sentences of the service's next check."""
    asked = visible(viewer, HealthQuestion).where(HealthQuestion.service_id == viewer.service_id)
    said = tuple(row.words for row in session().scalars(asked.order_by(HealthQuestion.number)))
    return said or QUESTIONS


def open_check(viewer: Viewer) -> OpenCheck | None:
    """The check that is open for the viewer, a carer; none between two of them."""
    if not viewer.may(Permission.ANSWER_HEALTH_CHECK) or viewer.service_id is None:
        return None
    now = visible(viewer, HealthCheck).where(
        HealthCheck.service_id == viewer.service_id,
        HealthCheck.opens_on <= viewer.today,
        HealthCheck.ends_on > viewer.today,
    )
    check = session().scalars(now).first()
    if check is None:
        return None
    mine = exists().where(HealthMark.check_id == check.id, HealthMark.person_id == viewer.person_id)
    has_answered = bool(session().scalar(covering(viewer, select(mine), through=(HealthMark,))))
    # The sentences alone: how often each was answered is read by nobody before the check is over.
    asked = select(HealthTally.number, HealthTally.question).where(HealthTally.check_id == check.id).distinct()
    rows = session().execute(covering(Viewer.system(), asked.order_by(HealthTally.number)))
    questions = {number: words for number, words in rows}  # noqa: C416  # rows are no pairs to a checker of types
    return OpenCheck(check.id, check.ends_on - dt.timedelta(days=1), questions, has_answered)


def waits_to_be_answered(viewer: Viewer) -> int:
    """One where a check is open that the viewer has not answered, else none."""
    found = open_check(viewer)
    return int(found is not None and not found.has_answered)


def results(viewer: Viewer) -> tuple[Results, ...]:
    """The results of all checks that are over, the newest first; what points at few is left out. Three queries.

    Which constellations are shown is decided for the whole service at once; of these a liaison worker sees the own.
    """
    viewer.must(Permission.SEE_HEALTH_CHECK)
    over = visible(viewer, HealthCheck).where(HealthCheck.ends_on <= viewer.today)
    checks = session().scalars(over.order_by(HealthCheck.opens_on.desc())).all()
    found: defaultdict[uuid.UUID, list[HealthTally]] = defaultdict(list)
    for row in session().scalars(visible(viewer, HealthTally).order_by(HealthTally.number)):
        found[row.check_id].append(row)
    mine = {one.id: one.name for one in session().scalars(visible(viewer, Constellation).order_by(Constellation.name))}
    return tuple(
        Results(check.opens_on, check.ends_on - dt.timedelta(days=1), *_groups(found[check.id], mine))
        for check in checks
    )


def _groups(rows: Sequence[HealthTally], mine: Mapping[uuid.UUID, str]) -> tuple[tuple[GroupResult, ...], bool]:
    first = min((row.number for row in rows), default=0)
    answered: defaultdict[uuid.UUID | None, int] = defaultdict(int)
    for row in rows:
        answered[row.constellation_id] += row.given if row.number == first else 0
    groups = [Group(key, count) for key, count in answered.items()]
    shown = {one.group_id for one in shown_groups(groups)}
    whole = (_result(None, rows),) if may_show_whole(groups) else ()
    theirs = tuple(
        _result(name, [row for row in rows if row.constellation_id == key])
        for key, name in mine.items()
        if key in shown
    )
    return (*whole, *theirs), any(key not in shown for key in mine if key in answered)


def _result(name: str | None, rows: Sequence[HealthTally]) -> GroupResult:
    by_question: dict[str, dict[Agrees, int]] = {}
    for row in rows:
        given = by_question.setdefault(row.question, dict.fromkeys(Agrees, 0))
        given[row.answer] += row.given
    answered = sum(next(iter(by_question.values()), {}).values())
    return GroupResult(name, answered, by_question)
