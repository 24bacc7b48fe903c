"""Whose a conversation about a stay or an ask is: the child's carers of today, who hosts or is asked, hub and staff."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import Select, or_, select

from constellations.access import Viewer, covering, find, is_key
from constellations.children.models import Child, Placement
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.cover.queries import homes_covering
from constellations.models import Home, Membership, holds_on
from constellations.people.told.queries import carers_at, liaison_workers_of
from constellations.permissions import Permission
from constellations.rules import HomeRole
from messaging.declaration import Circle
from messaging.rules import ConversationKind
from sleepovers.asks.models import Answer, Ask, AskChild
from sleepovers.asks.telling.actions import journey_words
from sleepovers.asks.telling.queries import homes_of_children
from sleepovers.models import Stay
from sleepovers.rules import AnswerState

STILL_IN_IT = (AnswerState.WAITING, AnswerState.OTHER_NIGHTS, AnswerState.AGREED)
"""A home that has said no, or is not needed any more, is left in peace."""


def stays_around(viewer: Viewer) -> Select[uuid.UUID]:
    """The stays whose conversation is the viewer's: as host, hub, home of the child, or the liaison worker of one."""
    lives = select(Placement.child_id).where(Placement.home_id.in_(_homes(viewer)), holds_on(Placement, viewer.today))
    return select(Stay.id).where(or_(Stay.host_id.in_(_homes(viewer)), Stay.child_id.in_(lives)))


def asks_around(viewer: Viewer) -> Select[uuid.UUID]:
    """The asks whose conversation is the viewer's: as home of a child, home that may still say yes, hub or liaison."""
    asked = select(Answer.ask_id).where(Answer.home_id.in_(_homes(viewer)), Answer.state.in_(STILL_IN_IT))
    lives = (
        select(AskChild.ask_id)
        .join(Placement, Placement.child_id == AskChild.child_id)
        .where(Placement.home_id.in_(_homes(viewer)), holds_on(Placement, viewer.today))
    )
    return select(Ask.id).where(or_(Ask.id.in_(asked), Ask.id.in_(lives)))


def people_of_stay(stay_id: uuid.UUID) -> set[uuid.UUID]:
    """Everybody in the conversation of a stay today."""
    stay = find(Viewer.system(), Stay, stay_id)
    return _people({stay.host_id, *homes_of_children([stay.child_id], Viewer.system().today)})


def people_of_ask(ask_id: uuid.UUID) -> set[uuid.UUID]:
    """Everybody in the conversation of an ask today."""
    everything = Viewer.system()
    asked = select(Answer.home_id).where(Answer.ask_id == ask_id, Answer.state.in_(STILL_IN_IT))
    children = select(AskChild.child_id).where(AskChild.ask_id == ask_id)
    homes = set(session().scalars(covering(everything, asked)))
    child_ids = session().scalars(covering(everything, children)).all()
    return _people(homes | homes_of_children(child_ids, everything.today))


def titles_of_stays(viewer: Viewer, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """Stays that the viewer is around, by child and nights: `JB: Fri 27 Nov, 2 nights`."""
    found = select(Stay, Child.initials).join(Child, Child.id == Stay.child_id).where(Stay.id.in_(ids))
    rows = session().execute(covering(Viewer.system(), found.where(Stay.id.in_(stays_around(viewer)))))
    return {stay.id: f"{initials}: {journey_words(stay)}" for stay, initials in rows}


def titles_of_asks(viewer: Viewer, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """The same of asks, with all their children."""
    found = (
        select(Ask, Child.initials)
        .join(AskChild, AskChild.ask_id == Ask.id)
        .join(Child, Child.id == AskChild.child_id)
        .where(Ask.id.in_(ids), Ask.id.in_(asks_around(viewer)))
        .order_by(Child.key)
    )
    children: dict[Ask, list[str]] = defaultdict(list)
    for ask, initials in session().execute(covering(Viewer.system(), found)):
        children[ask].append(initials)
    return {ask.id: f"{', '.join(names)}: {journey_words(ask)}" for ask, names in children.items()}


def service_of_stay(viewer: Viewer, stay_id: uuid.UUID) -> uuid.UUID:
    """Whose stay it is; raises NotFound where the viewer is not around it."""
    return _service(select(Stay.service_id).where(Stay.id.in_(stays_around(viewer)), Stay.id == stay_id))


def service_of_ask(viewer: Viewer, ask_id: uuid.UUID) -> uuid.UUID:
    """Whose ask it is; raises NotFound where the viewer is not around it."""
    return _service(select(Ask.service_id).where(Ask.id.in_(asks_around(viewer)), Ask.id == ask_id))


def stays_of_children(children: Select[uuid.UUID | None]) -> Select[uuid.UUID]:
    """The stays of some children."""
    return select(Stay.id).where(Stay.child_id.in_(children))


def asks_for_children(children: Select[uuid.UUID | None]) -> Select[uuid.UUID]:
    """The asks for some children, one or all of them."""
    return select(AskChild.ask_id).where(AskChild.child_id.in_(children))


def may_talk_about(viewer: Viewer, subject: Stay | Ask) -> bool:
    """Whether the viewer is in the conversation of a stay or an ask."""
    around = stays_around(viewer) if isinstance(subject, Stay) else asks_around(viewer)
    model = Stay if isinstance(subject, Stay) else Ask
    found = around.where(model.id == subject.id)
    return viewer.may(Permission.TALK) and session().scalars(covering(Viewer.system(), found)).first() is not None


CIRCLES = (
    Circle(ConversationKind.STAY, stays_around, people_of_stay, titles_of_stays, service_of_stay, stays_of_children),
    Circle(ConversationKind.ASK, asks_around, people_of_ask, titles_of_asks, service_of_ask, asks_for_children),
)
"""What a conversation here may belong to."""


def _homes(viewer: Viewer) -> Select[uuid.UUID]:
    """The homes for which a viewer speaks: a carer's own and those around a hub of theirs, a liaison worker's all."""
    around = viewer.hub_or_cover_of if viewer.is_carer else viewer.constellation_ids
    members = select(Membership.home_id).where(
        Membership.constellation_id.in_(around), holds_on(Membership, viewer.today)
    )
    return select(Home.id).where(or_(is_key(Home.id, viewer.home_id), Home.id.in_(members)))


def _people(home_ids: set[uuid.UUID]) -> set[uuid.UUID]:
    everything = Viewer.system()
    near = select(Membership.constellation_id).where(
        Membership.home_id.in_(home_ids), holds_on(Membership, everything.today)
    )
    hubs = select(Membership.home_id).where(
        Membership.constellation_id.in_(near),
        Membership.role == HomeRole.HUB,
        holds_on(Membership, everything.today),
    )
    hub_ids = set(session().scalars(covering(everything, hubs)))
    hub_ids |= homes_covering(hub_ids, everything.today)
    return carers_at(home_ids | hub_ids) | liaison_workers_of(everything, home_ids)


def _service(found: Select[uuid.UUID]) -> uuid.UUID:
    service_id = session().scalars(covering(Viewer.system(), found)).one_or_none()
    if service_id is None:
        raise NotFound
    return service_id
