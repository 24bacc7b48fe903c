"""Making support groups, joining and leaving them, inviting, taking somebody out, and handing over."""

import uuid
from collections.abc import Collection

from flask_babel import gettext
from sqlalchemy import delete, select

from constellations.access import Viewer, covering, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.core.ids import new_id
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from messaging.groups import rules
from messaging.groups.models import GroupInvitation, SupportGroup
from messaging.groups.queries import GroupShown, InGroup, group_shown, people_to_invite
from messaging.models import Conversation, ConversationMember
from messaging.nearness.rules import Bond
from messaging.posting.actions import Written, post_message
from messaging.rules import LONGEST_TITLE, ConversationKind, NobodyToTalkTo, NoTitle


def make_group(viewer: Viewer, title: str, theme: str, is_open: bool) -> uuid.UUID:
    """Make a support group of the service, which the viewer leads; raises NoTitle, NoTheme, ThemeTooLong."""
    viewer.must(Permission.LEAD_GROUPS)
    if not title:
        raise NoTitle
    about = rules.checked_theme(theme)
    with transaction() as here:
        if viewer.service_id is None or viewer.person_id is None:
            raise NotFound
        of = {"service_id": viewer.service_id, "created_by": viewer.person_id}
        conversation = Conversation(kind=ConversationKind.GROUP, title=title[:LONGEST_TITLE], **of)
        here.add(conversation)
        here.flush()
        here.add(
            SupportGroup(conversation_id=conversation.id, service_id=viewer.service_id, theme=about, is_open=is_open)
        )
        _let_in(conversation.id, viewer.person_id).leads = True
        record(viewer, "made_support_group", conversation.id)
        audit(viewer, Change("made_support_group", "conversation", conversation.id, ["title", "theme", "is_open"]))
        return conversation.id


def join_group(viewer: Viewer, group_id: uuid.UUID) -> None:
    """Join an open group, or one to which one is invited; one reads from now on. Twice is once.

    Raises TakenOut, GroupFull, NotFound.
    """
    viewer.must(Permission.TALK)
    with transaction():
        group = _held(viewer, group_id)
        if viewer.person_id is None or not (group.is_in or group.may_join):
            raise NotFound
        if group.is_in:
            return
        row = _row(group_id, viewer.person_id)
        was_taken_out = row is not None and row.removed_by is not None
        rules.must_be_joinable(was_taken_out, group.invited_by is not None, group.size)
        _let_in(group_id, viewer.person_id)
        _answer(viewer, group_id)
        record(viewer, "joined_group", group_id)


def decline_invitation(viewer: Viewer, group_id: uuid.UUID) -> None:
    """Say no to an invitation; who invited is told. Raises NotFound."""
    viewer.must(Permission.TALK)
    with transaction():
        group = _held(viewer, group_id)
        invitation = _answer(viewer, group_id)
        if invitation is None:
            raise NotFound
        words = gettext("%(name)s does not join the group “%(title)s”.", name=viewer.name, title=group.title)
        path = f"/groups/{group_id}"
        news = News(f"group {group_id} {viewer.person_id} {invitation.invited_at.isoformat()}", words, path)
        tell([invitation.invited_by], news, by_mail=False)
        record(viewer, "declined_invitation", group_id)


def invite(viewer: Viewer, group_id: uuid.UUID, person_ids: Collection[uuid.UUID]) -> None:
    """Invite people of the service into a group that the viewer, who is staff, is in.

    Raises NobodyToTalkTo, GroupFull, NotFound.
    """
    viewer.must(Permission.LEAD_GROUPS)
    chosen = set(person_ids)
    if not chosen:
        raise NobodyToTalkTo
    with transaction() as here:
        group = _held(viewer, group_id)
        if viewer.person_id is None or chosen - {person.id for person in people_to_invite(viewer, group_id)}:
            raise NotFound
        if group.size + len(chosen) > rules.MOST_IN_SUPPORT_GROUP:
            raise rules.GroupFull
        before = delete(GroupInvitation).where(
            GroupInvitation.conversation_id == group_id, GroupInvitation.person_id.in_(chosen)
        )
        here.execute(covering(Viewer.system(), before))
        asked = {"conversation_id": group_id, "invited_by": viewer.person_id}
        here.add_all(GroupInvitation(person_id=person_id, **asked) for person_id in sorted(chosen))
        words = gettext("%(name)s invites you to the group “%(title)s”.", name=viewer.name, title=group.title)
        tell(chosen, News(f"group {group_id} {clock.now().isoformat()}", words, "/groups"))
        record(viewer, "invited_to_group", group_id)


def leave_support_group(viewer: Viewer, group_id: uuid.UUID) -> None:
    """Leave a group: nothing of it is the viewer's to read any more. Raises LastLeader, NotFound."""
    viewer.must(Permission.TALK)
    with transaction():
        group = _held(viewer, group_id)
        row = _present(group, viewer.person_id)
        other_leaders = sum(one.leads and one.person_id != viewer.person_id for one in group.people)
        rules.must_leave_it_in_hands(group.leads, other_leaders, group.size - 1)
        row.left_at, row.leads = clock.now(), False
        record(viewer, "left_group", group_id)


def take_out(viewer: Viewer, group_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Take somebody out of a group that one leads; everybody in it reads so. Raises NotALeader, NotFound."""
    viewer.must(Permission.LEAD_GROUPS)
    with transaction():
        group = _led(viewer, group_id)
        name = _inside(group, person_id).name
        if person_id == viewer.person_id:
            raise NotFound
        row = _present(group, person_id)
        row.left_at, row.leads, row.removed_by = clock.now(), False, viewer.person_id
        session().flush()
        said = gettext("I have taken %(name)s out of this group.", name=name)
        post_message(viewer, group_id, Written(new_id(), said, sure=True))
        words = gettext("You are in the group “%(title)s” no longer.", title=group.title)
        tell([person_id], News(f"group {group_id} out {clock.now().isoformat()}", words, "/groups"))
        record(viewer, "took_out_of_group", group_id)
        audit(viewer, Change("took_out_of_group", "person", person_id, ["left_at", "removed_by"]))


def hand_over(viewer: Viewer, group_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Let somebody of the staff in it lead a group too; twice is once. Raises NotALeader, CannotLead, NotFound."""
    viewer.must(Permission.LEAD_GROUPS)
    with transaction():
        group = _led(viewer, group_id)
        if not rules.may_lead(_inside(group, person_id).role):
            raise rules.CannotLead
        _present(group, person_id).leads = True
        record(viewer, "handed_over_group", group_id)
        audit(viewer, Change("handed_over_group", "person", person_id, ["leads"]))


def take_over(viewer: Viewer, group_id: uuid.UUID) -> None:
    """Lead a group whose leaders have all gone, as a manager; one reads from now on. Raises IsLed, NotALeader.

    A deputy does not: they would lead it after those days too.
    """
    viewer.must(Permission.LEAD_GROUPS)
    with transaction():
        group = _held(viewer, group_id)
        if not rules.takes_over(viewer.own_role) or viewer.person_id is None:
            raise rules.NotALeader
        if not group.may_take_over:
            raise rules.IsLed
        row = _present(group, viewer.person_id) if group.is_in else _let_in(group_id, viewer.person_id)
        row.leads = True
        record(viewer, "took_over_group", group_id)
        audit(viewer, Change("took_over_group", "conversation", group_id, ["leads"]))


def _held(viewer: Viewer, group_id: uuid.UUID) -> GroupShown:
    """A group that the viewer may know of, as it is once nobody else changes who is in it."""
    group_shown(viewer, group_id)
    hold(Viewer.system(), Conversation, group_id)
    session().expire_all()
    return group_shown(viewer, group_id)


def _led(viewer: Viewer, group_id: uuid.UUID) -> GroupShown:
    group = _held(viewer, group_id)
    if not group.leads:
        raise rules.NotALeader
    return group


def _inside(group: GroupShown, person_id: uuid.UUID | None) -> InGroup:
    found = next((one for one in group.people if one.person_id == person_id), None)
    if found is None:
        raise NotFound
    return found


def _present(group: GroupShown, person_id: uuid.UUID | None) -> ConversationMember:
    row = _row(group.group_id, _inside(group, person_id).person_id)
    if row is None:
        raise NotFound
    return row


def _row(group_id: uuid.UUID, person_id: uuid.UUID) -> ConversationMember | None:
    one = select(ConversationMember).where(
        ConversationMember.conversation_id == group_id, ConversationMember.person_id == person_id
    )
    return session().scalars(covering(Viewer.system(), one)).one_or_none()


def _let_in(group_id: uuid.UUID, person_id: uuid.UUID) -> ConversationMember:
    row = _row(group_id, person_id) or ConversationMember(conversation_id=group_id, person_id=person_id)
    row.joined_at, row.left_at, row.removed_by = clock.now(), None, None
    row.bond, row.leads = Bond.SERVICE, False
    session().add(row)
    return row


def _answer(viewer: Viewer, group_id: uuid.UUID) -> GroupInvitation | None:
    """Note that the viewer has answered an invitation, and give it; none where none waits."""
    waiting = select(GroupInvitation).where(
        GroupInvitation.conversation_id == group_id, GroupInvitation.is_pending(viewer)
    )
    found = session().scalars(covering(viewer, waiting, GroupInvitation)).one_or_none()
    if found is not None:
        found.answered_at = clock.now()
    return found
