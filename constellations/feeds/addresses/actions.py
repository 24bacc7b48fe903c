"""Making an address for a calendar, renewing it, and ending it."""

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import update

from constellations.access import Viewer, covering, hold
from constellations.accounts.queries import token_hash
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.core.ids import new_id
from constellations.feeds.addresses.queries import Made, how_many, offered
from constellations.feeds.models import FeedAddress
from constellations.feeds.rules import MOST_ADDRESSES, NEEDED, Content, Detail, TooManyAddresses, must_be_for_them
from constellations.notices.actions import News, tell

BEGINNING = "c1"
"""What every secret begins with: a figure so early lets the logs know it for a secret, whatever follows."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wishes to have in which calendar, and how much it may say."""

    name: str
    contents: Collection[Content]
    detail: Detail = Detail.KIND


def make_address(viewer: Viewer, wish: Wish) -> Made:
    """Make an address for one calendar of the viewer, who is told; raises NothingChosen, TooManyAddresses."""
    viewer.must(NEEDED)
    must_be_for_them(wish.contents, offered(viewer))
    if viewer.person_id is None:
        raise Forbidden
    secret = _secret()
    with transaction() as here:
        if how_many(viewer) >= MOST_ADDRESSES:
            raise TooManyAddresses
        address = FeedAddress(
            token_hash=token_hash(secret),
            person_id=viewer.person_id,
            name=wish.name,
            contents=frozenset(wish.contents),
            detail=wish.detail,
        )
        here.add(address)
        here.flush()
        _note(viewer, "made_feed_address", address)
        _tell(address, gettext("An address for a calendar of yours was made. If that was not you, end it."))
    return Made(address.id, secret)


def renew_address(viewer: Viewer, feed_id: uuid.UUID) -> Made:
    """Give a calendar another address; the one before opens nothing any more. Its owner is told. Raises NotFound."""
    viewer.must(NEEDED)
    secret = _secret()
    with transaction():
        address = _held(viewer, feed_id)
        address.token_hash, address.created_at = token_hash(secret), clock.now()
        address.last_fetched_at, address.fetched_by = None, ""
        address.tag = address.tag_since = None
        _note(viewer, "renewed_feed_address", address)
        _tell(address, gettext("A calendar of yours has another address. If that was not you, end it."))
    return Made(address.id, secret)


def end_address(viewer: Viewer, feed_id: uuid.UUID) -> None:
    """Let an address open nothing from now on. Raises NotFound."""
    viewer.must(NEEDED)
    with transaction():
        address = _held(viewer, feed_id)
        address.ended_at = clock.now()
        _note(viewer, "ended_feed_address", address)


def end_addresses_of(person_id: uuid.UUID) -> int:
    """End every address of a person, as part of an action that must have that effect; gives how many there were."""
    theirs = (FeedAddress.person_id == person_id) & FeedAddress.ended_at.is_(None)
    ended = update(FeedAddress).where(theirs).values(ended_at=clock.now()).returning(FeedAddress.id)
    return len(session().scalars(covering(Viewer.system(), ended)).all())


def _held(viewer: Viewer, feed_id: uuid.UUID) -> FeedAddress:
    address = hold(viewer, FeedAddress, feed_id)
    if address.ended_at is not None:
        raise NotFound
    return address


def _note(viewer: Viewer, action: str, address: FeedAddress) -> None:
    record(viewer, action, address.id)
    audit(viewer, Change(action, "feed_address", address.id, ("token_hash", "contents", "detail", "ended_at")))


def _tell(address: FeedAddress, words: str) -> None:
    """Tell its owner: whoever had their browser for a minute could read on by it for years."""
    tell([address.person_id], News(f"feed address {address.id} {new_id()}", words, "/me/calendar"))


def _secret() -> str:
    return BEGINNING + secrets.token_urlsafe(24)
