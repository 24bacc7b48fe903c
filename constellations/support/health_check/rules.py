"""When the health check is open, what it asks, and which of its numbers point at nobody: plain values."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext

from constellations.core.errors import Conflict, RuleBroken
from constellations.region.rules import SMALLEST_SHOWN

OPEN_FOR = dt.timedelta(days=28)
"""From its first day up to, but without, the day on which it is over."""

OPENS_IN = (3, 9)
"""The months on whose 1st it opens: every six months (Rotherham Fostering Plan 2023-28, 3.1)."""

MOST_QUESTIONS = 8
LONGEST_QUESTION = 120

QUESTIONS = (
    "I get a break when I need one.",
    "I know whom to ask when something is hard.",
    "What I say about the children is listened to.",
    "I feel part of my constellation.",
    "I expect to be fostering in a year’s time.",
)
"""What is asked where a service has written nothing of its own."""


class Agrees(StrEnum):
    """What a carer says to a sentence; every sentence gets one, so that each has as many answers as the others."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    RATHER_NOT = "rather_not"


class NotOpen(RuleBroken):
    """It is open for four weeks, twice a year."""

    def __init__(self) -> None:
        super().__init__(gettext("The health check is not open now. It opens on 1 March and on 1 September."))


class AnsweredAlready(Conflict):
    """Each carer answers once; what was said cannot be found again, so it cannot be changed."""

    def __init__(self) -> None:
        super().__init__(gettext("You have answered already. Nobody can see what you said, so it cannot be changed."))


class AnswerEach(RuleBroken):
    """A sentence without an answer would have fewer answers than the others."""

    def __init__(self) -> None:
        super().__init__(gettext("Answer each sentence. “I would rather not say” is an answer too."))


class BadQuestions(RuleBroken):
    """A few short sentences."""

    about = "questions"

    def __init__(self) -> None:
        super().__init__(
            gettext("Write one to %(most)s sentences, one on each line, each once and up to %(long)s letters.")
            % {"most": MOST_QUESTIONS, "long": LONGEST_QUESTION}
        )


@dataclass(frozen=True, slots=True)
class Group:
    """A constellation, or carers of none, and how many of it answered."""

    group_id: uuid.UUID | None
    answers: int


def opens_on(today: dt.date) -> dt.date | None:
    """The first day of the check that would be open today; none between two of them."""
    for month in OPENS_IN:
        first = dt.date(today.year, month, 1)
        if first <= today < first + OPEN_FOR:
            return first
    return None


def is_open(first: dt.date, end: dt.date, today: dt.date) -> bool:
    """Whether a check can be answered today; only after that its results are shown."""
    return first <= today < end


def questions_read(text: str) -> tuple[str, ...]:
    """The sentences that a service has typed, one on each line; raises BadQuestions."""
    lines = tuple(" ".join(line.split()) for line in text.splitlines())
    said = tuple(line for line in lines if line)
    if not 1 <= len(said) <= MOST_QUESTIONS or len(set(said)) != len(said):
        raise BadQuestions
    if any(len(line) > LONGEST_QUESTION or not line.isprintable() for line in said):
        raise BadQuestions
    return said


def check_answers(questions: Sequence[int], answers: Mapping[int, Agrees]) -> None:
    """Raise AnswerEach unless each question has an answer."""
    if set(questions) != set(answers):
        raise AnswerEach


def shown_groups(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups whose own results may be shown beside those of the whole service, the largest first.

    Only groups of five answers or more; and what is left when they are taken from the whole is five or more, or
    nobody: else the smallest shown is hidden too, until that holds. Carers of no constellation are never a group.
    The choice is the same whoever looks, so that two readers together learn no more than one.
    """
    known = [one for one in groups if one.group_id is not None and one.answers >= SMALLEST_SHOWN]
    shown = sorted(known, key=lambda one: (-one.answers, str(one.group_id)))
    while shown and 0 < sum(one.answers for one in groups) - sum(one.answers for one in shown) < SMALLEST_SHOWN:
        shown.pop()
    return tuple(shown)


def may_show_whole(groups: Sequence[Group]) -> bool:
    """Whether the results of the whole service may be shown."""
    return sum(one.answers for one in groups) >= SMALLEST_SHOWN
