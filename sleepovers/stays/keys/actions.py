"""Correcting the reference of a stay, and that of the ask which bears the same."""

import uuid

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.actions import note_change
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.keys.actions import Keyed, keep_old_key
from constellations.keys.queries import must_be_free
from constellations.keys.rules import KeyKind
from constellations.permissions import Permission
from sleepovers.asks.models import Ask
from sleepovers.models import Stay
from sleepovers.nights.actions import hold_stay


def correct_stay_key(viewer: Viewer, stay_id: uuid.UUID, key: str, version: int) -> None:
    """Give a stay another reference; the old one goes on finding it. Raises KeyTaken, ChangedMeanwhile, NotFound."""
    viewer.must(Permission.KEEP_REGISTER)
    with transaction():
        stay = hold_stay(viewer, stay_id)
        old = stay.key
        asked = select(Ask).where(Ask.id == stay.ask_id, Ask.key == old).with_for_update(key_share=True)
        ask = session().scalars(covering(Viewer.system(), asked)).one_or_none()
        if key != old:
            must_be_free(KeyKind.STAY, Stay.key, key, stay.id)
            must_be_free(KeyKind.STAY, Ask.key, key, stay.id)
        note_change(stay, version, old, key)
        stay.key = key
        if ask is not None:
            ask.key = key
        keep_old_key(Keyed(KeyKind.STAY, stay.service_id, stay.id), old, key)
        record(viewer, "corrected_stay_key", stay.id, service_id=stay.service_id)
        audit(viewer, Change("corrected_stay_key", "stay", stay.id, ("key",)), stay.service_id)
