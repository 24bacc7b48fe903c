"""What somebody may plan: for whom, at whose home, and what is chosen already."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find, visible
from constellations.core.database import session
from constellations.events.models import Event
from constellations.events.rules import Circle
from constellations.models import Constellation, Home, Membership, Service, holds_on
from constellations.rules import HomeRole

Named = tuple[tuple[uuid.UUID, str], ...]
"""Things by their keys, each with its name, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class MayPlan:
    """The calendars that somebody may put an event into, and the homes that may host it.

    `hubs` are the hub homes by constellation, `own_home` that of a carer.
    """

    circles: tuple[Circle, ...]
    constellations: Named
    families: Named
    hosts: Named
    hubs: dict[uuid.UUID, uuid.UUID]
    own_home: uuid.UUID | None
    photos_allowed: bool

    def host_for(self, constellation_id: uuid.UUID | None) -> uuid.UUID | None:
        """Who hosts until somebody else is chosen: a carer's own home, else the hub."""
        return self.own_home or (self.hubs.get(constellation_id) if constellation_id else None)


def may_plan_for(viewer: Viewer) -> MayPlan:
    """What the viewer may plan; four queries at most."""
    constellations = _constellations(viewer)
    members = _members(viewer, [key for key, _ in constellations])
    homes = dict.fromkeys((home_id, name) for home_id, name, _, _ in members)
    own = ((viewer.home_id, find(viewer, Home, viewer.home_id).name),) if viewer.home_id else ()
    at_all = (Circle.CONSTELLATIONS,) if constellations else ()
    return MayPlan(
        circles=(*at_all, Circle.HOME) if viewer.is_carer else (*at_all, Circle.SERVICE, Circle.HOME),
        constellations=constellations,
        families=own if viewer.is_carer else tuple(homes),
        hosts=tuple(dict.fromkeys((*own, *homes))),
        hubs={constellation: home_id for home_id, _, constellation, role in members if role is HomeRole.HUB},
        own_home=viewer.home_id,
        photos_allowed=_photos_allowed(viewer),
    )


def hosts_of(viewer: Viewer, event: Event) -> Named:
    """The homes that may host an event that is there, with the one that does, whether it is still around or not."""
    found = dict(may_plan_for(viewer).hosts)
    if event.host_id and event.host_id not in found:
        found[event.host_id] = find(Viewer.system(), Home, event.host_id).name
    return tuple(found.items())


def _constellations(viewer: Viewer) -> Named:
    rows = session().scalars(visible(viewer, Constellation).order_by(Constellation.name, Constellation.key))
    return tuple((one.id, one.name) for one in rows if viewer.is_staff or one.id in viewer.hub_or_cover_of)


def _members(viewer: Viewer, constellations: list[uuid.UUID]) -> list[tuple[uuid.UUID, str, uuid.UUID, HomeRole]]:
    if not constellations:
        return []
    rows = (
        select(Home.id, Home.name, Membership.constellation_id, Membership.role)
        .join(Membership, Membership.home_id == Home.id)
        .where(Membership.constellation_id.in_(constellations), holds_on(Membership, viewer.today))
        .order_by(Home.name, Home.key)
    )
    found = session().execute(covering(viewer, rows, Membership, through=(Home,)))
    return [(home_id, name, constellation, role) for home_id, name, constellation, role in found]


def _photos_allowed(viewer: Viewer) -> bool:
    return viewer.service_id is not None and find(viewer, Service, viewer.service_id).photos_allowed
