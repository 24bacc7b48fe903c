"""How a group stands for somebody who is in it: its name, whether it is closed, and whether they look after it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Person
from messaging.groups.models import SupportGroup
from messaging.groups.queries import group_shown
from messaging.groups.settling.rules import may_settle
from messaging.models import Conversation
from messaging.people.queries import people_in
from messaging.rules import ConversationKind


@dataclass(frozen=True, slots=True)
class Settled:
    """A group: since when it is closed and by whom, if it is; `may_settle` says that the viewer looks after it."""

    group_id: uuid.UUID
    title: str
    closed_at: dt.datetime | None
    closed_by: str | None
    may_settle: bool


def settled(viewer: Viewer, group_id: uuid.UUID) -> Settled:
    """A group that the viewer is in; raises NotFound, also for what is no group."""
    row = find(viewer, Conversation, group_id)
    if row.kind is not ConversationKind.GROUP:
        raise NotFound
    is_led, people = _is_led(group_id), people_in(row)
    leads = is_led and group_shown(viewer, group_id).leads
    is_mine = viewer.person_id is not None and row.created_by == viewer.person_id
    looks_after = may_settle(is_led, leads, is_mine, viewer.is_staff, row.created_by in people)
    return Settled(group_id, row.title or "", row.closed_at, _name(row.closed_by), looks_after)


def _is_led(group_id: uuid.UUID) -> bool:
    one = select(SupportGroup.conversation_id).where(SupportGroup.conversation_id == group_id)
    return session().scalar(covering(Viewer.system(), one)) is not None


def _name(person_id: uuid.UUID | None) -> str | None:
    return find(Viewer.system(), Person, person_id).name if person_id else None
