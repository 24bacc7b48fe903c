"""How long the support log, monthly returns with their stories, and answers of the checklist are kept."""

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import FIFTY_YEARS, Limits, Unit
from constellations.keeping.whose.queries import no_home_held, nobody_held, of_service
from constellations.models import Constellation
from sleepovers.fidelity.models import FidelityAnswer
from sleepovers.returns.models import MonthlyReturn, ReturnNote, SupportEntry

CHOICE = Limits(12, FIFTY_YEARS, for_ever=True)

KEPT = (
    Kept(
        kind="support_log",
        words=_("The support log: how a hub helped which home"),
        counted_from=_("the end of its month"),
        source=_("Roost’s own: the months of one inspection and the one before it (Ofsted: about every three years)."),
        unit=Unit.MONTHS,
        usual=84,
        limits=CHOICE,
        tables=(SupportEntry,),
        rows=(
            Rows(
                SupportEntry,
                lambda cut: (
                    of_service(SupportEntry.service_id, cut),
                    SupportEntry.month_end < cut.since,
                    no_home_held(SupportEntry.home_id),
                    no_home_held(SupportEntry.hub_id),
                    nobody_held(SupportEntry.written_by),
                ),
            ),
        ),
    ),
    Kept(
        kind="returns",
        words=_("Monthly returns with their stories and notes, and answers of the checklist"),
        counted_from=_("the end of its month; of an answer, its day"),
        source=_("Roost’s own: as long as the support log. A story may tell of a family though it names none."),
        unit=Unit.MONTHS,
        usual=84,
        limits=CHOICE,
        tables=(MonthlyReturn, ReturnNote, FidelityAnswer),
        rows=(
            Rows(
                MonthlyReturn,
                lambda cut: (
                    of_service(MonthlyReturn.service_id, cut),
                    MonthlyReturn.month_end < cut.since,
                    nobody_held(MonthlyReturn.submitted_by),
                ),
                lambda keys: (delete(ReturnNote).where(ReturnNote.return_id.in_(keys)),),
            ),
            Rows(
                FidelityAnswer,
                lambda cut: (
                    FidelityAnswer.answered_on < cut.since,
                    FidelityAnswer.constellation_id.in_(
                        select(Constellation.id).where(of_service(Constellation.service_id, cut))
                    ),
                    nobody_held(FidelityAnswer.answered_by),
                ),
            ),
        ),
    ),
)
