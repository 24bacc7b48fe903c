"""How long addresses of calendars are kept that open nothing any more."""

from flask_babel import lazy_gettext as _

from constellations.feeds.models import FeedAddress
from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import Limits, Unit
from constellations.keeping.whose.queries import of_people

KEPT = (
    Kept(
        kind="feed_addresses",
        words=_("Addresses of calendars that were ended"),
        counted_from=_("the moment at which it was ended; one that works stays"),
        source=_("Roost’s own: when a calendar was last fetched is asked when a phone was lost."),
        unit=Unit.MONTHS,
        usual=12,
        limits=Limits(6, 36),
        tables=(FeedAddress,),
        rows=(
            Rows(FeedAddress, lambda cut: (FeedAddress.ended_at < cut.begins, of_people(FeedAddress.person_id, cut))),
        ),
    ),
)
