"""How long contact notes, why a family is left in peace, and counted signs of life are kept."""

from flask_babel import lazy_gettext as _

from constellations.core.clock import Month
from constellations.engagement.contacts.models import Contact, Snooze
from constellations.engagement.signs.models import SignMonth
from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import Limits, Unit
from constellations.keeping.whose.queries import no_home_held, nobody_held, of_homes, of_service

KEPT = (
    Kept(
        kind="contacts",
        words=_("Contact notes: calls and visits, with their words"),
        counted_from=_("the day of the call or visit"),
        source=_(
            "Roost’s own: the record of supervision is the carer’s case file (Fostering Services Regulations 2011, "
            "reg 30), not these notes."
        ),
        unit=Unit.MONTHS,
        usual=36,
        limits=Limits(6, 120),
        tables=(Contact,),
        rows=(
            Rows(
                Contact,
                lambda cut: (
                    of_service(Contact.service_id, cut),
                    Contact.day < cut.since,
                    no_home_held(Contact.home_id),
                    nobody_held(Contact.written_by),
                ),
            ),
        ),
    ),
    Kept(
        kind="snoozes",
        words=_("Why a family was left in peace for a while"),
        counted_from=_("the day on which that was over"),
        source=_("Roost’s own: the words may touch on health, so they go soon after they have served."),
        unit=Unit.MONTHS,
        usual=12,
        limits=Limits(1, 60),
        tables=(Snooze,),
        rows=(
            Rows(
                Snooze,
                lambda cut: (
                    of_service(Snooze.service_id, cut),
                    Snooze.until < cut.since,
                    no_home_held(Snooze.home_id),
                    nobody_held(Snooze.said_by),
                ),
            ),
        ),
    ),
    Kept(
        kind="signs",
        words=_("How often a family took part, by month"),
        counted_from=_("the month"),
        source=_("Roost’s own: as long as who took part in what, from which it is counted."),
        unit=Unit.MONTHS,
        usual=36,
        limits=Limits(24, 120),
        tables=(SignMonth,),
        rows=(Rows(SignMonth, lambda cut: (SignMonth.month < Month.of(cut.since), of_homes(SignMonth.home_id, cut))),),
    ),
)
