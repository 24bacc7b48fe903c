"""The support groups that a viewer may know of, who is in them, and whom one may invite."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select

from constellations.access import Viewer, covering, is_key
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Person
from constellations.permissions import Role
from messaging.groups.models import GroupInvitation, SupportGroup
from messaging.groups.rules import may_lead, takes_over
from messaging.models import Conversation, ConversationMember, is_tied
from messaging.nearness.queries import talks

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class InGroup:
    """Somebody who is in a support group."""

    person_id: uuid.UUID
    name: str
    role: Role
    leads: bool

    @property
    def may_lead(self) -> bool:
        """Whether the group can be handed over to them."""
        return not self.leads and may_lead(self.role)


@dataclass(frozen=True, slots=True)
class GroupShown:
    """A support group as its viewer may know it; `people` is empty for who is not in it, but for those who lead."""

    group_id: uuid.UUID
    title: str
    theme: str
    is_open: bool
    size: int
    people: tuple[InGroup, ...]
    is_in: bool
    leads: bool
    may_invite: bool
    invited_by: str | None
    may_take_over: bool
    is_closed: bool

    @property
    def leaders(self) -> tuple[str, ...]:
        """Who leads it, by name."""
        return tuple(one.name for one in self.people if one.leads)

    @property
    def may_join(self) -> bool:
        """Whether it is to be joined with one press; who was taken out is told so then."""
        return not (self.is_in or self.is_closed) and (self.is_open or self.invited_by is not None)


def groups_of(viewer: Viewer) -> list[GroupShown]:
    """The groups the viewer is in, is invited to, or may join, by name; a fixed number of queries."""
    return _shown(viewer, select(SupportGroup, Conversation.title, Conversation.closed_at))


def group_shown(viewer: Viewer, group_id: uuid.UUID) -> GroupShown:
    """One group; raises NotFound alike for not there and not for the viewer to know of."""
    asked = select(SupportGroup, Conversation.title, Conversation.closed_at)
    found = _shown(viewer, asked.where(SupportGroup.conversation_id == group_id))
    if not found:
        raise NotFound
    return found[0]


def is_support_group(conversation_id: uuid.UUID) -> bool:
    """Whether a conversation is a support group's: people join and leave it in ways of their own."""
    one = select(SupportGroup.conversation_id).where(SupportGroup.conversation_id == conversation_id)
    return session().scalars(covering(SYSTEM(), one)).one_or_none() is not None


def people_to_invite(viewer: Viewer, group_id: uuid.UUID) -> list[Person]:
    """Everybody of the service who talks here and is not in the group, by name.

    Raises NotFound where the viewer is not one of the staff who are in it.
    """
    group = group_shown(viewer, group_id)
    if not group.may_invite:
        raise NotFound
    inside = {one.person_id for one in group.people}
    people = select(Person).where(talks(Person), is_key(Person.service_id, viewer.service_id), Person.id.not_in(inside))
    return list(session().scalars(covering(viewer, people.order_by(Person.name, Person.id), Person)))


def people_of_groups(viewer: Viewer, group_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, tuple[InGroup, ...]]:
    """Who is in these groups today, leaders first, then by name; the viewer must be the system."""
    rows = (
        select(ConversationMember, Person)
        .join(Person, Person.id == ConversationMember.person_id)
        .join(SupportGroup, SupportGroup.conversation_id == ConversationMember.conversation_id)
        .where(
            SupportGroup.conversation_id.in_(group_ids),
            ConversationMember.left_at.is_(None),
            talks(Person),
            Person.service_id == SupportGroup.service_id,
            is_tied(viewer.today),
        )
        .order_by(Person.name, Person.id)
    )
    found: dict[uuid.UUID, list[InGroup]] = defaultdict(list)
    for row, person in session().execute(covering(viewer, rows)):
        leads = row.leads and may_lead(person.role)
        found[row.conversation_id].append(InGroup(person.id, person.name, person.role, leads))
    return {one: tuple(sorted(found[one], key=lambda person: not person.leads)) for one in group_ids}


def _shown(viewer: Viewer, asked: Select[SupportGroup, str | None, dt.datetime | None]) -> list[GroupShown]:
    named = asked.join(Conversation, Conversation.id == SupportGroup.conversation_id).order_by(
        Conversation.title, Conversation.id
    )
    rows = session().execute(covering(viewer, named, SupportGroup, through=(Conversation,))).all()
    ids = [group.conversation_id for group, _, _ in rows]
    people, invited = people_of_groups(SYSTEM(), ids), _invited_by(viewer, ids)
    return [
        _one(viewer, group, title or "", people[group.conversation_id], {} if closed_at else invited, bool(closed_at))
        for group, title, closed_at in rows
    ]


def _one(
    viewer: Viewer,
    group: SupportGroup,
    title: str,
    people: tuple[InGroup, ...],
    invited: Mapping[uuid.UUID, str],
    is_closed: bool,
) -> GroupShown:
    own = next((one for one in people if one.person_id == viewer.person_id), None)
    leaders = tuple(one for one in people if one.leads)
    return GroupShown(
        group_id=group.conversation_id,
        title=title,
        theme=group.theme,
        is_open=group.is_open,
        size=len(people),
        people=people if own else leaders,
        is_in=own is not None,
        leads=own is not None and own.leads,
        may_invite=own is not None and may_lead(viewer.role) and not is_closed,
        invited_by=None if own else invited.get(group.conversation_id),
        may_take_over=takes_over(viewer.own_role) and not leaders,
        is_closed=is_closed,
    )


def _invited_by(viewer: Viewer, group_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    waiting = (
        select(GroupInvitation.conversation_id, Person.name)
        .join(Person, Person.id == GroupInvitation.invited_by)
        .where(GroupInvitation.conversation_id.in_(group_ids), GroupInvitation.is_pending(viewer))
    )
    rows = session().execute(covering(viewer, waiting, GroupInvitation, through=(Person,)))
    return {row[0]: row[1] for row in rows}
