"""The door to a constellation's month: who reads its return, who finishes it, and who is told of it."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, or_, select

from constellations.access import Viewer, covering, visible
from constellations.calendar.rules import EARLIEST_MONTH
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Constellation, Home, LiaisonAssignment, Membership, Person, holds_on
from constellations.people.told.queries import managers_of
from constellations.permissions import Permission, Role
from constellations.rules import HomeRole, Span
from sleepovers.returns import rules
from sleepovers.returns.rules import HubSpan


@dataclass(frozen=True, slots=True)
class Around:
    """A constellation, when it began (none where nobody knows), and which homes were its hub when."""

    constellation: Constellation
    began: dt.date | None
    hubs: tuple[HubSpan, ...]

    def has_return(self, month: Month) -> bool:
        """Whether it stood on any day of a month."""
        return (self.began is None or month.end > self.began) and self.constellation.stands_on(month.first)

    def hubs_at_end(self, month: Month) -> tuple[HubSpan, ...]:
        """Who was the hub when a month ended, or before it closed."""
        return rules.hubs_at_end(self.hubs, month, self.constellation.closed_on)

    def is_finished_by(self, viewer: Viewer, month: Month) -> bool:
        """Whether somebody who got here finishes the return of a month."""
        may = rules.may_finish(self.hubs_at_end(month), viewer.home_id, is_staff=viewer.is_staff)
        return may and viewer.may(Permission.KEEP_RETURNS)

    def is_read_by(self, viewer: Viewer, month: Month) -> bool:
        """Whether somebody who got here reads the return of a month: a carer whose home was the hub on a day of it."""
        theirs = {one.home_id for one in rules.hubs_during(self.hubs, month)}
        return not viewer.is_carer or viewer.home_id in theirs

    def read_month(self, viewer: Viewer, month: Month) -> Month | None:
        """The month, where it has a return that the viewer reads; else none."""
        has_return = self.has_return(month) and month.first <= viewer.today
        return month if has_return and month >= EARLIEST_MONTH and self.is_read_by(viewer, month) else None


@dataclass(frozen=True, slots=True)
class Door:
    """A constellation's month that the viewer reads, and whether it is theirs to finish."""

    around: Around
    month: Month
    may_finish: bool

    @property
    def constellation(self) -> Constellation:
        """Whose return it is."""
        return self.around.constellation

    @property
    def finishers(self) -> tuple[HubSpan, ...]:
        """The home that was the hub when the month ended, or when today ends."""
        return self.around.hubs_at_end(self.month)


def door_to(viewer: Viewer, constellation_id: uuid.UUID, month: Month) -> Door:
    """Open the return of a month. Raises NotFound (not the viewer's), BeforeItBegan, AfterItClosed, StillToCome."""
    found = around_of(viewer, constellation_id)
    rules.must_have_return(month, found.began, found.constellation.closed_on, viewer.today)
    if not found.is_read_by(viewer, month):
        raise NotFound
    return Door(found, month, found.is_finished_by(viewer, month))


def around_of(viewer: Viewer, constellation_id: uuid.UUID) -> Around:
    """A constellation of which the viewer reads some return; raises NotFound."""
    viewer.must(Permission.SEE_RETURNS)
    found = constellations_read(viewer, constellation_id)
    if not found:
        raise NotFound
    return found[0]


def constellations_read(viewer: Viewer, only: uuid.UUID | None = None) -> list[Around]:
    """The constellations of which the viewer reads some return, by name: a carer those of which the home was hub."""
    if viewer.is_carer:
        was_hub = select(Membership.constellation_id).where(
            Membership.home_id == viewer.home_id, Membership.role == HomeRole.HUB
        )
        # Also of a constellation that the home has left since: its months as the hub stay readable.
        asked = covering(Viewer.system(), select(Constellation).where(Constellation.id.in_(was_hub)))
    elif viewer.role in (Role.LIAISON, Role.MANAGER):
        asked = visible(viewer, Constellation)
    else:
        return []
    return _arounds(asked if only is None else asked.where(Constellation.id == only))


def arounds_of_service(service_id: uuid.UUID) -> list[Around]:
    """Every constellation of a service, for a job."""
    asked = select(Constellation).where(Constellation.service_id == service_id)
    return _arounds(covering(Viewer.system(), asked))


def _arounds(asked: Select[Constellation]) -> list[Around]:
    rows = session().scalars(asked.order_by(Constellation.name, Constellation.key)).all()
    spans, hubs = _spans([one.id for one in rows])
    return [Around(one, rules.began_on(spans[one.id]), tuple(hubs[one.id])) for one in rows]


def _spans(
    ids: Collection[uuid.UUID],
) -> tuple[Mapping[uuid.UUID, list[Span]], Mapping[uuid.UUID, list[HubSpan]]]:
    spans: defaultdict[uuid.UUID, list[Span]] = defaultdict(list)
    hubs: defaultdict[uuid.UUID, list[HubSpan]] = defaultdict(list)
    can_sign_in = _carers().where(Person.home_id == Membership.home_id).exists()
    asked = select(Membership, Home.name, can_sign_in).join(Home, Home.id == Membership.home_id)
    asked = asked.where(Membership.constellation_id.in_(ids)).order_by(Membership.starts_on, Home.name)
    for row, home, can in session().execute(covering(Viewer.system(), asked)):
        span = Span(row.starts_on, row.ends_on)
        spans[row.constellation_id].append(span)
        if row.role is HomeRole.HUB:
            hubs[row.constellation_id].append(HubSpan(row.home_id, home, span, can))
    return spans, hubs


def _carers() -> Select[uuid.UUID]:
    """Who can sign in: a register brings people who were never invited."""
    return select(Person.id).where(Person.left_at.is_(None), Person.password_hash.is_not(None))


def carers_who_sign_in(home_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """The carers of some homes who can sign in."""
    here = _carers().where(Person.home_id.in_(home_ids))
    return set(session().scalars(covering(Viewer.system(), here))) if home_ids else set()


def staff_to_tell(constellation: Constellation, today: dt.date) -> set[uuid.UUID]:
    """The liaison workers of a constellation today, cover included; its service's managers where it has none."""
    workers = (
        select(LiaisonAssignment.person_id)
        .join(Person, Person.id == LiaisonAssignment.person_id)
        .where(
            LiaisonAssignment.constellation_id == constellation.id,
            holds_on(LiaisonAssignment, today),
            Person.left_at.is_(None),
        )
    )
    everything = Viewer.system()
    return set(session().scalars(covering(everything, workers))) or managers_of(everything, constellation.service_id)


def homes_during(constellation_id: uuid.UUID, first: dt.date, end: dt.date) -> dict[uuid.UUID, str]:
    """The homes that were members on any day from one to another (half-open), by name."""
    asked = (
        select(Home.id, Home.name)
        .join(Membership, Membership.home_id == Home.id)
        .where(
            Membership.constellation_id == constellation_id,
            Membership.starts_on < end,
            or_(Membership.ends_on.is_(None), Membership.ends_on > first),
        )
        .order_by(Home.name, Home.id)
    )
    return {row[0]: row[1] for row in session().execute(covering(Viewer.system(), asked))}
