"""Writing entries down when what they are about changes, each rendered once."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import structlog
from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.database import Base, after_commit, database, gather, session, transaction
from constellations.feeds.declaration import FeedSource, sources
from constellations.feeds.entries.queries import Key, Written, circles_of, written
from constellations.feeds.ics import Entry, Stamp, digest, rendered
from constellations.feeds.models import FeedChange, FeedCircle, FeedDebt, FeedEntry, FeedEntryCircle
from constellations.feeds.rules import Circle, Derived, is_kept, window

log = structlog.get_logger()

AT_ONCE = 100
"""So many things are looked at in one transaction, so that nobody else who writes waits long for their turn."""

GONE = "0" * 64
"""The digest of an entry that is no more and has no text; its row keeps how often it changed, for a while."""

NO_TEXT = b""


def let_feeds_follow(subject: type[Base], *ids: uuid.UUID) -> None:
    """Within a transaction: write down at its end, as a part of it, what feeds say of these things."""
    gather(_follow, *((subject, one) for one in ids))


def let_feeds_follow_name(about: uuid.UUID) -> None:
    """Within a transaction: once it is stored, write down anew whatever speaks of a child or a home."""
    after_commit(lambda: _write_about(about))


def let_feeds_follow_all(service_ids: Iterable[uuid.UUID]) -> None:
    """Within a transaction that changes much at once: let a job look at all of these services as soon as it can."""
    rows = [{"service_id": one, "since": clock.now()} for one in sorted(service_ids)]
    if rows:
        insert_here = insert_on_sqlite if database().is_sqlite else insert_on_postgresql
        owed = insert_here(FeedDebt).values(rows)
        session().execute(owed.on_conflict_do_update(index_elements=["service_id"], set_={"since": clock.now()}))


def write_entries(source: FeedSource, subjects: Collection[uuid.UUID]) -> int:
    """Let what feeds say of these things be what the source makes of them; gives how many wordings that changed."""
    with transaction():
        change = _written_anew(source, subjects)
        raise_circles(change.raised)
    return len(change.rows)


def raise_circles(raised: Mapping[Circle, Collection[uuid.UUID]]) -> None:
    """Within a transaction: say what changed in circles; in one order, so that no two writers wait for each other."""
    rows = [{"circle": circle, "circle_id": key, "version": 1} for circle, key in sorted(raised)]
    if not rows:
        return
    c = FeedCircle
    insert_here = insert_on_sqlite if database().is_sqlite else insert_on_postgresql
    keys, next_one = ["circle", "circle_id"], {"version": c.version + 1}
    moved = insert_here(c).values(rows).on_conflict_do_update(index_elements=keys, set_=next_one)
    told = session().execute(moved.returning(c.circle, c.circle_id, c.version)).all()
    changes = [
        {"circle": circle, "circle_id": key, "version": version, "subject_id": one, "day": clock.today()}
        for circle, key, version in told
        for one in raised[circle, key]
    ]
    session().execute(insert(FeedChange), changes)


Raised = dict[Circle, set[uuid.UUID]]
"""Circles, each with what changed in it."""


@dataclass(slots=True)
class _Change:
    """What is to be written: rows new and otherwise, by their keys, and the circles that are to hear of it."""

    written: Mapping[Key, Written]
    rows: dict[Key, dict[str, object]] = field(default_factory=dict)
    raised: Raised = field(default_factory=lambda: defaultdict(set))

    @property
    def touched(self) -> set[uuid.UUID]:
        """The things of which something is written anew."""
        return {key[0] for key in self.rows}

    def put(self, key: Key, derived: Derived, entry: Entry) -> None:
        """Write a wording down where it says something else than before; what nobody saw is not called off either."""
        before, says = self.written.get(key), digest(entry)
        if (before is None and derived.is_cancelled) or (before is not None and before.digest == says):
            return
        stamp = Stamp(0 if before is None else before.sequence + 1, clock.now().replace(microsecond=0))
        self.rows[key] = {
            "service_id": derived.service_id,
            "sequence": stamp.sequence,
            "changed_at": stamp.changed_at,
            "first_day": derived.first_day,
            "last_day": derived.last_day,
            "cancelled_on": clock.today() if derived.is_cancelled else None,
            "digest": says,
            "text": _rendered(key, entry, stamp),
        }

    def drop_all_but(self, there: Collection[Key]) -> None:
        """Let what is no more stand in no feed; the row goes later."""
        for key, before in self.written.items():
            if key not in there and before.digest != GONE:
                self.rows[key] = {"digest": GONE, "text": NO_TEXT, "cancelled_on": clock.today()}


def _follow(changed: set[tuple[type[Base], uuid.UUID]]) -> None:
    session().flush()
    raised: Raised = defaultdict(set)
    for source in sources():
        change = _written_anew(source, {one for subject, one in changed if subject is source.subject})
        for circle, subjects in change.raised.items():
            raised[circle] |= subjects
    raise_circles(raised)


def _write_about(about: uuid.UUID) -> None:
    first = window(clock.today())[0]
    for source in sources():
        speaking = source.about(about, first)
        if speaking is not None:
            found = session().scalars(covering(Viewer.system(), speaking)).all()
            for start in range(0, len(found), AT_ONCE):
                write_entries(source, found[start : start + AT_ONCE])


def _written_anew(source: FeedSource, subjects: Collection[uuid.UUID]) -> _Change:
    """Write down what is otherwise than before; what it is about is held, so that no older state is written over it."""
    everything, ids = Viewer.system(), sorted(subjects)
    change = _Change({})
    if not ids:
        return change
    key = source.subject.__table__.c.id
    held = select(key).where(key.in_(ids)).order_by(key).with_for_update(key_share=True)
    session().execute(covering(everything, held))
    derived = [one for one in source.derive(ids) if is_kept(one, everything.today)]
    change.written = {key: row for key, row in written(everything, ids).items() if key[1] in source.kinds}
    for one in derived:
        for wording, entry in one.wordings.items():
            change.put((one.subject_id, one.kind, wording), one, entry)
    change.drop_all_but({(one.subject_id, one.kind, wording) for one in derived for wording in one.wordings})
    _store(change)
    _stand_in_circles(change, derived, circles_of(everything, ids))
    return change


def _rendered(key: Key, entry: Entry, stamp: Stamp) -> bytes:
    """The text of an entry; none of one that cannot be written, for the others go out whatever is wrong with it."""
    try:
        return rendered(entry, stamp)
    except Exception as odd:  # noqa: BLE001  # whatever the library says of words that somebody typed
        log.error("feed_entry_unwritten", subject_id=str(key[0]), kind=key[1].value, fault=type(odd).__name__)
        return NO_TEXT


def _store(change: _Change) -> None:
    rows = {
        key: dict(zip(("subject_id", "kind", "wording"), key, strict=True)) | row for key, row in change.rows.items()
    }
    added = [row for key, row in rows.items() if key not in change.written]
    altered = [row for key, row in rows.items() if key in change.written]
    if added:
        session().execute(insert(FeedEntry), added)
    if altered:
        session().execute(covering(Viewer.system(), update(FeedEntry)), altered)


def _stand_in_circles(change: _Change, derived: Iterable[Derived], before: Mapping[uuid.UUID, set[Circle]]) -> None:
    """Let each thing stand in its circles; those of what was and of what is hear that something changed."""
    touched, known = change.touched, {key[0] for key in change.written}
    now = {one.subject_id: (one.service_id, one.circles) for one in derived if one.subject_id in touched | known}
    moved = [one for one, (_, circles) in now.items() if circles != before.get(one, set())]
    if moved:
        gone = delete(FeedEntryCircle).where(FeedEntryCircle.subject_id.in_(moved))
        session().execute(covering(Viewer.system(), gone))
        rows = [
            {"circle": circle, "circle_id": key, "subject_id": one, "service_id": now[one][0]}
            for one in moved
            for circle, key in now[one][1]
        ]
        session().execute(insert(FeedEntryCircle), rows)
    for one in touched | set(moved):
        for circle in before.get(one, set()) | (now[one][1] if one in now else set()):
            change.raised[circle].add(one)
