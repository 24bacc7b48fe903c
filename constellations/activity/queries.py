"""Reading the logs: what was done to one thing, and whether a chain is whole."""

import uuid

from constellations.access import Viewer, visible
from constellations.activity.models import NO_SERVICE, AuditEntry, AuditHead
from constellations.activity.rules import FIRST_LINK, Change, link_hash
from constellations.core.database import session


def first_broken_link(viewer: Viewer, service_id: uuid.UUID | None) -> int | None:
    """The number of the first link that does not follow from the one before; none where the chain is whole.

    A chain whose end was cut off breaks after its last link.
    """
    chain = service_id or NO_SERVICE
    last, seq = FIRST_LINK, 0
    links = visible(viewer, AuditEntry).where(AuditEntry.chain == chain).order_by(AuditEntry.seq)
    with session().scalars(links.execution_options(yield_per=1_000)) as read:
        for link in read:
            seq += 1
            fields = link.fields.split(";") if link.fields else []
            change = Change(link.action, link.subject, link.subject_id, fields)
            last = link_hash(last, seq, link.at, link.person_id, change)
            if link.seq != seq or link.hash != last:
                return seq
    head = session().get(AuditHead, chain)
    return None if head is None or (head.seq, head.hash) == (seq, last) else seq + 1
