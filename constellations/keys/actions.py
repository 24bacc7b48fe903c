"""Keeping old references as other names of what is called otherwise now, as part of an action that changes them."""

import uuid
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from constellations.access import Viewer, covering, hold
from constellations.actions import note_change
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.keys.models import OldKey
from constellations.keys.queries import must_be_free
from constellations.keys.rules import KeyKind
from constellations.models import Constellation
from constellations.permissions import Permission


@dataclass(frozen=True, slots=True)
class Keyed:
    """Something with a reference: what it is, whose, and by which id."""

    kind: KeyKind
    service_id: uuid.UUID
    subject_id: uuid.UUID


def keep_old_key(of: Keyed, old: str, present: str, double_id: uuid.UUID | None = None) -> None:
    """Let what was known as `old` be found by it, now that it is `present`; called so again, it needs no alias.

    `double_id` is whose reference it was, where that was merged.
    """
    if old == present:
        return
    everything, ours = Viewer.system(), OldKey.kind == of.kind
    again = (ours, OldKey.key == present, OldKey.subject_id == of.subject_id)
    # Which double it was of is known from then on by the reference that takes its place.
    double_id = double_id or session().scalar(covering(everything, select(OldKey.double_id).where(*again)))
    session().execute(covering(everything, delete(OldKey).where(*again)))
    moved = update(OldKey).where(ours, OldKey.subject_id == of.subject_id).values(present=present)
    session().execute(covering(everything, moved))
    named = {"service_id": of.service_id, "subject_id": of.subject_id, "double_id": double_id}
    session().add(OldKey(kind=of.kind, key=old, present=present, **named))
    session().flush()


def pass_old_keys_on(of: Keyed, double_id: uuid.UUID, double: str, present: str) -> None:
    """Let all that a double was ever known as find what it was merged into."""
    theirs = update(OldKey).where(OldKey.kind == of.kind, OldKey.subject_id == double_id)
    session().execute(covering(Viewer.system(), theirs.values(subject_id=of.subject_id, present=present)))
    keep_old_key(of, double, present, double_id)


def rename_constellation(viewer: Viewer, constellation_id: uuid.UUID, name: str, key: str, version: int) -> None:
    """Correct the name or the reference of a constellation; the old reference goes on finding it. Raises KeyTaken."""
    viewer.must(Permission.KEEP_REGISTER)
    with transaction():
        row = hold(viewer, Constellation, constellation_id)
        if key != row.key:
            must_be_free(KeyKind.CONSTELLATION, Constellation.key, key, row.id)
        note_change(row, version, f"{row.name} ({row.key})", f"{name} ({key})")
        old, row.name, row.key = row.key, name, key
        keep_old_key(Keyed(KeyKind.CONSTELLATION, row.service_id, row.id), old, key)
        record(viewer, "renamed_constellation", row.id)
        audit(viewer, Change("renamed_constellation", "constellation", row.id, ("name", "key")), row.service_id)
