"""Sealing anew with the newest key what an older one sealed: nothing at all where one of them is missing."""

from collections.abc import Callable, Iterable

from sqlalchemy import Text, literal, type_coerce, update

from constellations.access import Viewer, covering
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.core.seals import is_newest, seal, unseal
from constellations.core.settings import current_settings
from constellations.permissions import Permission
from constellations.sealing.queries import Sealing, StoredText, sealed_columns, sealings, texts_of
from constellations.sealing.rules import must_all_open

Renew = Callable[[Viewer], int]
"""Makes anew what else hangs on a key, such as keyed hashes; gives how many."""


def renew_seals(viewer: Viewer, also: Iterable[Renew] = ()) -> int:
    """Seal everything anew that an older key sealed, and make anew what else hangs on keys; gives how much.

    Stopped half way it is begun again. What somebody writes meanwhile is theirs. Raises SealsLost, before anything is
    changed.
    """
    viewer.must(Permission.SET_SERVICE)
    must_all_open(sealings(viewer))
    renewed = sum(_renew(viewer, column) for column in sealed_columns().values())
    return renewed + sum(renew(viewer) for renew in also)


def _renew(viewer: Viewer, column: Sealing) -> int:
    keys, renewed = current_settings().field_keys, 0
    for rows in texts_of(viewer, column):
        older = [row for row in rows if not is_newest(row[-1], keys)]
        if older:
            renewed += _seal_anew(viewer, column, older)
    return renewed


def _seal_anew(viewer: Viewer, column: Sealing, older: list[StoredText]) -> int:
    with transaction():
        for row in older:
            _seal_one(viewer, column, row)
        audit(viewer, Change("sealed_anew", column.table.name, None, (column.name,)))
    return len(older)


def _seal_one(viewer: Viewer, column: Sealing, row: StoredText) -> None:
    """Only where the row still holds that text: a newer one was sealed by who wrote it."""
    keys = current_settings().field_keys
    anew = literal(seal(unseal(row[-1], keys), keys), Text())
    change = update(column.table).where(type_coerce(column, Text) == row[-1])
    for key, value in zip(column.table.primary_key, row, strict=False):
        change = change.where(key == value)
    session().execute(covering(viewer, change.values({column.name: anew})))
