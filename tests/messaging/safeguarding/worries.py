"""Worrying about a message among Moira, the Patels and the Okafors."""

import uuid
from collections.abc import Callable
from functools import partial

from constellations.access import Viewer
from constellations.core import clock as time
from constellations.core.errors import NotFound
from constellations.deputies.actions import name_deputy
from constellations.models import Person
from constellations.notices.models import Notice
from messaging.models import Message
from messaging.safeguarding.concerns.queries import concern_read
from messaging.safeguarding.late.actions import LATE, wake_for_late_concerns
from messaging.safeguarding.models import Concern
from messaging.safeguarding.raising.actions import Worry, raise_concern
from messaging.safeguarding.raising.queries import raised_concern
from messaging.safeguarding.rules import About
from tests.messaging.talking import Talk
from tests.registers import rows
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


def stand_in(person: Person, deputy: Person) -> None:
    """Let somebody stand in for another today."""
    today = sees(person).today
    name_deputy(sees(person), person.id, deputy.id, today, today)


def missing() -> uuid.UUID:
    """The id of nothing."""
    return uuid.UUID(int=7)


def wake() -> int:
    """One run of the job; gives what the ledger hears of it."""
    return wake_for_late_concerns(Viewer.system(), None, time.today(), time.today()).found


def woken(talk: Talk) -> list[str]:
    """Who was told that a concern waits too long, by name; once for each time."""
    names = {person.id: name for name, person in people_of(talk).items()}
    return sorted(names[person_id] for person_id, words in rows(Notice.person_id, Notice.words) if words == LATE)
