"""Whose feed an address opens, which version of it there is, and what stands in it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Date, and_, bindparam, or_, select

from constellations.access import Viewer, covering
from constellations.accounts.queries import token_hash
from constellations.core import clock
from constellations.core.columns import Id
from constellations.core.database import asked_often
from constellations.core.errors import NotFound, TooOften
from constellations.core.settings import current_settings
from constellations.core.throttle import throttle
from constellations.feeds.addresses.queries import offered
from constellations.feeds.models import FeedAddress, FeedCircle, FeedEntryCircle
from constellations.feeds.rules import (
    FETCHES,
    MISSES,
    NEEDED,
    Circle,
    CircleKind,
    Content,
    Detail,
    tag_of,
)
from constellations.models import Membership, Person, holds_on
from constellations.permissions import CARERS, ROLE_PERMISSIONS
from constellations.queries import PLACES, WHO, Who, viewer_at, with_places

EDITION = 2
"""Raised with each change of how a calendar is written, so that nobody keeps the form before."""


@dataclass(frozen=True, slots=True)
class Feed:
    """An address that opens something, and who sees what is there."""

    id: uuid.UUID
    name: str
    contents: frozenset[Content]
    detail: Detail
    last_fetched_at: dt.datetime | None
    tag: str | None
    tag_since: dt.datetime | None
    viewer: Viewer


def feed_at(secret: str, network: str) -> Feed:
    """The feed of a secret, with one look-up whatever is wrong with it; raises NotFound, TooOften.

    It is gone with the access of its person, with a role that may have none, and with the last constellation of a
    carer. Of what was chosen there is what they would be offered today.
    """
    hashed = token_hash(secret)
    found = asked_often(_OF_SECRET, {"hashed": hashed, "today": clock.today()})
    if not throttle().take(*((FETCHES, hashed) if found else (MISSES, network))):
        raise TooOften
    if not found:
        raise NotFound
    address, person = found[0][: len(_ADDRESS)], found[0][len(_ADDRESS) : -len(PLACES)]
    places = [row[-len(PLACES) :] for row in found]
    viewer = viewer_at(Who(*person), places)  # type: ignore[arg-type]  # they stand as they are asked for
    feed = Feed(*address, viewer=viewer)  # type: ignore[arg-type, misc]  # as above
    return replace(feed, contents=feed.contents & frozenset(offered(viewer)))


@dataclass(frozen=True, slots=True)
class Now:
    """How a feed stands at this moment: its circles, the version of each, and a name for all else that matters."""

    basis: str
    circles: Mapping[str, list[uuid.UUID]]
    versions: Mapping[Circle, int]

    @property
    def tag(self) -> str:
        """A name for what stands in it."""
        return tag_of((self.basis, *sorted(self.versions.items())))


def feed_now(feed: Feed) -> Now:
    """How a feed stands; two small statements at most, none of which reads an entry."""
    viewer, homes = feed.viewer, homes_seen(feed)
    theirs = circles_of(feed, homes)
    circles = {(CircleKind(kind), key) for kind, keys in theirs.items() for key in keys}
    rows = asked_often(_VERSIONS, {"keys": list({key for _, key in circles})})
    raised = {(row[0], row[1]): row[2] for row in rows if (row[0], row[1]) in circles}
    basis = (
        *(EDITION, current_settings().public_url, feed.id, feed.name, sorted(feed.contents), feed.detail),
        *(viewer.role, viewer.today, viewer.service_id, viewer.home_id),
        *(sorted(viewer.constellation_ids), sorted(viewer.hub_of), homes),
    )
    return Now(tag_of(basis), theirs, raised)


Homes = list[tuple[uuid.UUID, uuid.UUID, dt.date, dt.date | None]]


def homes_seen(feed: Feed) -> Homes:
    """The homes whose stays a hub or a liaison worker sees besides their own, each with the membership it is for."""
    viewer = feed.viewer
    if viewer.is_carer and (Content.NIGHTS not in feed.contents or not viewer.hub_of):
        return []
    if viewer.sees_whole_service:
        return []
    places = viewer.hub_of if viewer.is_carer else viewer.constellation_ids
    asked = _OF_HUB if viewer.is_carer else _OF_LIAISON
    rows = asked_often(asked, {"places": list(places), "today": viewer.today})
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def circles_of(feed: Feed, homes: Homes) -> dict[str, list[uuid.UUID]]:
    """The circles that somebody is in, by their kinds, as `in_circles` takes them."""
    viewer = feed.viewer
    own = [one for one in (viewer.home_id,) if one]
    service = [one for one in (viewer.service_id,) if one]
    return {
        CircleKind.HOME.value: [*own, *(home_id for _, home_id, *_ in homes)],
        CircleKind.CONSTELLATION.value: list(viewer.constellation_ids),
        CircleKind.SERVICE.value: service,
        CircleKind.WHOLE_SERVICE.value: service if viewer.sees_whole_service else [],
    }


def in_circles() -> ColumnElement[bool]:
    """Whether an entry stands in one of the circles given as parameters, by their kinds."""
    given, c = {kind: bindparam(kind.value, type_=Id(), expanding=True) for kind in CircleKind}, FeedEntryCircle
    return or_(*(and_(c.circle == kind, c.circle_id.in_(keys)) for kind, keys in given.items()))


# A calendar asks again and again: what it is asked with is put together once.
_TODAY = bindparam("today", type_=Date())
_A = FeedAddress
_ADDRESS = (_A.id, _A.name, _A.contents, _A.detail, _A.last_fetched_at, _A.tag, _A.tag_since)
_OF_SECRET = covering(
    Viewer.system(),
    with_places(select(*_ADDRESS, *WHO, *PLACES).join(Person, Person.id == _A.person_id)).where(
        _A.token_hash == bindparam("hashed"),
        _A.ended_at.is_(None),
        Person.left_at.is_(None),
        Person.role.in_([role for role, allowed in ROLE_PERMISSIONS.items() if NEEDED in allowed]),
        or_(Person.role.not_in(CARERS), Membership.id.is_not(None)),
    ),
)
# The kinds are all that there are: with them the key of the table is found at once.
_VERSIONS = covering(
    Viewer.system(),
    select(FeedCircle.circle, FeedCircle.circle_id, FeedCircle.version).where(
        FeedCircle.circle.in_(list(CircleKind)), FeedCircle.circle_id.in_(bindparam("keys", expanding=True))
    ),
)
# The places are the viewer's own.
_OF_LIAISON = covering(
    Viewer.system(),
    select(Membership.id, Membership.home_id, Membership.starts_on, Membership.ends_on)
    .where(Membership.constellation_id.in_(bindparam("places", expanding=True)))
    .order_by(Membership.id),
)
_OF_HUB = _OF_LIAISON.where(holds_on(Membership, _TODAY))
