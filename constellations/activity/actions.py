"""Writing down what happened, within the transaction in which it happens."""

import uuid
from collections.abc import Iterable

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from constellations.access import Viewer
from constellations.activity.models import NO_SERVICE, Activity, AuditEntry, AuditHead
from constellations.activity.rules import FIRST_LINK, Change, link_hash
from constellations.core import clock
from constellations.core.database import Base, before_commit, database, session
from constellations.core.tripwire import EVERYTHING, SEEN

BATCH = 5_000

# As a table, not as objects: an import adds a hundred thousand links at once.
ENTRIES = Base.metadata.tables[AuditEntry.__tablename__]


def record(
    viewer: Viewer,
    action: str,
    subject_id: uuid.UUID | None = None,
    home_id: uuid.UUID | None = None,
    service_id: uuid.UUID | None = None,
) -> None:
    """Write one activity row: who took part in what; the service is the viewer's unless given."""
    session().add(
        Activity(
            service_id=service_id or viewer.service_id,
            person_id=viewer.person_id,
            home_id=home_id or viewer.home_id,
            action=action,
            subject_id=subject_id,
        )
    )


def audit(viewer: Viewer, change: Change, service_id: uuid.UUID | None = None) -> None:
    """Add a link to the service's chain as the last thing of the transaction, so that the chain is held briefly."""
    before_commit(lambda: append_links(viewer, service_id or viewer.service_id, [change]))


def append_links(viewer: Viewer, service_id: uuid.UUID | None, changes: Iterable[Change]) -> None:
    """Add links to a service's chain now, in the order given; the chain is held until the commit."""
    chain = service_id or NO_SERVICE
    seq, last = _take_chain(chain)
    at = clock.now()
    rows: list[dict[str, object]] = []
    for change in changes:
        seq, last = seq + 1, link_hash(last, seq + 1, at, viewer.person_id, change)
        rows.append(
            {
                "chain": chain,
                "seq": seq,
                "at": at,
                "person_id": viewer.person_id,
                "action": change.action,
                "subject": change.subject,
                "subject_id": change.subject_id,
                "fields": ";".join(change.fields),
                "hash": last,
            }
        )
        if len(rows) == BATCH:
            session().execute(insert(ENTRIES), rows)
            rows.clear()
    if rows:
        session().execute(insert(ENTRIES), rows)
    session().get_one(AuditHead, chain).seq = seq
    session().get_one(AuditHead, chain).hash = last
    session().flush()


def _take_chain(chain: uuid.UUID) -> tuple[int, str]:
    """Hold the chain's head; the first writer of a chain makes it."""
    insert_here = insert_on_sqlite if database().is_sqlite else insert_on_postgresql
    first = insert_here(AuditHead).values(chain=chain, seq=0, hash=FIRST_LINK)
    session().execute(first.on_conflict_do_nothing())
    found = select(AuditHead).where(AuditHead.chain == chain).with_for_update()
    head = session().scalars(found.execution_options(**{SEEN: EVERYTHING, "populate_existing": True})).one()
    return head.seq, head.hash
