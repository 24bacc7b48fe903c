"""Looking for what was said, for the tests of search."""

import datetime as dt

from constellations.models import Person
from messaging.conversations.queries import conversations_of
from messaging.models import Conversation
from messaging.search.queries import Results, Wanted, found_messages
from tests.sleepovers.households import sees


def results(person: Person, wanted: Wanted) -> Results:
    """The first page of what a person finds."""
    lines = {line.conversation_id: line for line in conversations_of(sees(person))}
    return found_messages(sees(person), wanted, lines)


def finds(
    person: Person,
    words: str = "",
    by: Person | None = None,
    within: Conversation | None = None,
    first: str = "",
    last: str = "",
) -> list[str]:
    """What a person finds, the latest first, as it is shown."""
    days = [dt.date.fromisoformat(day) if day else None for day in (first, last)]
    wanted = Wanted(words, by.id if by else None, within.id if within else None, *days)
    return ["".join(part.text for part in message.parts) for message in results(person, wanted).found]
