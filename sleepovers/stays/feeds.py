"""Stays as entries of a feed: nights as whole days, and in the morning after them what is to be said."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace

from flask_babel import gettext
from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, is_key
from constellations.children.models import Child, Placement
from constellations.core.database import session
from constellations.feeds.declaration import FeedSource
from constellations.feeds.ics import Entry, Instance
from constellations.feeds.rules import CircleKind, Content, Derived, EntryKind, Wording
from constellations.models import Home, Membership, Service, holds_on
from sleepovers.models import Stay
from sleepovers.nights.queries import readable_stays
from sleepovers.rules import StayState, first_night

_DAY = dt.timedelta(days=1)
_TASKS = uuid.UUID("6f1c3a52-0a57-4a0e-9f0e-7d0d3c1f6b1e")
"""From which the lasting names of tasks are made, each with its stay."""

STILL_TO_TELL = frozenset({StayState.AGREED, StayState.UNDER_WAY})


@dataclass(frozen=True, slots=True)
class StayInFeeds:
    """A stay with what is said of it: who, from which family, at which home, and what the service calls a stay."""

    stay: Stay
    initials: str
    host: str
    family_id: uuid.UUID | None
    family: str | None
    word: str

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The nights by their dates (half-open); of a visit without a night its day."""
        first, end = first_night(self.stay.arrive), self.stay.depart_on
        return (first, end) if end > first else (self.stay.arrive_on, self.stay.arrive_on + _DAY)

    @property
    def has_nights(self) -> bool:
        """Whether the child sleeps there."""
        return self.stay.depart_on > first_night(self.stay.arrive)

    @property
    def who(self) -> str:
        """The child, by its initials and its family."""
        return f"{self.initials} ({self.family})" if self.family else self.initials


def derived_stays(stay_ids: Collection[uuid.UUID]) -> list[Derived]:
    """These stays as they stand in feeds, in every wording; one query."""
    host, family = aliased(Home), aliased(Home)
    rows = select(Stay, Child.initials, host.name, family.id, family.name, Service.sleepover_word)
    rows = rows.join(Child, Child.id == Stay.child_id).join(host, host.id == Stay.host_id)
    rows = rows.join(Service, Service.id == Stay.service_id)
    lives = and_(Placement.child_id == Stay.child_id, holds_on(Placement, Stay.arrive_on))
    rows = rows.outerjoin(Placement, lives).outerjoin(family, family.id == Placement.home_id)
    found = session().execute(covering(Viewer.system(), rows.where(Stay.id.in_(stay_ids))))
    in_feeds = {row[0].id: StayInFeeds(*row) for row in found}
    return [each for one in in_feeds.values() for each in _derived(one)]


def _derived(one: StayInFeeds) -> list[Derived]:
    stay = one.stay
    homes = {stay.host_id, *([one.family_id] if one.family_id else [])}
    circles = {*((CircleKind.HOME, home) for home in homes), (CircleKind.WHOLE_SERVICE, stay.service_id)}
    first, end = one.days
    is_off = stay.state is StayState.CANCELLED
    nights = Derived(
        subject_id=stay.id,
        kind=EntryKind.STAY,
        service_id=stay.service_id,
        circles=frozenset(circles),
        wordings={wording: Entry(str(stay.id), (_nights(one, wording),)) for wording in Wording},
        first_day=first,
        last_day=end - _DAY,
        is_cancelled=is_off,
    )
    if not one.has_nights or stay.state not in STILL_TO_TELL:
        return [nights]
    name = str(uuid.uuid5(_TASKS, str(stay.id)))
    tasks = {wording: Entry(name, (_task(one, wording),)) for wording in Wording}
    return [nights, replace(nights, kind=EntryKind.TASK, wordings=tasks, first_day=end, last_day=end)]


def _nights(one: StayInFeeds, wording: Wording) -> Instance:
    first, end = one.days
    title = _title(one, wording)
    is_off = one.stay.state is StayState.CANCELLED
    if is_off:
        title = gettext("Called off: %(title)s", title=title)
    # A night takes nobody's day: whoever looks for a free hour finds it.
    return Instance(first, end, title, link=_link(one, wording), is_cancelled=is_off, is_busy=False)


def _title(one: StayInFeeds, wording: Wording) -> str:
    what = one.word[:1].upper() + one.word[1:] if one.has_nights else gettext("Visit")
    if wording is Wording.BUSY:
        return str(gettext("Busy"))
    if wording is Wording.KIND:
        return what
    return str(gettext("%(what)s: %(who)s at %(home)s", what=what, who=one.who, home=one.host))


def _task(one: StayInFeeds, wording: Wording) -> Instance:
    day = one.stay.depart_on
    titles = {
        Wording.BUSY: gettext("Something to do in Roost"),
        Wording.KIND: gettext("Say how the nights went"),
        Wording.WORDS: gettext("Say how the nights went: %(who)s", who=one.who),
    }
    return Instance(day, day + _DAY, titles[wording], link=_link(one, wording), is_busy=False)


def _link(one: StayInFeeds, wording: Wording) -> str:
    return "" if wording is Wording.BUSY else f"/stays/{one.stay.id}"


def _seen(viewer: Viewer, content: Content) -> ColumnElement[bool]:
    """One's own are those at the own home and of children who lived there; nights all that one may open."""
    if content is Content.NIGHTS:
        return readable_stays(viewer)
    if not viewer.is_carer or content is Content.EVENTS:
        return false()
    hosted = is_key(Stay.host_id, viewer.home_id)
    if content is Content.TASKS:
        return hosted
    lives = select(Placement.id).where(
        Placement.child_id == Stay.child_id,
        is_key(Placement.home_id, viewer.home_id),
        holds_on(Placement, Stay.arrive_on),
    )
    return or_(hosted, lives.exists())


def _about(child_or_home: uuid.UUID, first: dt.date) -> Select[uuid.UUID]:
    lived = select(Placement.child_id).where(Placement.home_id == child_or_home)
    speaking = or_(Stay.child_id == child_or_home, Stay.host_id == child_or_home, Stay.child_id.in_(lived))
    return select(Stay.id).where(speaking, Stay.depart_on >= first)


def _of_service(service_id: uuid.UUID, first: dt.date) -> Select[uuid.UUID]:
    return select(Stay.id).where(Stay.service_id == service_id, Stay.depart_on >= first)


STAY_FEED = FeedSource(
    subject=Stay,
    kinds=frozenset({EntryKind.STAY, EntryKind.TASK}),
    through=(Home, Membership, Placement),
    seen=_seen,
    derive=derived_stays,
    about=_about,
    of_service=_of_service,
)
