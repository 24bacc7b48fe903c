"""Which teams answer a question, and what may stand in the list of teams: plain values."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask_babel import gettext

from constellations.core.errors import RuleBroken
from constellations.core.search_words import to_find

MOST_TOPICS = 20
"""What one team is asked about; a longer list belongs to two teams."""

LONGEST_TOPIC = 60

SHORTEST_STEM = 4
"""Letters of which a longer word may be the plural: `payment` is found by `payments`, `a` by nothing."""

FILLING = frozenset(
    ("who", "whom", "what", "where", "when", "how", "do", "does", "can", "i", "we", "my", "our", "the", "a", "an", "is")
    + (
        "are",
        "ask",
        "about",
        "for",
        "to",
        "of",
        "with",
        "in",
        "on",
        "and",
        "or",
        "me",
        "us",
        "if",
        "it",
        "need",
        "want",
    )
)
"""Words of a question that say nothing of what it is about."""

_BETWEEN = re.compile(r"[\n\r,;]+")

BY_TOPIC, BY_NAME, BY_WORDS = 3, 2, 1
"""How much it says of a team that a word is one of its topics, of its name, or of what it does."""


class NobodyReached(RuleBroken):
    """A team that nobody can phone or write to is of no use to anybody."""

    about = "phone"

    def __init__(self) -> None:
        super().__init__(gettext("Enter a phone number or an email address, so that people can reach this team."))


class TooManyTopics(RuleBroken):
    """A list that nobody reads to its end."""

    about = "topics"

    def __init__(self) -> None:
        super().__init__(gettext("That is more than 20 topics. Keep the words that carers would use."))


class TopicTooLong(RuleBroken):
    """A topic is a word or a few."""

    about = "topics"

    def __init__(self, topic: str) -> None:
        super().__init__(
            gettext("The topic “%(topic)s …” is too long. Write a few words on each line.", topic=topic[:20])
        )


class TeamThere(RuleBroken):
    """Two teams of one name cannot be told apart."""

    about = "name"

    def __init__(self, name: str) -> None:
        super().__init__(gettext("There is a team called %(name)s already. Change that one, or name this.", name=name))


@dataclass(frozen=True, slots=True)
class TeamWords:
    """What is said of a team: its name, what it does, what it is asked about, and how it is reached."""

    name: str
    does: str = ""
    topics: tuple[str, ...] = ()
    phone: str | None = None
    email: str | None = None
    hours: str = ""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.phone, self.email, self.hours, self.does, *self.topics)))


W = TypeVar("W", bound=TeamWords)


def topics_of(typed: str) -> tuple[str, ...]:
    """The topics that somebody typed, one on each line or with commas between; once each, as first written."""
    found: dict[str, str] = {}
    for piece in _BETWEEN.split(typed):
        topic = " ".join(piece.split())
        if topic:
            found.setdefault(topic.casefold(), topic)
    return tuple(found.values())


def check_team(words: TeamWords) -> None:
    """Raise NobodyReached, TooManyTopics or TopicTooLong for a team that cannot stand in the list."""
    if not (words.phone or words.email):
        raise NobodyReached
    if len(words.topics) > MOST_TOPICS:
        raise TooManyTopics
    for topic in words.topics:
        if len(topic) > LONGEST_TOPIC:
            raise TopicTooLong(topic)


def asked_words(typed: str) -> tuple[str, ...]:
    """What a question is about: its words without those that fill it."""
    return tuple(word for word in to_find(typed) if word not in FILLING)


def answering(teams: Iterable[W], typed: str) -> list[W]:
    """The teams that know something of what is asked: those that know most of it first, then by name.

    Where nothing is asked, all of them by name.
    """
    asked = asked_words(typed)
    by_name = sorted(teams, key=lambda team: (team.name.casefold(), team.name))
    if not asked:
        return by_name
    found = [(team, [_strength(team, word) for word in asked]) for team in by_name]
    known = [(team, each) for team, each in found if any(each)]
    known.sort(key=lambda one: (-sum(1 for strength in one[1] if strength), -sum(one[1])))
    return [team for team, _each in known]


def _strength(team: TeamWords, asked: str) -> int:
    for said, strength in ((team.topics, BY_TOPIC), ((team.name,), BY_NAME), ((team.does,), BY_WORDS)):
        if any(_alike(asked, word) for word in _words(said)):
            return strength
    return 0


def _words(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for one in said for word in to_find(one))


def _alike(asked: str, word: str) -> bool:
    """Whether one is the other, or begins it: `holiday` and `holidays`."""
    return word.startswith(asked) or (len(word) >= SHORTEST_STEM and asked.startswith(word))
