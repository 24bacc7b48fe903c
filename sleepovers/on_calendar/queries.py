"""The nights that a viewer finds in the calendar: by initials where they are told who, else no more than taken beds."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext, ngettext
from sqlalchemy import ColumnElement, func, or_, select, true

from constellations.access import Viewer, covering, visible
from constellations.calendar.rules import Entry, EntryKind
from constellations.core.database import session
from constellations.core.words import day_words
from constellations.models import Membership
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
    members = _members(viewer, first, end, constellation_id)
    # Who covers for the hub reads tonight's board, and no other nights than any member.
    around = {one.home_id for one in members if one.constellation_id in viewer.hub_of}
    homes = {one.home_id for one in members} | {viewer.home_id}
    nights = nights_at(viewer, around, within, StayNight.home_id.in_(homes))
    found = [night for night in nights if night.home_id == viewer.home_id or _is_member(members, night)]
    told = [night for night in found if night.label is not None]
    others = Counter(night.night for night in found if night.label is None)
    return [*(_stay(run) for run in runs_of(told)), *_taken(others)]


def _members(viewer: Viewer, first: dt.date, end: dt.date, constellation_id: uuid.UUID | None) -> Sequence[Membership]:
    """The memberships of some of these days, of one constellation or of all that the viewer sees."""
    here = true() if constellation_id is None else Membership.constellation_id == constellation_id
    some_day = or_(Membership.ends_on.is_(None), Membership.ends_on > first)
    asked = visible(viewer, Membership).where(here, Membership.starts_on < end, some_day)
    return session().scalars(asked).all()


def _is_member(members: Iterable[Membership], night: Night) -> bool:
    return any(
        one.home_id == night.home_id
        and one.starts_on <= night.night
        and (one.ends_on is None or night.night < one.ends_on)
        for one in members
    )


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
