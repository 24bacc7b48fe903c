"""Somebody's own addresses, and what there is for them to choose from."""

import uuid
from dataclasses import dataclass

import segno
from sqlalchemy import func, select

from constellations.access import Viewer, covering, find, visible
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.core.seals import KeyLost, seal, unseal
from constellations.core.settings import current_settings
from constellations.feeds.models import FeedAddress
from constellations.feeds.rules import Content, contents_for


def own_addresses(viewer: Viewer) -> list[FeedAddress]:
    """The viewer's addresses that open something, the newest first."""
    mine = visible(viewer, FeedAddress).where(FeedAddress.ended_at.is_(None))
    return list(session().scalars(mine.order_by(FeedAddress.created_at.desc(), FeedAddress.id.desc())))


def own_address(viewer: Viewer, feed_id: uuid.UUID) -> FeedAddress:
    """One of them; raises NotFound."""
    found = find(viewer, FeedAddress, feed_id)
    if found.ended_at is not None:
        raise NotFound
    return found


def how_many(viewer: Viewer) -> int:
    """How many addresses of the viewer open something."""
    mine = select(func.count()).select_from(FeedAddress).where(FeedAddress.ended_at.is_(None))
    return session().scalar(covering(viewer, mine, FeedAddress)) or 0


def offered(viewer: Viewer) -> tuple[Content, ...]:
    """What the viewer may have in a feed."""
    return contents_for(viewer.role, bool(viewer.hub_of))


def address_in_full(secret: str) -> str:
    """What a calendar is told to subscribe to."""
    return f"{current_settings().public_url.rstrip('/')}/feeds/{secret}.ics"


@dataclass(frozen=True, slots=True)
class Made:
    """An address with the secret that is shown once."""

    feed_id: uuid.UUID
    secret: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An address as its page shows it: to copy, to press, and to hold a phone's camera at."""

    address: str

    @property
    def press(self) -> str:
        """What opens a calendar on most phones and computers when it is pressed."""
        return f"webcal://{self.address.partition('://')[2]}"

    @property
    def picture(self) -> str:
        """The same as a picture for a camera, within the page itself: no other request carries the secret."""
        return segno.make(self.press, error="m").svg_data_uri(scale=5, border=3, dark="#1c2733", light="#ffffff")


def sealed(made: Made) -> str:
    """An address as a browser may keep it for a moment: nobody reads it there."""
    return seal(f"{made.feed_id} {made.secret}", current_settings().field_keys)


def unsealed(kept: str, feed_id: uuid.UUID) -> Shown | None:
    """An address that was just made; none where none was, or another."""
    try:
        of, _, secret = unseal(kept, current_settings().field_keys).partition(" ")
    except KeyLost:
        return None
    return Shown(address_in_full(secret)) if of == str(feed_id) else None
