"""The nights that a family gave and had, as tiles on its page."""

import datetime as dt
import uuid
from collections.abc import Sequence

from flask_babel import gettext, ngettext
from sqlalchemy import ColumnElement, and_, func, select

from constellations.access import Viewer, covering
from constellations.children.models import Placement
from constellations.core.database import session
from constellations.engagement.families.declaration import Tile
from constellations.engagement.families.rules import months_shown
from constellations.engagement.signs.words import on_words
from constellations.models import holds_on
from sleepovers.models import StayNight
from sleepovers.rules import NightState


def nights_tiles(viewer: Viewer, home_id: uuid.UUID) -> Sequence[Tile]:
    """The nights of visiting children that happened in a home in twelve months, and those of its children elsewhere.

    Whether the viewer may read of the home is settled by whoever asks; nights of two children count twice.
    """
    lives_here = and_(
        Placement.child_id == StayNight.child_id, Placement.home_id == home_id, holds_on(Placement, StayNight.night)
    )
    elsewhere = and_(StayNight.home_id != home_id, select(Placement.id).where(lives_here).exists())
    return (
        _tile(viewer, "nights_given", gettext("Nights given"), StayNight.home_id == home_id),
        _tile(viewer, "nights_had", gettext("Nights had"), elsewhere),
    )


def _tile(viewer: Viewer, name: str, words: str, which: ColumnElement[bool]) -> Tile:
    first = months_shown(viewer.today)[0].first
    asked = select(func.count(), func.max(StayNight.night)).where(
        which, StayNight.state == NightState.HAPPENED, StayNight.night.between(first, viewer.today)
    )
    nights, last = session().execute(covering(Viewer.system(), asked)).one()
    return Tile(name, words, ngettext("%(num)s night", "%(num)s nights", nights), _note(viewer, last))


def _note(viewer: Viewer, last: dt.date | None) -> str:
    if last is None:
        return gettext("none in twelve months")
    return gettext("in twelve months, the last on %(day)s", day=on_words(last, viewer.today))
