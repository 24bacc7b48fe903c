"""Opening conversations: those of a constellation, of a stay or an ask, between two people, and groups."""

import uuid
from collections.abc import Collection
from contextlib import suppress

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from constellations.access import Viewer, covering, find
from constellations.activity.actions import record
from constellations.core import clock
from constellations.core.database import BY_THE_WAY_SECONDS, database, session, transaction
from constellations.core.errors import Busy, NotFound
from constellations.core.ids import new_id
from constellations.models import Constellation, Person
from constellations.permissions import Permission
from messaging import rules
from messaging.conversations.queries import held_conversation
from messaging.declaration import circles
from messaging.groups.queries import is_support_group
from messaging.groups.settling.rules import must_be_open
from messaging.models import Conversation, ConversationMember
from messaging.nearness.queries import ties_of
from messaging.people.queries import partners, people_in
from messaging.rules import OF_CONSTELLATION, ConversationKind


def open_conversations(viewer: Viewer) -> None:
    """Let each of the viewer's constellations have its conversations, from when somebody first looks for them."""
    viewer.must(Permission.TALK)
    kinds, here = sorted(OF_CONSTELLATION), set(viewer.constellation_ids)
    known = select(Conversation.kind, Conversation.subject_id).where(Conversation.subject_id.in_(here))
    open_already = {(row[0], row[1]) for row in session().execute(covering(Viewer.system(), known))}
    missing = [(kind, one) for one in sorted(here) for kind in kinds if (kind, one) not in open_already]
    if not missing:
        return
    # Whoever looks does not wait for it: where it cannot be stored now, a later look does it.
    with suppress(Busy), transaction(seconds=BY_THE_WAY_SECONDS):
        for kind, constellation_id in missing:
            _open(kind, find(viewer, Constellation, constellation_id).service_id, constellation_id)


def open_about(viewer: Viewer, kind: ConversationKind, subject_id: uuid.UUID) -> uuid.UUID:
    """The conversation of a stay or an ask, begun where nobody has yet; raises NotFound where it is not theirs."""
    viewer.must(Permission.TALK)
    circle = circles().get(kind)
    if circle is None:
        raise NotFound
    with transaction():
        return _open(kind, circle.service(viewer, subject_id), subject_id)


def begin(viewer: Viewer, title: str, person_ids: Collection[uuid.UUID]) -> uuid.UUID:
    """A conversation with somebody, or a group where it has a name or several are chosen.

    Raises NobodyToTalkTo, NoTitle, GroupTooLarge, NotFound.
    """
    chosen = set(person_ids)
    if len(chosen) == 1 and not title:
        return begin_direct(viewer, chosen.pop())
    return begin_group(viewer, title, chosen)


def begin_direct(viewer: Viewer, person_id: uuid.UUID) -> uuid.UUID:
    """The conversation of the viewer and one other, begun where there is none; raises NobodyToTalkTo."""
    viewer.must(Permission.TALK)
    with transaction():
        _must_be_partners(viewer, {person_id})
        if viewer.person_id is None or viewer.service_id is None:
            raise NotFound
        both = sorted((viewer.person_id, person_id))
        begun = _open(ConversationKind.DIRECT, viewer.service_id, rules.pair(*both))
        _take_in(begun, both)
        return begun


def begin_group(viewer: Viewer, title: str, person_ids: Collection[uuid.UUID]) -> uuid.UUID:
    """A group of the viewer and some others, with a name.

    Raises NoTitle, NobodyToTalkTo, GroupTooLarge, InNoConstellation, NotFound.
    """
    viewer.must(Permission.TALK)
    if not person_ids:
        raise rules.NobodyToTalkTo
    if not title:
        raise rules.NoTitle
    with transaction():
        _must_be_partners(viewer, set(person_ids))
        if viewer.service_id is None or viewer.person_id is None:
            raise NotFound
        kind, name = ConversationKind.GROUP, title[: rules.LONGEST_TITLE]
        group = Conversation(kind=kind, service_id=viewer.service_id, title=name, created_by=viewer.person_id)
        session().add(group)
        session().flush()
        _tie(group, {viewer.person_id, *person_ids}, among=())
        record(viewer, "began_group", group.id)
        return group.id


def add_people(viewer: Viewer, conversation_id: uuid.UUID, person_ids: Collection[uuid.UUID]) -> None:
    """Take more people into a group; they read from now on.

    Raises NobodyToTalkTo, GroupTooLarge, InNoConstellation, GroupClosed, NotFound.
    """
    viewer.must(Permission.TALK)
    with transaction():
        group = _held_group(viewer, conversation_id)
        must_be_open(group.closed_at is not None)
        _must_be_partners(viewer, set(person_ids))
        present = set(people_in(group))
        if len(present | set(person_ids)) > rules.MOST_IN_GROUP:
            raise rules.GroupTooLarge
        _tie(group, set(person_ids) - present, among=present)
        record(viewer, "added_to_group", group.id, service_id=group.service_id)


def leave_group(viewer: Viewer, conversation_id: uuid.UUID) -> None:
    """Leave a group: its messages are not the viewer's to read any more. Raises NotFound."""
    viewer.must(Permission.TALK)
    with transaction():
        group = _held_group(viewer, conversation_id)
        for row in _all_members(group):
            if row.person_id == viewer.person_id:
                row.left_at = clock.now()
        record(viewer, "left_group", group.id, service_id=group.service_id)


def begin_anew(person_id: uuid.UUID) -> None:
    """As part of letting somebody back: in the groups that they are still in they read from now on.

    Nobody reads what was said while they were away (record 13), however short that was.
    """
    groups = select(Conversation.id).where(Conversation.kind == ConversationKind.GROUP)
    row = ConversationMember
    theirs = update(row).where(row.person_id == person_id, row.left_at.is_(None), row.conversation_id.in_(groups))
    anew = covering(Viewer.system(), theirs.values(joined_at=clock.now()))
    session().execute(anew.execution_options(synchronize_session=False))


def _open(kind: ConversationKind, service_id: uuid.UUID, subject_id: uuid.UUID) -> uuid.UUID:
    """One for each subject, by constraint, however many people open it in the same moment."""
    insert_here = insert_on_sqlite if database().is_sqlite else insert_on_postgresql
    row = insert_here(Conversation).values(
        id=new_id(), kind=kind, service_id=service_id, subject_id=subject_id, created_at=clock.now()
    )
    session().execute(row.on_conflict_do_nothing())
    same = select(Conversation.id).where(Conversation.kind == kind, Conversation.subject_id == subject_id)
    return session().scalars(covering(Viewer.system(), same)).one()


def _take_in(conversation_id: uuid.UUID, person_ids: Collection[uuid.UUID]) -> None:
    """Let these people be in a conversation; who is in it already stays as they are."""
    insert_here = insert_on_sqlite if database().is_sqlite else insert_on_postgresql
    rows = [{"conversation_id": conversation_id, "person_id": one, "joined_at": clock.now()} for one in person_ids]
    session().execute(insert_here(ConversationMember).values(rows).on_conflict_do_nothing())


def _tie(group: Conversation, person_ids: set[uuid.UUID], among: Collection[uuid.UUID]) -> None:
    """Let these people be in a group, from now on, through what ties them to it and to those who are there."""
    wanted = select(Person).where(Person.id.in_(person_ids)).order_by(Person.id)
    people = session().scalars(covering(Viewer.system(), wanted)).all()
    known = {row.person_id: row for row in _all_members(group)}
    for person_id, tie in ties_of(Viewer.system(), people, among).items():
        row = known.get(person_id) or ConversationMember(conversation_id=group.id, person_id=person_id)
        row.joined_at, row.left_at, row.bond, row.through = clock.now(), None, tie.bond, tie.through
        session().add(row)


def _must_be_partners(viewer: Viewer, chosen: set[uuid.UUID]) -> None:
    person_ids = {one for one in chosen if one != viewer.person_id}
    if not person_ids:
        raise rules.NobodyToTalkTo
    if len(person_ids) >= rules.MOST_IN_GROUP:
        raise rules.GroupTooLarge
    if person_ids - {person.id for person in partners(viewer)}:
        raise NotFound


def _held_group(viewer: Viewer, conversation_id: uuid.UUID) -> Conversation:
    group = held_conversation(viewer, conversation_id)
    if group.kind is not ConversationKind.GROUP or is_support_group(group.id):
        raise NotFound
    return group


def _all_members(group: Conversation) -> list[ConversationMember]:
    rows = select(ConversationMember).where(ConversationMember.conversation_id == group.id)
    return list(session().scalars(covering(Viewer.system(), rows)))
