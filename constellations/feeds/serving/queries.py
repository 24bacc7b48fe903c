"""Whose feed an address opens, which version of it there is, and what stands in it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select

from constellations.access import Viewer, covering
from constellations.accounts.queries import token_hash
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound, TooOften
from constellations.core.settings import current_settings
from constellations.core.throttle import throttle
from constellations.feeds.models import FeedAddress, FeedCircle, FeedEntryCircle
from constellations.feeds.rules import (
    FETCHES,
    MISSES,
    Circle,
    CircleKind,
    Content,
    Detail,
    tag_of,
)
from constellations.models import Membership, Person, holds_on
from constellations.permissions import CARERS
from constellations.queries import viewer_for

EDITION = 1
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

    It is gone with the access of its person, and with the last constellation of a carer.
    """
    hashed = token_hash(secret)
    member = select(Membership.id).where(Membership.home_id == Person.home_id, holds_on(Membership, clock.today()))
    asked = select(FeedAddress, Person).join(Person, Person.id == FeedAddress.person_id)
    asked = asked.where(
        FeedAddress.token_hash == hashed,
        FeedAddress.ended_at.is_(None),
        Person.left_at.is_(None),
        or_(Person.role.not_in(CARERS), member.exists()),
    )
    found = session().execute(covering(Viewer.system(), asked)).one_or_none()
    if not throttle().take(*((MISSES, network) if found is None else (FETCHES, hashed))):
        raise TooOften
    if found is None:
        raise NotFound
    address, person = found
    return Feed(
        *(address.id, address.name, address.contents, address.detail),
        *(address.last_fetched_at, address.tag, address.tag_since),
        viewer=viewer_for(person),
    )


@dataclass(frozen=True, slots=True)
class Now:
    """How a feed stands at this moment: the version of each of its circles, and a name for all else that matters."""

    basis: str
    versions: Mapping[Circle, int]

    @property
    def tag(self) -> str:
        """A name for what stands in it."""
        return tag_of((self.basis, *sorted(self.versions.items())))


def feed_now(feed: Feed) -> Now:
    """How a feed stands; two small statements at most, none of which reads an entry."""
    viewer, homes, c = feed.viewer, homes_seen(feed), FeedCircle
    versions = select(c.circle, c.circle_id, c.version).where(of_circles(c, feed, homes))
    raised = {(row[0], row[1]): row[2] for row in session().execute(versions)}
    basis = (
        *(EDITION, current_settings().public_url, feed.id, feed.name, sorted(feed.contents), feed.detail),
        *(viewer.role, viewer.today, viewer.service_id, viewer.home_id),
        *(sorted(viewer.constellation_ids), sorted(viewer.hub_of), homes),
    )
    return Now(tag_of(basis), raised)


Homes = list[tuple[uuid.UUID, uuid.UUID, dt.date, dt.date | None]]


def homes_seen(feed: Feed) -> Homes:
    """The homes whose stays a hub or a liaison worker sees besides their own, each with the membership it is for."""
    viewer = feed.viewer
    if viewer.is_carer and (Content.NIGHTS not in feed.contents or not viewer.hub_of):
        return []
    if viewer.sees_whole_service:
        return []
    m = Membership
    rows = select(m.id, m.home_id, m.starts_on, m.ends_on).order_by(m.id)
    if viewer.is_carer:
        rows = rows.where(m.constellation_id.in_(viewer.hub_of), holds_on(m, viewer.today))
    else:
        rows = rows.where(m.constellation_id.in_(viewer.constellation_ids))
    return [(row[0], row[1], row[2], row[3]) for row in session().execute(covering(viewer, rows, m))]


def of_circles(of: type[FeedCircle | FeedEntryCircle], feed: Feed, homes: Homes) -> ColumnElement[bool]:
    """Whether a row is of a circle that somebody is in."""
    viewer = feed.viewer
    keys = {
        CircleKind.HOME: {*(home_id for _, home_id, *_ in homes), viewer.home_id},
        CircleKind.CONSTELLATION: viewer.constellation_ids,
        CircleKind.SERVICE: {viewer.service_id},
        CircleKind.WHOLE_SERVICE: {viewer.service_id} if viewer.sees_whole_service else (),
    }
    named = {kind: [one for one in ids if one] for kind, ids in keys.items()}
    return or_(false(), *(and_(of.circle == kind, of.circle_id.in_(ids)) for kind, ids in named.items() if ids))
