"""Sending photos and documents with a message, and sweeping the files that no message speaks of any more."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from flask_babel import gettext

from constellations.access import Viewer, find
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.files.laying import SentFile, lay_down, remove_unused
from constellations.core.files.rules import KeptFile, kind_of
from constellations.core.files.shelf import Shelf
from constellations.core.settings import current_settings
from constellations.jobs.rules import JobResult
from constellations.permissions import Permission
from messaging.attachments import rules
from messaging.attachments.queries import keys_in_use, may_send, removed_before
from messaging.models import Conversation, Message
from messaging.posting.actions import Written, post_message


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody sends with a message: files, what is to be seen on them, and that everybody may be shown."""

    files: tuple[SentFile, ...] = ()
    is_consented: bool = False
    description: str = ""


def post_with_files(viewer: Viewer, conversation_id: uuid.UUID, written: Written, chosen: Chosen) -> Message:
    """Say something with photos or a document, or without; sent again, gives what was stored the first time.

    The pictures are drawn anew before the transaction, so that nobody waits for them. Raises what `post_message` does,
    and for files what the rules of attachments and of their kinds do.
    """
    viewer.must(Permission.TALK)
    find(viewer, Conversation, conversation_id)
    if not chosen.files:
        return post_message(viewer, conversation_id, written)
    kinds = [kind_of(file.content, file.name) for file in chosen.files]
    rules.must_fit_together(kinds, may_send(viewer), chosen.is_consented)
    description = rules.tidy_description(chosen.description)
    # No connection is held meanwhile.
    session().rollback()
    kept: list[KeptFile] = []
    try:
        for kind, file in zip(kinds, chosen.files, strict=True):
            kept.append(lay_down(_shelf(), kind, file, clock.now(), description))
        return post_message(viewer, conversation_id, replace(written, files=tuple(kept)))
    finally:
        # Of what failed, or was sent before. Where the database does not answer, the sweep finds them.
        _remove_unused(file.key for file in kept)


def sweep_attachments(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # files that no message speaks of are of no service
    since: dt.date,  # noqa: ARG001  # whatever the day on which it was missed
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Remove the files of messages that were removed a week ago, and those whose message never came to be."""
    with transaction() as here:
        removed = removed_before(viewer, clock.now() - rules.KEPT_WHEN_REMOVED)
        for row in removed:
            here.delete(row)
    shelf = _shelf()
    for row in removed:
        shelf.remove(row.key)
    orphans = _remove_unused(shelf.older_than(clock.now() - rules.KEPT_WITHOUT_MESSAGE))
    words = gettext(
        "Files removed: %(removed)s of removed messages, %(orphans)s that belonged to no message.",
        removed=len(removed),
        orphans=orphans,
    )
    found = len(removed) + orphans
    return JobResult(found, words if found else "")


def _remove_unused(keys: Iterable[str]) -> int:
    """Remove those of these files that no message speaks of; gives how many."""
    return remove_unused(_shelf(), keys, partial(keys_in_use, Viewer.system()))


def _shelf() -> Shelf:
    return Shelf.below(current_settings().data_folder, rules.SHELF)
