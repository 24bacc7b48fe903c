"""Setting after how many days a service asks how a family is."""

from dataclasses import asdict

from constellations.access import Viewer, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.engagement.needs.models import NeedsLevels
from constellations.engagement.needs.queries import needs_levels
from constellations.engagement.needs.rules import DEFAULT_LEVELS, Levels, must_be_sound
from constellations.models import Service
from constellations.permissions import Permission

FIELDS = tuple(asdict(DEFAULT_LEVELS))


def set_needs_levels(viewer: Viewer, levels: Levels, version: int) -> None:
    """Set the numbers of the viewer's service; `version` 0 where none were set before.

    Raises a rule of `rules.py`, and ChangedMeanwhile where the page was a stale one.
    """
    viewer.must(Permission.SET_SERVICE)
    if viewer.service_id is None:
        raise NotFound
    must_be_sound(levels)
    with transaction() as here:
        hold(viewer, Service, viewer.service_id)
        row = needs_levels(viewer)
        if (row.version if row else 0) != version:
            raise ChangedMeanwhile(levels_words(row.levels if row else DEFAULT_LEVELS), levels_words(levels))
        row = row or NeedsLevels(service_id=viewer.service_id)
        for name, number in asdict(levels).items():
            setattr(row, name, number)
        here.add(row)
        record(viewer, "set_needs_levels", viewer.service_id)
        audit(viewer, Change("set_needs_levels", "needs_levels", viewer.service_id, FIELDS), viewer.service_id)


def levels_words(levels: Levels) -> str:
    """The numbers one after another, as two people who changed them at once are told."""
    return ", ".join(str(getattr(levels, name)) for name in FIELDS)
