"""Who finishes a monthly return, when, and what has to be said in it: pure values, the day passed in."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext

from constellations.core.clock import ALWAYS, Month
from constellations.core.errors import Conflict, Forbidden, NotFound, RuleBroken
from constellations.core.words import full_day_words, month_words
from constellations.rules import Span

LONGEST_STORY = 1500
LONGEST_WORDS = 500
MOST_AVERTED = 20
"""Of one month in one constellation: beyond it somebody slipped on the keys."""

YES, NO = "yes", "no"

MONTHS_SHOWN = 12
"""How far the list of returns goes back, beside the month that runs."""


class ReturnState(StrEnum):
    """How far a return has come."""

    OPEN = "open"
    SUBMITTED = "submitted"
    LOCKED = "locked"


class Said(StrEnum):
    """What stands beside a return."""

    SENT_BACK = "sent_back"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class HubSpan:
    """When a home is the hub of a constellation, and whether any of its carers can sign in today."""

    home_id: uuid.UUID
    home: str
    span: Span
    can_sign_in: bool = True


@dataclass(frozen=True, slots=True)
class Answers:
    """What only the hub knows: how many carers would have stopped, and placements ended, without the constellation.

    None where nobody has said; 0 is no. `sure` says that a story that looks as if it named a child names none.
    """

    resignations: int | None = None
    endings: int | None = None
    story: str = ""
    sure: bool = False


class BeforeItBegan(NotFound):
    """A month in which the constellation was not there."""

    def __init__(self, began: dt.date) -> None:
        super().__init__(
            gettext(
                "This constellation began on %(day)s. It has no return for a month before.", day=full_day_words(began)
            )
        )


class AfterItClosed(NotFound):
    """A month in which the constellation was not there any more."""

    def __init__(self, closed: dt.date) -> None:
        super().__init__(
            gettext(
                "This constellation closed on %(day)s. It has no return for a month after.", day=full_day_words(closed)
            )
        )


class StillToCome(NotFound):
    """A month in which nothing can have happened."""

    def __init__(self, month: Month) -> None:
        super().__init__(gettext("%(month)s has not begun yet, so it has no return.", month=month_words(month)))


class MonthNotOver(RuleBroken):
    """A return is submitted when its month is over."""

    def __init__(self, month: Month) -> None:
        super().__init__(
            gettext(
                "%(month)s is not over yet. You can submit its return from %(day)s on.",
                month=month_words(month),
                day=full_day_words(month.end),
            )
        )


class NotTheHub(Forbidden):
    """Somebody finishes a return who was not the hub when the month ended."""

    def __init__(self) -> None:
        super().__init__(
            gettext("The home that was the hub when the month ended finishes this return. You can read it here.")
        )


class NotOpen(Conflict):
    """It was submitted, or locked."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "This return was submitted already. Your liaison worker can send it back to you, if something is wrong."
            )
        )


class NotSubmitted(Conflict):
    """There is nothing to lock, or it is locked."""

    def __init__(self) -> None:
        super().__init__(gettext("This return does not wait for you any more. Look at it again."))


class NotLocked(Conflict):
    """Notes stand beside what nobody can change any more."""

    def __init__(self) -> None:
        super().__init__(gettext("This return is not locked. Put it right, or send it back, instead of adding a note."))


class Overtaken(Conflict):
    """Two people have it open."""

    def __init__(self) -> None:
        super().__init__(gettext("Somebody else changed this return meanwhile. Open it again; nothing was changed."))


class NotSaid(RuleBroken):
    """One of the two questions has no answer."""

    def __init__(self, about: str) -> None:
        super().__init__(gettext("Say yes or no. If you do not know, it is no."))
        self.about = about


class HowMany(RuleBroken):
    """Yes without a number, or with one that nobody can mean."""

    def __init__(self, about: str) -> None:
        super().__init__(gettext("Say how many: a number from 1 to %(most)s.", most=MOST_AVERTED))
        self.about = f"{about}_many"


class StoryTooLong(RuleBroken):
    """A novel."""

    about = "story"

    def __init__(self) -> None:
        super().__init__(gettext("Say it in fewer words: at most 1,500 letters."))


class MayName(RuleBroken):
    """What may be a child's name, once: sent with `sure` it passes. Whose it may be is not said."""

    def __init__(self, about: str) -> None:
        super().__init__(
            gettext("That may be a child’s name. Could you use no name at all? If it is nobody’s, send it anyway.")
        )
        self.about = about


class NoWords(RuleBroken):
    """Nothing said, where something has to be."""

    about = "words"

    def __init__(self) -> None:
        super().__init__(gettext("Say in a few words what it is about: at most 500 letters."))


def must_have_return(month: Month, began: dt.date | None, closed: dt.date | None, today: dt.date) -> None:
    """Raise StillToCome, BeforeItBegan or AfterItClosed for a month that has none.

    `began` is none where nobody knows, `closed` the first day on which it was not there any more.
    """
    if month.first > today:
        raise StillToCome(month)
    if began is not None and month.end <= began:
        raise BeforeItBegan(began)
    if closed is not None and month.first >= closed:
        raise AfterItClosed(closed)


def began_on(spans: Iterable[Span]) -> dt.date | None:
    """When a constellation began: with its first home; none where a home was always there, or none ever."""
    first = min((one.starts_on for one in spans), default=ALWAYS)
    return None if first == ALWAYS else first


def months_shown(began: dt.date | None, today: dt.date) -> tuple[Month, ...]:
    """The months of a list, the newest first: the one that runs and those before, not from before it began."""
    running = Month.of(today)
    months = (running.shifted(-n) for n in range(MONTHS_SHOWN + 1))
    return tuple(one for one in months if began is None or one.end > began)


def hubs_during(hubs: Iterable[HubSpan], month: Month) -> tuple[HubSpan, ...]:
    """Who was the hub on any day of a month: they read its return."""
    return tuple(one for one in hubs if one.span.overlaps(Span(month.first, month.end)))


def hubs_at_end(hubs: Iterable[HubSpan], month: Month, closed: dt.date | None = None) -> tuple[HubSpan, ...]:
    """Who was the hub when a month ended, or before the constellation closed in it: they finish its return."""
    last = month.days[-1] if closed is None else min(month.days[-1], closed - dt.timedelta(days=1))
    return tuple(one for one in hubs if last in one.span)


def may_finish(ending: Iterable[HubSpan], home_id: uuid.UUID | None, *, is_staff: bool) -> bool:
    """Whether somebody finishes a return: as the hub of the month's end, or as staff where nobody of it can sign in."""
    if is_staff:
        return not any(one.can_sign_in for one in ending)
    return home_id is not None and any(one.home_id == home_id for one in ending)


def must_be_over(month: Month, today: dt.date) -> None:
    """Raise MonthNotOver before the 1st of the next month."""
    if today < month.end:
        raise MonthNotOver(month)


def averted(about: str, answer: str, many: int | None) -> int | None:
    """How many a hub said: none where it did not answer, 0 for no; raises HowMany for a yes without a number."""
    if answer == YES:
        if many is None or many < 1:
            raise HowMany(about)
        return many
    return 0 if answer == NO else None


def must_be_sound(answers: Answers) -> Answers:
    """The answers with a tidy story; raises HowMany and StoryTooLong for what nobody can mean."""
    for about, number in (("resignations", answers.resignations), ("endings", answers.endings)):
        if number is not None and not 0 <= number <= MOST_AVERTED:
            raise HowMany(about)
    story = answers.story.strip()
    if len(story) > LONGEST_STORY:
        raise StoryTooLong
    return Answers(answers.resignations, answers.endings, story, answers.sure)


def must_be_answered(answers: Answers) -> None:
    """Raise NotSaid where one of the two questions was not answered."""
    for about, number in (("resignations", answers.resignations), ("endings", answers.endings)):
        if number is None:
            raise NotSaid(about)


def must_name_nobody(about: str, may_name: bool, sure: bool) -> None:
    """Raise MayName where words may name a child and nobody says that they do not."""
    if may_name and not sure:
        raise MayName(about)


def tidy_words(words: str) -> str:
    """Words without space around them; raises NoWords for none and for too many."""
    tidy = words.strip()
    if not 1 <= len(tidy) <= LONGEST_WORDS:
        raise NoWords
    return tidy
