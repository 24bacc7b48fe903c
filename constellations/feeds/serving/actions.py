"""Answering a calendar that fetches its feed."""

import datetime as dt

from flask import Response
from sqlalchemy import update

from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.conditional import Version, answer_where_changed
from constellations.core.database import transaction
from constellations.feeds.ics import KIND
from constellations.feeds.models import FeedAddress
from constellations.feeds.rules import client_words, is_worth_noting, next_moment
from constellations.feeds.serving.joining.queries import bytes_of
from constellations.feeds.serving.queries import Feed, feed_now


def answer_calendar(feed: Feed, user_agent: str) -> Response:
    """What a calendar is answered, and a note of when it asked, where that is not known closely enough."""
    now = feed_now(feed)
    since = _noted(feed, now.tag, client_words(user_agent))
    return answer_where_changed(Version(now.tag, since), lambda is_packed: bytes_of(feed, now, is_packed), KIND)


def _noted(feed: Feed, tag: str, client: str) -> dt.datetime:
    """Write down that a feed was fetched, and which version; gives since when that version is the one."""
    now = clock.now()
    is_same = tag == feed.tag and feed.tag_since is not None
    since = feed.tag_since if is_same and feed.tag_since else next_moment(feed.tag_since, now)
    if not is_same or is_worth_noting(feed.last_fetched_at, now):
        noted = {"tag": tag, "tag_since": since, "last_fetched_at": now, "fetched_by": client}
        with transaction() as here:
            mine = update(FeedAddress).where(FeedAddress.id == feed.id).values(**noted)
            here.execute(covering(Viewer.system(), mine))
    return since
