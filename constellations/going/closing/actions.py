"""Closing a constellation on a day, and opening it again."""

import datetime as dt
import uuid
from collections.abc import Sequence

from flask_babel import gettext
from sqlalchemy import select

from constellations.access import Viewer, covering, find, hold, visible
from constellations.actions import check_history, let_end, note_change, room_changes
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.words import full_day_words
from constellations.corrections import check_day
from constellations.cover.models import HubCover
from constellations.going.closing.queries import (
    ENDS_MEMBERSHIPS,
    ended_by_closing,
    memberships_beyond,
    memberships_until,
    what_closing_changes,
)
from constellations.going.closing.rules import check_closing, closing_day
from constellations.going.queries import carers_of_homes, hub_and_liaison_of
from constellations.homes.actions import end_membership, until_it_leaves
from constellations.models import Constellation, Home, HomeTerms, Membership, holds_on
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from constellations.rules import HomeStatus, Span


def close_constellation(viewer: Viewer, constellation_id: uuid.UUID, day: dt.date, version: int) -> None:
    """Close a constellation: from a day on no home belongs to it, and nothing more is said there. Its homes are told.

    What its homes hosted until then is counted and paid as before. Raises ClosesAlready, StaysGoOn, ChangedMeanwhile,
    DayOutOfReach, MonthClosed, NotFound.
    """
    viewer.must(Permission.SETTLE_REGISTER)
    check_day(day, viewer.today)
    with transaction():
        rows = memberships_beyond(viewer, find(viewer, Constellation, constellation_id).id, day)
        for home_id in sorted({row.home_id for row in rows}):
            hold(viewer, Home, home_id)
        constellation = hold(viewer, Constellation, constellation_id)
        before = constellation.closed_on
        check_closing(constellation.name, before, what_closing_changes(viewer, constellation.id, day).must_end_first)
        check_history(viewer, constellation.service_id, day)
        note_change(constellation, version, _words(before), _words(day))
        constellation.closed_on = day
        told = carers_of_homes({row.home_id for row in rows}) | hub_and_liaison_of(constellation.id, viewer.today)
        # Before the memberships that it ends, so that the trail tells these from what had ended by itself.
        _note(viewer, "closed_constellation", constellation, ("closed_on", ENDS_MEMBERSHIPS))
        for row in memberships_beyond(viewer, constellation.id, day):
            end_membership(viewer, row, constellation, day)
        _end_covers(viewer, constellation, day)
        words = gettext("%(name)s closes on %(day)s.", name=constellation.name, day=full_day_words(day))
        once = f"closed/{constellation.id}/{clock.now().isoformat()}"
        tell(told - {viewer.person_id}, News(once, words, "/constellations"))


def open_constellation_again(viewer: Viewer, constellation_id: uuid.UUID, version: int) -> None:
    """Take the closing of a constellation back: the memberships that it ended go on, until the home leaves.

    Not those that had ended on that day by themselves, nor of homes that left on it, or began to belong to another
    constellation. Raises NotClosed, ChangedMeanwhile, MonthClosed, NotFound.
    """
    viewer.must(Permission.SETTLE_REGISTER)
    with transaction():
        rows = memberships_until(viewer, constellation_id, _closing_day(viewer, constellation_id))
        for home_id in sorted({row.home_id for row in rows}):
            hold(viewer, Home, home_id)
        constellation = hold(viewer, Constellation, constellation_id)
        day = closing_day(constellation.name, constellation.closed_on)
        check_history(viewer, constellation.service_id, day)
        note_change(constellation, version, _words(day), _words(None))
        constellation.closed_on = None
        gone = _gone_on(day, [row.home_id for row in rows])
        for row in ended_by_closing(constellation, rows):
            if row.home_id not in gone:
                _hold_on(viewer, row, constellation, day)
        _note(viewer, "opened_constellation", constellation, ("closed_on",))


def _closing_day(viewer: Viewer, constellation_id: uuid.UUID) -> dt.date:
    found = find(viewer, Constellation, constellation_id)
    return closing_day(found.name, found.closed_on)


def _hold_on(viewer: Viewer, row: Membership, constellation: Constellation, day: dt.date) -> None:
    row.ends_on = until_it_leaves(row.home_id, Span(day)).ends_on
    session().flush()
    room_changes(row.home_id, day, viewer.today)
    change = Change("begin_membership", "membership", row.id, ("ends_on",))
    audit(viewer, change, constellation.service_id)


def _gone_on(day: dt.date, home_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Those of some homes that left on a day, or began to belong somewhere else on it."""
    left = select(HomeTerms.home_id).where(
        HomeTerms.home_id.in_(home_ids), holds_on(HomeTerms, day), HomeTerms.status == HomeStatus.LEFT
    )
    elsewhere = select(Membership.home_id).where(Membership.home_id.in_(home_ids), Membership.starts_on == day)
    everything = Viewer.system()
    return {key for asked in (left, elsewhere) for key in session().scalars(covering(everything, asked))}


def _end_covers(viewer: Viewer, constellation: Constellation, day: dt.date) -> None:
    """Nobody covers for a hub that is none any more."""
    asked = visible(Viewer.system(), HubCover).where(
        HubCover.constellation_id == constellation.id, HubCover.ends_on > day
    )
    for cover in session().scalars(asked).all():
        audit(viewer, Change("ended_cover", "hub_cover", cover.id, ("ends_on",)), constellation.service_id)
        let_end(cover, day)


def _note(viewer: Viewer, action: str, constellation: Constellation, fields: Sequence[str]) -> None:
    session().flush()
    record(viewer, action, constellation.id)
    audit(viewer, Change(action, "constellation", constellation.id, fields), constellation.service_id)


def _words(closes_on: dt.date | None) -> str:
    return f"closes on {full_day_words(closes_on)}" if closes_on else "open"
