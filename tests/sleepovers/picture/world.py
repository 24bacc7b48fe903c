"""A constellation whose homes have to do with each other, made row by row."""

import datetime as dt
import uuid

from constellations.activity.models import Activity
from constellations.core.clock import LONDON
from constellations.core.ids import new_id
from constellations.events.attendance.models import Attendance, EventRegister
from constellations.events.models import Occurrence
from constellations.models import Constellation, Home, Person
from messaging.rules import ConversationKind
from tests.factories import create_event, stored
from tests.messaging.factories import create_conversation
from tests.sleepovers.households import Households


def came(constellation: Constellation, day: str, *homes: Home, title: str = "Picnic") -> Occurrence:
    """An event with a register of some homes, two adults and a child of each."""
    event = create_event(constellation, day, title)
    stored(EventRegister(occurrence_id=event.id))
    stored(*(Attendance(occurrence_id=event.id, home_id=home.id, adults=2, children=1) for home in homes))
    return event


def wrote(subject_id: uuid.UUID, day: str, *people: Person) -> None:
    """The rows of the activity log of people who wrote in a conversation on a day, late in the evening in London."""
    at = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(23, 30), LONDON)
    stored(
        *(
            Activity(
                id=new_id(),
                at=at,
                service_id=one.service_id,
                person_id=one.id,
                home_id=one.home_id,
                action="talked",
                subject_id=subject_id,
            )
            for one in people
        )
    )


def group_of(homes: Households, *people: Person) -> uuid.UUID:
    """A group of some people."""
    return create_conversation(ConversationKind.GROUP, homes.service, people=people, title="Walks").id
