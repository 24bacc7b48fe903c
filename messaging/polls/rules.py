"""What a poll asks, who may still answer it, and what came of it; plain values, no database."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from constellations.core.errors import Conflict, RuleBroken

FEWEST_ANSWERS, MOST_ANSWERS = 2, 10

LONGEST_ANSWER = 120

MOST_AHEAD = dt.timedelta(days=366)
"""How far ahead a poll may stay open, and its days may lie."""


class PollKind(StrEnum):
    """What one chooses from."""

    ANSWERS = "answers"
    DAYS = "days"


class Says(StrEnum):
    """What somebody says to one answer of a poll; to words, only yes."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


class TooFewAnswers(RuleBroken):
    """Nothing to choose from."""

    about = "answers"

    def __init__(self) -> None:
        super().__init__("Give at least two different answers to choose from.")


class TooManyAnswers(RuleBroken):
    """More than fit on a phone."""

    about = "answers"

    def __init__(self) -> None:
        super().__init__(f"Give at most {MOST_ANSWERS} answers.")


class AnswerTooLong(RuleBroken):
    """An answer of more than a line or two."""

    about = "answers"

    def __init__(self) -> None:
        super().__init__(f"Use shorter answers: at most {LONGEST_ANSWER} letters each.")


class DayNotAhead(RuleBroken):
    """A day that has passed, or is far away."""

    about = "answers"

    def __init__(self) -> None:
        super().__init__("Choose days from today on, no more than a year ahead.")


class ClosesTooSoon(RuleBroken):
    """A last day that has passed, or is far away."""

    about = "closes_on"

    def __init__(self) -> None:
        super().__init__("Choose a last day from today on, no more than a year ahead, or leave it empty.")


class PollClosed(Conflict):
    """Nobody answers any more."""

    def __init__(self) -> None:
        super().__init__("This poll is closed. You see what came of it.")


class NotAnAnswer(RuleBroken):
    """Something that the poll does not offer."""

    def __init__(self) -> None:
        super().__init__("Choose one of the answers that the poll offers.")


class NotWhoAsked(RuleBroken):
    """Somebody else's poll."""

    def __init__(self) -> None:
        super().__init__("Only who asked can close a poll, or choose its day.")


class NoDayChosen(RuleBroken):
    """A poll that has found no day yet."""

    def __init__(self) -> None:
        super().__init__("No day is chosen yet. Who asked chooses it; then it can go into the calendar.")


class InTheCalendarAlready(Conflict):
    """Somebody was quicker."""

    def __init__(self) -> None:
        super().__init__("This day is in the calendar already. Nothing needs to be done.")


class QuestionStands(RuleBroken):
    """Somebody has answered the question as it stands."""

    def __init__(self) -> None:
        super().__init__("Somebody has answered, so the question stands. Close the poll, and ask another one.")


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked: words to choose from, or days; one of them or several; by name or not; until the end of a day."""

    kind: PollKind
    answers: tuple[str, ...] = ()
    days: tuple[dt.date, ...] = ()
    several: bool = False
    by_name: bool = True
    closes_on: dt.date | None = None


def checked(asking: Asking, today: dt.date) -> Asking:
    """What is asked, as it is kept; raises what the parts of it raise."""
    if asking.closes_on is not None and not today <= asking.closes_on <= today + MOST_AHEAD:
        raise ClosesTooSoon
    if asking.kind is PollKind.DAYS:
        return replace(asking, answers=(), days=days_of(asking.days, today), several=True)
    return replace(asking, answers=answers_of(asking.answers), days=())


def answers_of(lines: Iterable[str]) -> tuple[str, ...]:
    """The answers that somebody wrote, each once and in order; raises TooFewAnswers, TooManyAnswers, AnswerTooLong."""
    tidied = ("".join(letter for letter in line if letter.isprintable()).strip() for line in lines)
    found = tuple(dict.fromkeys(line for line in tidied if line))
    if any(len(answer) > LONGEST_ANSWER for answer in found):
        raise AnswerTooLong
    _must_be_some(found)
    return found


def days_of(chosen: Collection[dt.date], today: dt.date) -> tuple[dt.date, ...]:
    """The days that somebody offers, each once and in order; raises TooFewAnswers, TooManyAnswers, DayNotAhead."""
    found = tuple(sorted(set(chosen)))
    _must_be_some(found)
    if not today <= found[0] <= found[-1] <= today + MOST_AHEAD:
        raise DayNotAhead
    return found


def is_open(is_closed: bool, closes_on: dt.date | None, today: dt.date) -> bool:
    """Whether a poll is still answered: nobody has closed it, and its last day is not over."""
    return not is_closed and (closes_on is None or today <= closes_on)


def must_be_sayable(kind: PollKind, says: Says | None) -> None:
    """Raise NotAnAnswer where that cannot be said: words are chosen or not; none takes an answer back."""
    if kind is PollKind.ANSWERS and says not in (Says.YES, None):
        raise NotAnAnswer


def percent(some: int, most: int) -> int:
    """How long a bar is, of a hundred; none of none is no bar."""
    return round(100 * some / most) if most else 0


def best_days(counts: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Which of the days suit most people, by place: most yes, then most if need be; none where nobody can."""
    best = max(counts, default=(0, 0))
    return frozenset(place for place, count in enumerate(counts) if count == best and any(best))


def _must_be_some(found: Collection[object]) -> None:
    if len(found) < FEWEST_ANSWERS:
        raise TooFewAnswers
    if len(found) > MOST_ANSWERS:
        raise TooManyAnswers
