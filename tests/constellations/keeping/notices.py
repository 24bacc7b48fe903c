"""Something that somebody was told at another time."""

import datetime as dt

from constellations.models import Person
from constellations.notices.models import Notice
from tests import factories


def told(person: Person, at: str) -> None:
    """Tell somebody something, at a moment."""
    when = dt.datetime.fromisoformat(at)
    factories.stored(Notice(person_id=person.id, once=at, words="Something is new.", path="/notices", created_at=when))
