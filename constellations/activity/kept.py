"""How long it is kept who took part in what."""

from flask_babel import lazy_gettext as _

from constellations.activity.models import Activity
from constellations.core.clock import Month
from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import Limits, Unit
from constellations.keeping.whose.queries import no_child_held, no_home_held, nobody_held, of_service

KEPT = (
    Kept(
        kind="activity",
        words=_("Who took part in what"),
        counted_from=_("the end of its month"),
        source=_("Roost’s own: long enough to compare a year with the two before it. It holds no words."),
        unit=Unit.MONTHS,
        usual=36,
        limits=Limits(24, 120),
        tables=(Activity,),
        rows=(
            Rows(
                Activity,
                lambda cut: (
                    of_service(Activity.service_id, cut),
                    # Whole months, as the signs counted from them: what is counted anew then counts the same.
                    Activity.at < cut.begins,
                    Activity.happened_on < Month.of(cut.since).first,
                    nobody_held(Activity.person_id),
                    no_home_held(Activity.home_id),
                    # Whoever did it: what was done about somebody is of them too.
                    nobody_held(Activity.subject_id),
                    no_child_held(Activity.subject_id),
                ),
            ),
        ),
    ),
)
