"""Giving nights to a stay, each in the lowest bed that is free."""

import datetime as dt
from collections.abc import Collection, Mapping

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from sleepovers.models import Stay, StayNight
from sleepovers.nights.actions import Telling, free_beds, note_change, put_down
from sleepovers.rules import NightState
from sleepovers.tonight.sockets import beds_changed

Nights = dict[dt.date, StayNight]
"""The nights of one stay, by date."""


def take_nights(telling: Telling, stay: Stay, present: Nights, slept: Mapping[dt.date, NightState]) -> Nights:
    """Say of some nights how they stand, those new to the stay included; gives the new ones.

    Nights without a bed get the lowest free one, or are noted as one more than the beds. A night that is held by
    another stay passes to this one: whether it may is checked before. The child is held, and the home from here on.
    """
    kept = {night for night, row in present.items() if row.bed or row.over_capacity}
    beds = free_beds(stay.host_id, slept.keys() - kept)
    rows = _rows_for(telling, stay, slept.keys() - present.keys())
    for night, state in slept.items():
        row = rows.get(night) or present[night]
        note_change(telling, row, None if night in rows else row.state, state)
        put_down(telling, row, state)
        if night in beds:
            row.bed = beds[night]
            row.over_capacity = row.bed is None
    beds_changed(stay.host_id, slept.keys())
    return rows


def _rows_for(telling: Telling, stay: Stay, added: Collection[dt.date]) -> Nights:
    """Rows for the nights that come new to a stay."""
    held = select(StayNight).where(StayNight.child_id == stay.child_id, StayNight.night.in_(added))
    found = {row.night: row for row in session().scalars(covering(Viewer.system(), held))}
    rows: Nights = {}
    for night in sorted(added):
        row = found.get(night)
        if row is None:
            row = StayNight(child_id=stay.child_id, night=night)
            session().add(row)
        else:
            note_change(telling, row, row.state, None)
        row.stay_id, row.home_id, row.bed, row.over_capacity = stay.id, stay.host_id, None, False
        rows[night] = row
    return rows
