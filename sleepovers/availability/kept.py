"""How long it is kept when a home had room."""

from flask_babel import lazy_gettext as _

from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import Limits, Unit
from constellations.keeping.whose.queries import of_homes
from sleepovers.availability.models import AvailabilitySpan

KEPT = (
    Kept(
        kind="availability",
        words=_("When a home was away or had no room"),
        counted_from=_("the end of that time"),
        source=_("Roost’s own: it is looked at again when nights of a month are disputed, and hardly after a year."),
        unit=Unit.MONTHS,
        usual=24,
        limits=Limits(3, 120),
        tables=(AvailabilitySpan,),
        rows=(
            Rows(
                AvailabilitySpan,
                lambda cut: (AvailabilitySpan.ends_on < cut.since, of_homes(AvailabilitySpan.home_id, cut)),
            ),
        ),
    ),
)
