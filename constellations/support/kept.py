"""How long words of months, pairs, what homes were told to read, and why they left are kept."""

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from constellations.children.models import Child, Placement
from constellations.core.clock import Month
from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import Limits, Unit
from constellations.keeping.whose.queries import nobody_held, of_children, of_homes, of_people, of_service
from constellations.support.handbook.models import HandbookRead
from constellations.support.leaving.models import Leaving, LeavingVersion, PlacementEnding
from constellations.support.pairs.models import CheckIn, Pair
from constellations.support.pulse.models import PulseAnswer

KEPT = (
    Kept(
        kind="pulse",
        words=_("How a month was, in a word"),
        counted_from=_("the month"),
        source=_("Promised to carers: they look back on twelve months, and then it is gone."),
        unit=Unit.MONTHS,
        usual=12,
        limits=Limits(12, 12),
        tables=(PulseAnswer,),
        rows=(
            # The running month is the last of the twelve.
            Rows(
                PulseAnswer,
                lambda cut: (PulseAnswer.month <= Month.of(cut.since), of_people(PulseAnswer.person_id, cut)),
            ),
        ),
    ),
    Kept(
        kind="pairs",
        words=_("Buddies and mentors, their goals, and when they talked"),
        counted_from=_("the end of the financial year in which the pair ended"),
        source=_("Hours are paid: accounts are kept six years and the running one (Limitation Act 1980)."),
        unit=Unit.YEARS,
        usual=7,
        limits=Limits(6, 50),
        tables=(Pair, CheckIn),
        rows=(
            Rows(
                Pair,
                lambda cut: (
                    of_service(Pair.service_id, cut),
                    Pair.ends_on < cut.since,
                    nobody_held(Pair.helper_id),
                    nobody_held(Pair.carer_id),
                ),
                lambda keys: (delete(CheckIn).where(CheckIn.pair_id.in_(keys)),),
            ),
        ),
    ),
    Kept(
        kind="handbook_reads",
        words=_("Who read which page of the handbook"),
        counted_from=_("the moment of reading"),
        source=_("Fostering Services Regulations 2011, reg 17: it is shown that carers know the policies."),
        unit=Unit.MONTHS,
        usual=72,
        limits=Limits(12, 600),
        tables=(HandbookRead,),
        rows=(Rows(HandbookRead, lambda cut: (HandbookRead.at < cut.begins, of_people(HandbookRead.person_id, cut))),),
    ),
    Kept(
        kind="leavings",
        words=_("Why a home left, and whether a placement ended as planned"),
        counted_from=_("the day on which it left, or the placement ended"),
        source=_(
            "Part of what is asked when approval ends: ten years, as the carer’s record (Fostering Services "
            "Regulations 2011, reg 32)."
        ),
        unit=Unit.MONTHS,
        usual=120,
        limits=Limits(12, 600, for_ever=True),
        tables=(Leaving, LeavingVersion, PlacementEnding),
        rows=(
            Rows(
                Leaving,
                lambda cut: (Leaving.departed_on < cut.since, of_homes(Leaving.home_id, cut)),
                lambda keys: (delete(LeavingVersion).where(LeavingVersion.leaving_id.in_(keys)),),
            ),
            Rows(
                PlacementEnding,
                lambda cut: (
                    PlacementEnding.placement_id.in_(
                        select(Placement.id)
                        .join(Child, Child.id == Placement.child_id)
                        .where(Placement.ends_on < cut.since, of_service(Child.service_id, cut))
                        .where(of_children(Placement.child_id, cut), of_homes(Placement.home_id, cut))
                    ),
                ),
            ),
        ),
    ),
)
