"""Writing down what happened, within the transaction in which it happens."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import islice

import structlog
from sqlalchemy import String, cast, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from constellations.access import Viewer, covering
from constellations.activity.models import NO_SERVICE, Activity, AuditEntry, AuditHead
from constellations.activity.rules import FIRST_LINK, Change, Head, is_of_security, link_hash, link_words
from constellations.core import clock
from constellations.core.database import Base, after_commit, before_commit, database, session
from constellations.core.tripwire import EVERYTHING, SEEN

log = structlog.get_logger()

BATCH = 5_000

# As tables, not as objects: an import adds a hundred thousand links at once, and everybody waits for the head.
HEADS = Base.metadata.tables[AuditHead.__tablename__]
ENTRIES = Base.metadata.tables[AuditEntry.__tablename__]


def record(
    viewer: Viewer,
    action: str,
    subject_id: uuid.UUID | None = None,
    home_id: uuid.UUID | None = None,
    service_id: uuid.UUID | None = None,
    happened_on: dt.date | None = None,
) -> None:
    """Write one activity row: who took part in what; home and service are the viewer's unless given, the day today.

    The home is the family that took part. Each action is declared as a sign of life or as none (`*/signs.py`).
    """
    whose = home_id or viewer.home_id
    session().add(
        Activity(
            service_id=service_id or viewer.service_id,
            person_id=viewer.person_id,
            home_id=whose,
            action=action,
            subject_id=subject_id,
            happened_on=happened_on or clock.today(),
            is_own=whose is not None and whose == viewer.home_id,
        )
    )


def record_opposite(
    viewer: Viewer, done: str, opposite: str, subject_id: uuid.UUID, service_id: uuid.UUID | None, since: dt.date
) -> None:
    """Write that what was done with a subject was not, as often as that stands in the log, and with its homes and days.

    Whoever did it may live elsewhere by now. Nothing of it was written before `since`.
    """
    told = select(Activity.action, Activity.home_id, Activity.happened_on, Activity.is_own).where(
        Activity.service_id == service_id,
        Activity.at >= dt.datetime.combine(since, dt.time(), clock.LONDON),
        Activity.action.in_((done, opposite)),
        Activity.subject_id == subject_id,
    )
    standing: Counter[tuple[uuid.UUID | None, dt.date, bool]] = Counter()
    for action, home_id, day, is_own in session().execute(covering(Viewer.system(), told)):
        standing[home_id, day, is_own] += 1 if action == done else -1
    for home_id, day, is_own in standing.elements():
        record(replace(viewer, home_id=home_id if is_own else None), opposite, subject_id, home_id, service_id, day)


def record_of_day(viewer: Viewer, action: str, subject_id: uuid.UUID, service_id: uuid.UUID | None = None) -> None:
    """Write one activity row for a person, a subject and a day in London, however often it happens.

    The subject must be held, so that two at once do not both write it.
    """
    records_of_day(action, [(viewer, subject_id, service_id)])


def records_of_day(action: str, done: Collection[tuple[Viewer, uuid.UUID, uuid.UUID | None]]) -> None:
    """The same of several people, each with a subject and its service; all subjects are held."""
    by_pair = {(subject_id, viewer.person_id): (viewer, service_id) for viewer, subject_id, service_id in done}
    if not by_pair:
        return
    midnight = dt.datetime.combine(clock.today(), dt.time(), clock.LONDON)
    # By the service, too: its days are what an index knows.
    today = select(Activity.subject_id, Activity.person_id).where(
        Activity.service_id.in_({service_id or viewer.service_id for viewer, service_id in by_pair.values()}),
        Activity.action == action,
        Activity.subject_id.in_({subject_id for subject_id, _ in by_pair}),
        Activity.person_id.in_({person_id for _, person_id in by_pair}),
        Activity.at >= midnight,
    )
    known = {(row[0], row[1]) for row in session().execute(covering(Viewer.system(), today))}
    for (subject_id, person_id), (viewer, service_id) in by_pair.items():
        if (subject_id, person_id) not in known:
            record(viewer, action, subject_id, service_id=service_id)


def audit(viewer: Viewer, change: Change, service_id: uuid.UUID | None = None) -> None:
    """Add a link to the service's chain as the last thing of the transaction, so that the chain is held briefly.

    What a security log has to tell (who may do what, sensitive records seen or taken) is a line of the log too.
    """
    before_commit(lambda: _append(viewer, service_id or viewer.service_id, change))
    if is_of_security(change):
        after_commit(lambda: _tell(viewer, change))


def _tell(viewer: Viewer, change: Change) -> None:
    who = str(viewer.person_id) if viewer.person_id else None
    of_id = str(change.subject_id) if change.subject_id else None
    log.info("audited", action=change.action, of=change.subject, of_id=of_id, person_id=who)


def _append(viewer: Viewer, service_id: uuid.UUID | None, change: Change) -> None:
    if database().is_sqlite or not _append_in_one(viewer, service_id or NO_SERVICE, change):
        append_links(viewer, service_id, [change])


def _append_in_one(viewer: Viewer, chain: uuid.UUID, change: Change) -> bool:
    """Add a link in one statement, which works its hash out as `link_hash` does; false where there is no head yet.

    On PostgreSQL everybody in a service waits for the head: read, linked and moved in turn, it is held for as long as
    three answers take to come to a busy process.
    """
    at = clock.now()
    number, words = cast(HEADS.c.seq + 1, String), link_words(at, viewer.person_id, change)
    said = func.convert_to(func.concat(HEADS.c.hash, "\n", number, "\n", words), "UTF8")
    moved = (
        update(HEADS)
        .where(HEADS.c.chain == chain)
        .values(seq=HEADS.c.seq + 1, hash=func.encode(func.sha256(said), "hex"))
        .returning(HEADS.c.seq, HEADS.c.hash)
        .cte("moved")
    )
    link = {
        "chain": literal(chain, ENTRIES.c.chain.type),
        "seq": moved.c.seq,
        "at": literal(at, ENTRIES.c.at.type),
        "person_id": literal(viewer.person_id, ENTRIES.c.person_id.type),
        "action": literal(change.action),
        "subject": literal(change.subject),
        "subject_id": literal(change.subject_id, ENTRIES.c.subject_id.type),
        "fields": literal(";".join(change.fields)),
        "hash": moved.c.hash,
    }
    added = insert(ENTRIES).from_select(list(link), select(*link.values())).returning(ENTRIES.c.seq)
    whole = added.add_cte(moved).execution_options(**{SEEN: EVERYTHING})
    return session().execute(whole).one_or_none() is not None


def append_links(viewer: Viewer, service_id: uuid.UUID | None, changes: Iterable[Change]) -> None:
    """Add links to a service's chain now, in the order given; the chain is held until the commit."""
    last = take_chain(service_id)
    ahead = links_after(last, viewer, service_id, changes)
    while rows := list(islice(ahead, BATCH)):
        session().execute(insert(ENTRIES), rows)
        last = Head(int(str(rows[-1]["seq"])), str(rows[-1]["hash"]))
    move_head(service_id, last)


def links_after(
    head: Head, viewer: Viewer, service_id: uuid.UUID | None, changes: Iterable[Change]
) -> Iterator[dict[str, object]]:
    """The rows that follow a head, one for each change, worked out one by one and not stored."""
    at, seq, last = clock.now(), head.seq, head.hash
    for change in changes:
        seq += 1
        last = link_hash(last, seq, at, viewer.person_id, change)
        yield {
            "chain": service_id or NO_SERVICE,
            "seq": seq,
            "at": at,
            "person_id": viewer.person_id,
            "action": change.action,
            "subject": change.subject,
            "subject_id": change.subject_id,
            "fields": ";".join(change.fields),
            "hash": last,
        }


def take_chain(service_id: uuid.UUID | None) -> Head:
    """Hold the head of a service's chain until the commit; the first writer of a chain makes it."""
    chain = service_id or NO_SERVICE
    found = select(HEADS.c.seq, HEADS.c.hash).where(HEADS.c.chain == chain).with_for_update()
    row = session().execute(found).one_or_none()
    if row is None:
        insert_here = insert_on_sqlite if database().is_sqlite else insert_on_postgresql
        first = insert_here(HEADS).values(chain=chain, seq=0, hash=FIRST_LINK)
        session().execute(first.on_conflict_do_nothing())
        row = session().execute(found).one()
    return Head(*row)


def move_head(service_id: uuid.UUID | None, head: Head) -> None:
    """Say which link is now the last of a chain that this transaction holds."""
    moved = update(HEADS).where(HEADS.c.chain == (service_id or NO_SERVICE)).values(seq=head.seq, hash=head.hash)
    session().execute(moved)
