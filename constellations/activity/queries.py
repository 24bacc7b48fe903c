"""Reading the logs: whether the chains are whole."""

import uuid
from collections.abc import Iterator

from sqlalchemy import func, select

from constellations.access import Viewer, covering, visible
from constellations.activity.models import NO_SERVICE, AuditEntry, AuditHead
from constellations.activity.rules import Change, Head, Trail, link_hash
from constellations.core.database import Base, session
from constellations.models import Service

AT_ONCE = 1_000
"""Links that are read in one go; a chain of years is never in memory as a whole."""

ENTRY = Base.metadata.tables[AuditEntry.__tablename__].c
TOLD = (
    *(ENTRY.seq, ENTRY.at, ENTRY.person_id, ENTRY.action),
    *(ENTRY.subject, ENTRY.subject_id, ENTRY.fields, ENTRY.hash),
)
"""What a link says, and its hash; as columns: objects take three times as long."""


def first_broken_link(viewer: Viewer, service_id: uuid.UUID | None) -> int | None:
    """The number of the first link that does not follow from the one before; none where the chain is whole.

    A chain whose end was cut off breaks after its last link, and one whose head was set back after the link which that
    names. Links that are added meanwhile break nothing: it is walked as far as its head stood at the beginning.
    """
    chain = service_id or NO_SERVICE
    head = _head(chain)
    last, seq = Head().hash, 0
    links = visible(viewer, AuditEntry).where(AuditEntry.chain == chain, AuditEntry.seq <= head.seq)
    told = links.order_by(AuditEntry.seq).with_only_columns(*TOLD).execution_options(yield_per=AT_ONCE)
    with session().execute(told) as read:
        for number, at, person_id, action, subject, subject_id, names, said in read:
            seq += 1
            fields = names.split(";") if names else []
            last = link_hash(last, seq, at, person_id, Change(action, subject, subject_id, fields))
            if (number, said) != (seq, last):
                return seq
    return seq + 1 if Head(seq, last) != head else _first_beyond_head(viewer, chain)


def trails(viewer: Viewer) -> Iterator[Trail]:
    """Each chain that there is or should be, walked from its first link to its last; the viewer must be the system."""
    services = set(session().scalars(visible(viewer, Service).with_only_columns(Service.id)))
    heads = set(session().scalars(select(AuditHead.chain)))
    linked = set(session().scalars(covering(viewer, select(AuditEntry.chain).distinct())))
    for chain in sorted({NO_SERVICE} | services | heads | linked):
        service_id = None if chain == NO_SERVICE else chain
        yield Trail(service_id, _head(chain).seq, first_broken_link(viewer, service_id))


def _head(chain: uuid.UUID) -> Head:
    row = session().execute(select(AuditHead.seq, AuditHead.hash).where(AuditHead.chain == chain)).one_or_none()
    return Head(*row) if row else Head()


def _first_beyond_head(viewer: Viewer, chain: uuid.UUID) -> int | None:
    """The first link that no head speaks of; links and head are asked at once, so that new ones are not among them."""
    head = select(AuditHead.seq).where(AuditHead.chain == chain).scalar_subquery()
    beyond = visible(viewer, AuditEntry).where(AuditEntry.chain == chain, AuditEntry.seq > func.coalesce(head, 0))
    return session().scalar(beyond.with_only_columns(func.min(AuditEntry.seq)))
