"""Polls as everybody in the conversation sees them, and what one has answered oneself."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Select, exists, select

from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.database import Base, session
from constellations.core.sockets import Json
from constellations.models import Person
from messaging.polls import rules
from messaging.polls.models import Poll, PollAnswer, Vote
from messaging.polls.rules import PollKind, Says

R = TypeVar("R", bound=Base)


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One answer of a poll, and how many say what to it; `names` is empty where the poll is without names."""

    number: int
    words: str | None
    day: dt.date | None
    counts: Mapping[Says, int]
    names: Mapping[Says, tuple[str, ...]]
    percent: int
    is_best: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PollShown:
    """A poll as everybody sees it, the same for each."""

    message_id: uuid.UUID
    kind: PollKind
    several: bool
    by_name: bool
    is_open: bool
    closes_on: dt.date | None
    answers: tuple[AnswerShown, ...]
    people: int

    @property
    def chosen(self) -> AnswerShown | None:
        """The day that was chosen, none where none was."""
        return next((answer for answer in self.answers if answer.is_chosen), None)

    @property
    def as_json(self) -> Json:
        """The poll as other clients read it (docs/messaging.md)."""
        return {
            "kind": self.kind.value,
            "several": self.several,
            "by_name": self.by_name,
            "open": self.is_open,
            "closes_on": self.closes_on.isoformat() if self.closes_on else None,
            "people": self.people,
            "answers": [
                {
                    "number": answer.number,
                    "words": answer.words,
                    "day": answer.day.isoformat() if answer.day else None,
                    "counts": {says.value: answer.counts[says] for says in Says},
                    "names": {says.value: list(answer.names[says]) for says in Says} if self.by_name else None,
                    "chosen": answer.is_chosen,
                }
                for answer in self.answers
            ],
        }


def polls_shown(message_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, PollShown]:
    """The polls that some messages carry; whether somebody may read those is asked before."""
    if not message_ids:
        return {}
    polls = _rows(select(Poll).where(Poll.message_id.in_(message_ids)))
    answers: dict[uuid.UUID, list[PollAnswer]] = defaultdict(list)
    for answer in _rows(select(PollAnswer).where(PollAnswer.message_id.in_(message_ids)).order_by(PollAnswer.number)):
        answers[answer.message_id].append(answer)
    votes = _votes(message_ids)
    return {poll.message_id: _shown(poll, answers[poll.message_id], votes[poll.message_id]) for poll in polls}


def own_votes(viewer: Viewer, message_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[int, Says]]:
    """What the viewer has answered to the polls of some messages that they read."""
    found: dict[uuid.UUID, dict[int, Says]] = {one: {} for one in message_ids}
    if not message_ids:
        return found
    mine = select(Vote).where(Vote.message_id.in_(message_ids), Vote.person_id == viewer.person_id)
    for vote in _rows(mine):
        found[vote.message_id][vote.number] = vote.says
    return found


def poll_of(message_id: uuid.UUID) -> Poll | None:
    """The poll that a message carries, none where it carries none."""
    rows = _rows(select(Poll).where(Poll.message_id == message_id))
    return rows[0] if rows else None


def has_votes(message_id: uuid.UUID) -> bool:
    """Whether anybody has answered the poll of a message."""
    return bool(session().scalar(covering(Viewer.system(), select(exists().where(Vote.message_id == message_id)))))


@dataclass(frozen=True, slots=True)
class _Vote:
    """A vote with the name of who gave it."""

    number: int
    says: Says
    person_id: uuid.UUID
    name: str


def _votes(message_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[_Vote]]:
    asked = (
        select(Vote.message_id, Vote.number, Vote.says, Vote.person_id, Person.name)
        .join(Person, Person.id == Vote.person_id)
        .where(Vote.message_id.in_(message_ids))
        .order_by(Person.name, Person.id)
    )
    found: dict[uuid.UUID, list[_Vote]] = defaultdict(list)
    for message_id, number, says, person_id, name in session().execute(covering(Viewer.system(), asked)):
        found[message_id].append(_Vote(number, says, person_id, name))
    return found


def _shown(poll: Poll, answers: Sequence[PollAnswer], votes: Sequence[_Vote]) -> PollShown:
    counts = {answer.number: Counter(vote.says for vote in votes if vote.number == answer.number) for answer in answers}
    people = len({vote.person_id for vote in votes})
    places = [(counts[answer.number][Says.YES], counts[answer.number][Says.IF_NEED_BE]) for answer in answers]
    best = rules.best_days(places) if poll.kind is PollKind.DAYS else frozenset()
    return PollShown(
        message_id=poll.message_id,
        kind=poll.kind,
        several=poll.several,
        by_name=poll.by_name,
        is_open=rules.is_open(poll.closed_at is not None, poll.closes_on, clock.today()),
        closes_on=poll.closes_on,
        answers=tuple(
            AnswerShown(
                number=answer.number,
                words=answer.words,
                day=answer.day,
                counts=counts[answer.number],
                names={says: _names(votes, answer.number, says) if poll.by_name else () for says in Says},
                percent=rules.percent(counts[answer.number][Says.YES], people),
                is_best=place in best,
                is_chosen=answer.number == poll.chosen,
            )
            for place, answer in enumerate(answers)
        ),
        people=people,
    )


def _names(votes: Sequence[_Vote], number: int, says: Says) -> tuple[str, ...]:
    return tuple(vote.name for vote in votes if vote.number == number and vote.says is says)


def _rows(asked: Select[R]) -> list[R]:
    return list(session().scalars(covering(Viewer.system(), asked)))
