"""Who hears of it when homes go, and what of the calendar they had said yes to."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from flask_babel import ngettext
from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.events.answers.models import EventAnswer
from constellations.events.answers.rules import COMES
from constellations.events.models import EventConstellation, Occurrence
from constellations.going.declaration import Effect, Going
from constellations.models import LiaisonAssignment, Membership, Person, holds_on
from constellations.permissions import CARERS
from constellations.rules import HomeRole


def carers_of_homes(home_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """The carers of some homes who are still here: facts, for who tells them."""
    carers = select(Person.id).where(Person.home_id.in_(home_ids), Person.role.in_(CARERS), Person.left_at.is_(None))
    return set(session().scalars(covering(Viewer.system(), carers)))


def hub_and_liaison_of(constellation_id: uuid.UUID, today: dt.date) -> set[uuid.UUID]:
    """The carers of a constellation's hub of today, and who looks after it today: facts, for who tells them."""
    hubs = select(Membership.home_id).where(
        Membership.constellation_id == constellation_id, Membership.role == HomeRole.HUB, holds_on(Membership, today)
    )
    workers = select(LiaisonAssignment.person_id).where(
        LiaisonAssignment.constellation_id == constellation_id, holds_on(LiaisonAssignment, today)
    )
    everything = Viewer.system()
    homes = session().scalars(covering(everything, hubs)).all()
    return carers_of_homes(homes) | set(session().scalars(covering(everything, workers)))


def answers_given(viewer: Viewer, going: Going) -> Sequence[Effect]:
    """The dates of the constellation, from that day on, to which these families said that they come, or may come."""
    asked = (
        select(func.count())
        .select_from(EventAnswer)
        .join(Occurrence, Occurrence.id == EventAnswer.occurrence_id)
        .join(EventConstellation, EventConstellation.event_id == Occurrence.event_id)
        .where(
            EventConstellation.constellation_id == going.constellation_id,
            EventAnswer.home_id.in_(going.home_ids),
            EventAnswer.said.in_(COMES),
            Occurrence.starts_on >= going.day,
            Occurrence.cancelled_at.is_(None),
        )
    )
    reached = (Occurrence, EventConstellation)
    number = session().scalar(covering(viewer, asked, EventAnswer, through=reached)) or 0
    words = ngettext(
        "%(num)s answer to a date of the calendar after that day: the date is no longer in their calendar.",
        "%(num)s answers to dates of the calendar after that day: the dates are no longer in their calendar.",
        number,
    )
    return [Effect(words)] if number else []
