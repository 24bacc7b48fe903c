"""Worrying about a message among Moira, the Patels and the Okafors."""

import uuid
from collections.abc import Callable
from functools import partial

from constellations.core.errors import NotFound
from constellations.models import Person
from messaging.models import Message
from messaging.safeguarding.concerns.queries import concern_read
from messaging.safeguarding.models import Concern
from messaging.safeguarding.raising.actions import Worry, raise_concern
from messaging.safeguarding.raising.queries import raised_concern
from messaging.safeguarding.rules import About
from tests.messaging.talking import Talk
from tests.sleepovers.households import sees

WORDS = "He said that he is afraid to go home."


def worry(person: Person, message: Message, about: About = About.NOBODY, in_danger: bool = False) -> Concern:
    """Say that a message worries one."""
    return raise_concern(sees(person), message.id, Worry(WORDS, about, in_danger))


def people_of(talk: Talk) -> dict[str, Person]:
    """Everybody, by name, the outsider among them."""
    homes = talk.homes
    everybody = (homes.moira, homes.tom, homes.anita, homes.okafors, homes.liaison, homes.manager, homes.finance)
    return {person.name: person for person in (*everybody, talk.outsider)}


def reading(concern: Concern, people: dict[str, Person]) -> set[str]:
    """Who of some people can read a concern."""
    return {name for name, person in people.items() if finds(partial(concern_read, sees(person), concern.id))}


def knowing(concern: Concern, people: dict[str, Person]) -> set[str]:
    """Who of some people can read what they raised."""
    return {name for name, person in people.items() if finds(partial(raised_concern, sees(person), concern.id))}


def finds(look: Callable[[], object]) -> bool:
    """Whether somebody finds what they look for."""
    try:
        look()
    except NotFound:
        return False
    return True


def missing() -> uuid.UUID:
    """The id of nothing."""
    return uuid.UUID(int=7)
