"""Who comes to an event, as far as somebody reads of it: families and numbers, by initials for hosts and staff."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from constellations.access import Viewer, condition_on, covering, find
from constellations.children.models import Child
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.events.answers.models import EventAnswer, EventGuest, HomeDiet, asked_on_its_day, hosted_by
from constellations.events.answers.rules import Coming, free_places, too_many, wants_another_look
from constellations.events.families.queries import Household, gathered, homes_asked, households, named_by
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.rules import Circle, Repeats
from constellations.models import Home, HomeTerms, Membership, Person, Service
from constellations.permissions import Permission


@dataclass(frozen=True, slots=True)
class FamilyComing:
    """What one family said; `home` is none where the viewer reads of no such family, and nobody is named then.

    `named` are those of them whom the viewer may read of, `diet` what they eat; both for hosts and staff alone.
    """

    answer_id: uuid.UUID
    home_id: uuid.UUID
    home: str | None
    said: Coming
    adults: int
    children: int
    waits: bool
    named: Household = field(default_factory=Household)
    diet: str = ""

    @property
    def heads(self) -> int:
        """How many people."""
        return self.adults + self.children


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What the viewer's own family said, and what its next answer would begin with."""

    home_id: uuid.UUID
    household: Household
    said: Coming | None
    waits: bool
    adults: int
    children: int
    ticked: frozenset[uuid.UUID]
    more_adults: int
    more_children: int
    diet: str
    looks_again: bool


@dataclass(frozen=True, slots=True)
class WhoComes:
    """Who comes to one date of an event."""

    occurrence_id: uuid.UUID
    title: str
    starts_on: dt.date
    starts_at: dt.time | None
    minutes: int
    families: tuple[FamilyComing, ...]
    capacity: int | None
    own: OwnAnswer | None
    is_asked: bool
    is_host: bool
    is_series: bool
    has_begun: bool
    is_over: bool
    is_called_off: bool

    def of(self, said: Coming, *, waits: bool = False) -> list[FamilyComing]:
        """The families that said so, templates by its value; with `waits` those that go and have no place yet."""
        return [one for one in self.families if one.said == said and one.waits is waits]

    @property
    def seated(self) -> int:
        """How many people go and have a place."""
        return sum(one.heads for one in self.of(Coming.GOING))

    @property
    def adults(self) -> int:
        """How many adults go."""
        return sum(one.adults for one in self.of(Coming.GOING))

    @property
    def children(self) -> int:
        """How many children go."""
        return sum(one.children for one in self.of(Coming.GOING))

    @property
    def free(self) -> int | None:
        """How many places are left; none where there is no limit."""
        return free_places(self.capacity, self.seated)

    @property
    def too_many(self) -> int:
        """How many more come than there are places."""
        return too_many(self.capacity, self.seated)

    @property
    def may_answer(self) -> bool:
        """Whether the viewer's family is asked, and still in time."""
        return self.own is not None and self.is_asked and not self.is_over and not self.is_called_off


def who_comes(viewer: Viewer, occurrence_id: uuid.UUID) -> WhoComes:
    """Who comes to one date of an event; a fixed number of queries. Raises NotFound."""
    both = select(Occurrence, Event, hosted_by(viewer), asked_on_its_day(viewer.home_id))
    asked = both.join(Event, Event.id == Occurrence.event_id)
    asked = covering(viewer, asked.where(Occurrence.id == occurrence_id), Event, through=_AROUND)
    row = session().execute(asked).one_or_none()
    if row is None:
        raise NotFound
    at, event, hosts, asks_us = row
    is_host = bool(hosts) and viewer.may(Permission.HOST_EVENTS)
    now = clock.wall_now()
    is_over, is_asked = at.length.ends <= now, event.circle is not Circle.HOME
    return WhoComes(
        occurrence_id=at.id,
        title=at.title or event.title,
        starts_on=at.starts_on,
        starts_at=at.starts_at,
        minutes=at.minutes,
        families=_families(viewer, at.id, is_host) if is_asked else (),
        capacity=event.capacity,
        own=own_answer(viewer, at, is_over) if is_asked and asks_us else None,
        is_asked=is_asked,
        is_host=is_host and is_asked,
        is_series=event.repeats is not Repeats.NEVER,
        has_begun=at.length.begins <= clock.now(),
        is_over=is_over,
        is_called_off=at.cancelled_at is not None or event.cancelled_at is not None,
    )


_AROUND = (Event, Occurrence, EventConstellation, EventAnswer, Person, Child, Home, HomeTerms, Membership, Service)
"""What is reached only by keys of an event that the viewer sees."""


def own_answer(viewer: Viewer, at: Occurrence, is_over: bool) -> OwnAnswer | None:
    """What a carer's family said to an event; none for everybody else."""
    if not viewer.is_carer or viewer.home_id is None:
        return None
    said = answer_of(viewer, at.id, viewer.home_id)
    household = households(viewer, [viewer.home_id]).get(viewer.home_id, Household())
    kept = said is not None and said.said is not Coming.NO
    return OwnAnswer(
        home_id=viewer.home_id,
        household=household,
        said=said.said if said else None,
        waits=bool(said and said.waits_since),
        adults=said.adults if said else 0,
        children=said.children if said else 0,
        ticked=guests_of(viewer, said.id) if said and kept else household.keys,
        more_adults=said.more_adults if said else 0,
        more_children=said.more_children if said else 0,
        diet=diets(viewer, [viewer.home_id]).get(viewer.home_id, ""),
        looks_again=bool(said) and looks_again(said, at, is_over),
    )


def looks_again(said: EventAnswer | None, at: Occurrence, is_over: bool) -> bool:
    """Whether an event has moved since a family answered."""
    if said is None:
        return False
    return wants_another_look((said.for_day, said.for_time), (at.starts_on, at.starts_at), is_over=is_over)


def answer_of(viewer: Viewer, occurrence_id: uuid.UUID, home_id: uuid.UUID) -> EventAnswer | None:
    """What one family said."""
    asked = select(EventAnswer).where(EventAnswer.occurrence_id == occurrence_id, EventAnswer.home_id == home_id)
    return session().scalars(covering(viewer, asked, EventAnswer)).one_or_none()


def guests_of(viewer: Viewer, answer_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Whom of a family an answer names."""
    asked = select(EventGuest.person_id, EventGuest.child_id).where(EventGuest.answer_id == answer_id)
    rows = session().execute(covering(viewer, asked, EventGuest))
    return named_by(rows)


def diets(viewer: Viewer, homes: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What some families eat, by home, as far as it is for the viewer to know."""
    asked = select(HomeDiet.home_id, HomeDiet.words).where(HomeDiet.home_id.in_(homes), HomeDiet.words != "")
    rows = session().execute(covering(viewer, asked, HomeDiet, through=_AROUND))
    return {row[0]: row[1] for row in rows}


def homes_to_answer_for(viewer: Viewer, coming: WhoComes) -> dict[uuid.UUID, str]:
    """The families for which staff may still answer; nobody else answers for another."""
    if not viewer.is_staff or not coming.is_asked or coming.is_over or coming.is_called_off:
        return {}
    at = find(viewer, Occurrence, coming.occurrence_id)
    return homes_asked(viewer, find(viewer, Event, at.event_id), at.starts_on)


def _families(viewer: Viewer, occurrence_id: uuid.UUID, is_host: bool) -> tuple[FamilyComing, ...]:
    asked = (
        select(EventAnswer, Home.name, condition_on(Home, viewer))
        .join(Home, Home.id == EventAnswer.home_id)
        .join(Occurrence, Occurrence.id == EventAnswer.occurrence_id)
        .join(Event, Event.id == Occurrence.event_id)
        .where(EventAnswer.occurrence_id == occurrence_id, asked_on_its_day(EventAnswer.home_id))
        .order_by(EventAnswer.waits_since, Home.name, EventAnswer.id)
    )
    rows = session().execute(covering(viewer, asked, EventAnswer, through=_AROUND)).all()
    named = _named(viewer, occurrence_id) if is_host else {}
    eats = diets(viewer, [said.home_id for said, _, _ in rows]) if is_host else {}
    return tuple(
        FamilyComing(
            said.id,
            said.home_id,
            name if is_host or sees else None,
            said.said,
            said.adults,
            said.children,
            said.waits_since is not None,
            named.get(said.id, Household()),
            eats.get(said.home_id, ""),
        )
        for said, name, sees in rows
    )


def _named(viewer: Viewer, occurrence_id: uuid.UUID) -> Mapping[uuid.UUID, Household]:
    asked = (
        select(EventGuest.answer_id, Person.id, Person.name, Child.id, Child.initials)
        .join(EventAnswer, EventAnswer.id == EventGuest.answer_id)
        .outerjoin(Person, Person.id == EventGuest.person_id)
        .outerjoin(Child, Child.id == EventGuest.child_id)
        .where(EventAnswer.occurrence_id == occurrence_id)
        .order_by(Person.name, Child.initials, Child.key, EventGuest.id)
    )
    rows = session().execute(covering(viewer, asked, EventGuest, through=_AROUND))
    return gathered(rows)


LIST_COLUMNS = ("family", "answer", "has_place", "adults", "children", "names", "initials", "needs")
"""The heading of the list of who comes, as a file."""


def list_rows(coming: WhoComes) -> Iterator[Sequence[object]]:
    """The list as rows of a file, those who go first."""
    for said in Coming:
        for waits in (False, True):
            yield from (_row(family) for family in coming.of(said, waits=waits))


def _row(family: FamilyComing) -> Sequence[object]:
    place = not family.waits if family.said is Coming.GOING else None
    names, initials = (", ".join(one.label for one in who) for who in (family.named.adults, family.named.children))
    return family.home, family.said.value, place, family.adults, family.children, names, initials, family.diet
