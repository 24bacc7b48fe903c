"""What a service wants of the hub, which words are sought, and who is the hub."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Home, Membership, Person, holds_on
from constellations.permissions import Permission
from constellations.rules import HomeRole
from sleepovers.asks.hub.models import AskingRules, HubWord
from sleepovers.asks.hub.rules import COUNTED_DAYS, AskingRule, HubCause
from sleepovers.asks.models import Ask
from sleepovers.asks.page.queries import REACHED, AskPage
from sleepovers.asks.queries import readable_asks
from sleepovers.asks.rules import AgreementState
from sleepovers.asks.telling.queries import homes_of_children
from sleepovers.models import Stay
from sleepovers.rules import AskState, StayState


@dataclass(frozen=True, slots=True)
class HubLine:
    """The hub's word on one home, why it is sought, who said it, and whether the viewer may."""

    word_id: uuid.UUID
    home_id: uuid.UUID
    home: str
    cause: HubCause
    state: AgreementState
    who: str | None
    may_say: bool


def rule_of(service_id: uuid.UUID) -> AskingRule:
    """What a service wants; whoever asks must follow it."""
    asked = select(AskingRules).where(AskingRules.service_id == service_id)
    found = session().scalars(covering(Viewer.system(), asked)).one_or_none()
    return found.rule if found else AskingRule()


def own_rules(viewer: Viewer) -> AskingRules:
    """The rules of the viewer's service, as they stand or as a service begins; raises NotFound without a service."""
    if viewer.service_id is None:
        raise NotFound
    found = session().scalars(visible(viewer, AskingRules)).one_or_none()
    return found or AskingRules(service_id=viewer.service_id, first_stay=False, version=0)


def words_of(viewer: Viewer, page: AskPage) -> list[HubLine]:
    """The hub's words that an ask needs, by name of the home; of others than one's own home not to who only hosts."""
    asked = (
        select(HubWord, Home.name, Person.name)
        .join(Home, Home.id == HubWord.home_id)
        .outerjoin(Person, Person.id == HubWord.settled_by)
        .where(HubWord.ask_id == page.ask.id)
        .order_by(Home.name)
    )
    rows = session().execute(covering(viewer, asked, HubWord, through=(*REACHED, Person))).all()
    if not rows:
        return []
    may_say = page.is_open and may_speak_for_hub(viewer, page.family_ids)
    return [
        HubLine(row.id, row.home_id, home, row.cause, row.state, who, may_say and row.state is AgreementState.WAITING)
        for row, home, who in rows
        if page.reads_all or row.home_id in page.reads_of
    ]


def asks_for_hub(viewer: Viewer) -> list[Ask]:
    """The open asks on which the viewer's home, as the hub, has yet to say its word, the oldest first."""
    if not viewer.hub_of:
        return []
    waiting = select(HubWord.ask_id).where(HubWord.state == AgreementState.WAITING)
    asked = visible(viewer, Ask).where(Ask.state == AskState.OPEN, Ask.id.in_(waiting), readable_asks(viewer))
    rows = session().scalars(covering(viewer, asked.order_by(Ask.created_at), through=(HubWord, *REACHED))).all()
    return list(rows)


def may_speak_for_hub(viewer: Viewer, family_ids: Collection[uuid.UUID]) -> bool:
    """Whether the viewer is of the hub of the children's homes, or staff."""
    if not viewer.may(Permission.ANSWER_ASKS):
        return False
    return viewer.is_staff or viewer.home_id in hubs_around(family_ids, viewer.today)


def hubs_around(home_ids: Collection[uuid.UUID], day: dt.date) -> frozenset[uuid.UUID]:
    """The hub homes of the constellations that some homes belong to on a day."""
    mine, hub = aliased(Membership), aliased(Membership)
    asked = (
        select(hub.home_id)
        .join(mine, mine.constellation_id == hub.constellation_id)
        .where(mine.home_id.in_(home_ids), holds_on(mine, day), holds_on(hub, day), hub.role == HomeRole.HUB)
    )
    return frozenset(session().scalars(covering(Viewer.system(), asked)))


def hubs_of_children(child_ids: Collection[uuid.UUID], day: dt.date) -> frozenset[uuid.UUID]:
    """The hubs around the homes that these children live with on a day."""
    return hubs_around(homes_of_children(child_ids, day), day)


def stays_with(home_id: uuid.UUID, child_ids: Collection[uuid.UUID], today: dt.date) -> Counter[uuid.UUID]:
    """How often each child has stayed with a home within a year."""
    asked = (
        select(Stay.child_id, func.count())
        .where(
            Stay.host_id == home_id,
            Stay.child_id.in_(child_ids),
            Stay.state == StayState.HAPPENED,
            Stay.arrive_on >= today - dt.timedelta(days=COUNTED_DAYS),
        )
        .group_by(Stay.child_id)
    )
    return Counter({row[0]: row[1] for row in session().execute(covering(Viewer.system(), asked))})
