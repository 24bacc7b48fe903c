"""The nights that a viewer finds in the calendar: by initials where they are told who, else no more than taken beds."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence

from flask_babel import gettext, ngettext
from sqlalchemy import ColumnElement, func, or_, select, true

from constellations.access import Viewer, covering, is_key
from constellations.calendar.rules import Entry, EntryKind
from constellations.core.database import session
from constellations.core.words import day_words
from constellations.models import Membership, holds_on
from constellations.permissions import Permission
from sleepovers.models import StayNight
from sleepovers.nights.queries import Night, nights_at
from sleepovers.nights.rules import OCCUPYING
from sleepovers.on_calendar.rules import ONE_DAY, alike, runs_of


def nights_on_calendar(
    viewer: Viewer, first: dt.date, end: dt.date, constellation_id: uuid.UUID | None
) -> Sequence[Entry]:
    """The nights between two days (half-open) of one constellation, or of all that are the viewer's.

    Of a whole service nobody reads who sleeps where at once: only how many beds are taken.
    """
    if not viewer.may(Permission.SEE_NIGHTS):
        return ()
    within = (StayNight.night >= first) & (StayNight.night < end)
    if constellation_id is None and viewer.sees_whole_service:
        return _taken(_counted(viewer, within))
    found = nights_at(viewer, _told_all(viewer, first, end), within, _theirs(viewer, constellation_id))
    told = [night for night in found if night.label is not None]
    others = Counter(night.night for night in found if night.label is None)
    return [*(_stay(run) for run in runs_of(told)), *_taken(others)]


def _theirs(viewer: Viewer, constellation_id: uuid.UUID | None) -> ColumnElement[bool]:
    """At homes that are then members of the constellation, or of one of the viewer's; a carer's own home always."""
    here = true() if constellation_id is None else Membership.constellation_id == constellation_id
    among = Membership.constellation_id.in_(viewer.constellation_ids) if viewer.is_carer else true()
    members = select(Membership.home_id).where(
        Membership.home_id == StayNight.home_id, here, among, holds_on(Membership, StayNight.night)
    )
    return or_(members.exists(), is_key(StayNight.home_id, viewer.home_id))


def _told_all(viewer: Viewer, first: dt.date, end: dt.date) -> set[uuid.UUID]:
    """The homes around a hub, of which its carers are told everything; nothing is asked where there is none."""
    if not viewer.hub_or_cover_of:
        return set()
    members = select(Membership.home_id).where(
        Membership.constellation_id.in_(viewer.hub_or_cover_of),
        Membership.starts_on < end,
        or_(Membership.ends_on.is_(None), Membership.ends_on > first),
    )
    return set(session().scalars(covering(viewer, members, Membership)))


def _counted(viewer: Viewer, within: ColumnElement[bool]) -> Mapping[dt.date, int]:
    counted = select(StayNight.night, func.count()).where(within, StayNight.state.in_(OCCUPYING))
    rows = session().execute(covering(viewer, counted.group_by(StayNight.night), StayNight))
    return {row[0]: row[1] for row in rows}


def _stay(run: Sequence[Night]) -> Entry:
    begins, label = run[0], run[0].label or ""
    child = gettext("A child") if label == "?" else label
    nights = ngettext("%(num)s night", "%(num)s nights", len(run))
    return Entry(
        kind=EntryKind.NIGHTS,
        first=begins.night,
        last=run[-1].night,
        words=gettext("%(child)s with %(host)s", child=child, host=begins.home),
        line=gettext("%(nights)s, home %(day)s", nights=nights, day=day_words(run[-1].night + ONE_DAY)),
        short=label.partition(" ")[0],
        href=f"/stays/{begins.stay_id}",
        is_own=begins.is_own,
    )


def _taken(taken: Mapping[dt.date, int]) -> list[Entry]:
    return [
        Entry(
            kind=EntryKind.NIGHTS,
            first=first,
            last=last,
            words=ngettext("a bed is taken", "%(num)s beds are taken", beds),
            line="" if first == last else gettext("until %(day)s", day=day_words(last)),
        )
        for first, last, beds in alike(taken)
    ]
