"""Giving a group another name, closing it, and opening it again; everybody in it reads so, and is told."""

import uuid

from flask_babel import gettext

from constellations.access import Viewer
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.ids import new_id
from constellations.corrections import ChangedMeanwhile
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from messaging.conversations.queries import held_conversation
from messaging.groups.settling import rules
from messaging.groups.settling.queries import settled
from messaging.models import Conversation
from messaging.people.queries import people_in
from messaging.posting.actions import Written, post_message


def rename_group(viewer: Viewer, group_id: uuid.UUID, title: str, seen: str) -> None:
    """Give a group another name; `seen` is the one that the viewer saw. The same name changes nothing.

    Raises NoTitle, TitleTooLong, NotYoursToSettle, GroupClosed, ChangedMeanwhile, NotFound.
    """
    viewer.must(Permission.TALK)
    wanted = rules.checked_title(title)
    with transaction():
        group = _held(viewer, group_id)
        rules.must_be_open(group.closed_at is not None)
        before = group.title or ""
        if before == wanted:
            return
        if before != seen:
            raise ChangedMeanwhile(before, wanted)
        group.title = wanted
        names = {"title": wanted, "before": before}
        session().flush()
        _say(viewer, group, gettext("This group is now called “%(title)s”. It was “%(before)s”.", **names))
        words = gettext("The group “%(before)s” is now called “%(title)s”.", **names)
        _tell(viewer, group, words)
        _note(viewer, group, "renamed_group", "title")


def close_group(viewer: Viewer, group_id: uuid.UUID) -> None:
    """Let nothing more be said in a group, and nobody come in; all can still be read. Twice is once.

    Raises NotYoursToSettle, NotFound.
    """
    viewer.must(Permission.TALK)
    with transaction():
        group = _held(viewer, group_id)
        if group.closed_at is not None:
            return
        _say(viewer, group, gettext("I have closed this group. What was said can still be read."))
        group.closed_at, group.closed_by = clock.now(), viewer.person_id
        words = gettext("%(name)s has closed the group “%(title)s”.", name=viewer.name, title=group.title)
        _tell(viewer, group, words)
        _note(viewer, group, "closed_group", "closed_at")


def open_group(viewer: Viewer, group_id: uuid.UUID) -> None:
    """Open a group again that was closed; twice is once. Raises NotYoursToSettle, NotFound."""
    viewer.must(Permission.TALK)
    with transaction():
        group = _held(viewer, group_id)
        if group.closed_at is None:
            return
        group.closed_at = group.closed_by = None
        session().flush()
        _say(viewer, group, gettext("I have opened this group again."))
        words = gettext("%(name)s has opened the group “%(title)s” again.", name=viewer.name, title=group.title)
        _tell(viewer, group, words)
        _note(viewer, group, "opened_group", "closed_at")


def _held(viewer: Viewer, group_id: uuid.UUID) -> Conversation:
    """A group that the viewer looks after, held until the commit."""
    held = held_conversation(viewer, group_id)
    if not settled(viewer, group_id).may_settle:
        raise rules.NotYoursToSettle
    return held


def _say(viewer: Viewer, group: Conversation, words: str) -> None:
    post_message(viewer, group.id, Written(new_id(), words, sure=True))


def _tell(viewer: Viewer, group: Conversation, words: str) -> None:
    news = News(f"group {group.id} settled {new_id()}", words, f"/conversations/{group.id}")
    tell(set(people_in(group)) - {viewer.person_id}, news, by_mail=False)


def _note(viewer: Viewer, group: Conversation, action: str, field: str) -> None:
    record(viewer, action, group.id, service_id=group.service_id)
    audit(viewer, Change(action, "conversation", group.id, [field]), group.service_id)
