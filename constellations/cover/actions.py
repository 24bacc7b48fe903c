"""Naming a home that covers for the hub, and ending that early."""

import datetime as dt
import uuid

from flask_babel import gettext

from constellations.access import Viewer, find, hold
from constellations.actions import let_end, room_changes
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import transaction
from constellations.core.words import day_words
from constellations.cover import rules
from constellations.cover.models import HubCover
from constellations.cover.queries import covers_of, may_name_cover, people_to_tell, satellite_spans
from constellations.models import Constellation, Home
from constellations.notices.actions import News, tell
from constellations.permissions import Permission

FIELDS = ("home_id", "starts_on", "ends_on")
"""What of a cover the audit trail names."""


def name_cover(viewer: Viewer, constellation_id: uuid.UUID, home_id: uuid.UUID, first: dt.date, last: dt.date) -> None:
    """Name the home that covers for the hub from a first to a last day, both included.

    Raises NotTheHub, CannotCover, CoveredAlready, and of the days CoverInThePast and the like; NotFound.
    """
    viewer.must(Permission.SET_AVAILABILITY)
    days = rules.covered_days(first, last, viewer.today)
    with transaction() as here:
        # Held, so that nobody names another home for the same days meanwhile.
        constellation = hold(viewer, Constellation, constellation_id)
        if not may_name_cover(viewer, constellation.id):
            raise rules.NotTheHub
        home = find(viewer, Home, home_id)
        if not rules.is_member_throughout(days, satellite_spans(constellation.id, home.id)):
            raise rules.CannotCover(home.name)
        rules.must_be_uncovered(days, covers_of(constellation.id))
        ends_on = last + dt.timedelta(days=1)
        cover = HubCover(
            constellation_id=constellation.id,
            home_id=home.id,
            starts_on=first,
            ends_on=ends_on,
            named_by=viewer.person_id,
        )
        here.add(cover)
        here.flush()
        room_changes(home.id, first, viewer.today)
        record(viewer, "named_cover", cover.id, home_id=home.id)
        audit(viewer, Change("named_cover", "hub_cover", cover.id, FIELDS), constellation.service_id)
        values = {"first": day_words(first), "last": day_words(last)}
        _tell(viewer, cover, gettext("Somebody covers for the hub from %(first)s to %(last)s.", **values))


def end_cover(viewer: Viewer, cover_id: uuid.UUID) -> uuid.UUID:
    """End a cover from today on, or take it back where it has not begun; gives its constellation.

    The home that covers may end it too: it may fall ill itself. Raises CoverIsOver, NotTheHub, NotFound.
    """
    viewer.must(Permission.SET_AVAILABILITY)
    with transaction():
        constellation = hold(viewer, Constellation, find(viewer, HubCover, cover_id).constellation_id)
        cover = hold(viewer, HubCover, cover_id)
        if not (may_name_cover(viewer, constellation.id) or viewer.home_id == cover.home_id):
            raise rules.NotTheHub
        rules.must_not_be_over(cover.ends_on, viewer.today)
        _tell(viewer, cover, gettext("The hub is not covered any more; it answers for itself again."))
        room_changes(cover.home_id, cover.starts_on, viewer.today)
        let_end(cover, viewer.today)
        record(viewer, "ended_cover", cover_id, home_id=cover.home_id)
        audit(viewer, Change("ended_cover", "hub_cover", cover_id, ("ends_on",)), constellation.service_id)
        return constellation.id


def _tell(viewer: Viewer, cover: HubCover, words: str) -> None:
    path = f"/constellations/{cover.constellation_id}/cover"
    people = people_to_tell(cover.constellation_id, cover.home_id, viewer.today) - {viewer.person_id}
    tell(people, News(f"{cover.id}/{clock.now().isoformat()}/{words}", words, path))
