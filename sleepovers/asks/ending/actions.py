"""Ending an ask: agreed, declined, withdrawn, or because its nights came and nobody answered."""

import datetime as dt
import uuid

from flask_babel import ngettext
from sqlalchemy import or_, select

from constellations.access import Viewer, covering
from constellations.activity.actions import record
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.jobs.rules import JobResult
from sleepovers.asks.models import Ask, Step
from sleepovers.asks.queries import WholeAsk, whole
from sleepovers.asks.rules import StepTaken
from sleepovers.asks.telling.actions import tell_unanswered
from sleepovers.rules import AnswerState, AskState, StayKind

STILL_NEWS = dt.timedelta(days=7)
"""How long after its first day somebody is still told that nobody answered an ask."""

STILL_ASKED = (AnswerState.WAITING, AnswerState.OTHER_NIGHTS)


def end_ask(found: WholeAsk, state: AskState, reason: str | None = None) -> None:
    """Say what became of an ask; the homes that have not answered need not any more. Within a transaction.

    An ask from which a child has a stay was agreed, whatever became of the other children.
    """
    found.ask.state = AskState.AGREED if found.stays else state
    found.ask.reason, found.ask.ended_at = reason, clock.now()
    for answer in found.answers:
        if answer.state in STILL_ASKED:
            answer.state = AnswerState.NOT_NEEDED


def end_unanswered_asks(
    viewer: Viewer,
    service_id: uuid.UUID | None,
    since: dt.date,  # noqa: ARG001  # whatever the day on which it was missed: an ask of nights that are over has ended
    until: dt.date,
) -> JobResult:
    """Keep as unanswered the open asks of which the first day is over, and tell who asked; again changes nothing.

    Of nights that are long over, as they come with a register, nobody is told.
    """
    over = select(Ask).where(
        Ask.service_id == service_id,
        Ask.state == AskState.OPEN,
        Ask.arrive_on < until,
        # The night of an emergency still runs at this hour.
        or_(Ask.kind != StayKind.EMERGENCY, Ask.arrive_on < until - dt.timedelta(days=1)),
    )
    with transaction():
        found = session().scalars(covering(viewer, over.order_by(Ask.id).with_for_update())).all()
        for ask in found:
            ended = whole(ask)
            end_ask(ended, AskState.UNANSWERED)
            if ask.arrive_on >= until - STILL_NEWS:
                tell_unanswered(viewer, ended)
            session().add(Step(ask_id=ask.id, taken=StepTaken.UNANSWERED))
            record(viewer, "left_unanswered", ask.id, service_id=ask.service_id)
    return JobResult(len(found), ngettext("%(num)s ask left unanswered.", "%(num)s asks left unanswered.", len(found)))
