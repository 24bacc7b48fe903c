"""How long requests about personal data, and holds that were lifted, are kept."""

from flask_babel import lazy_gettext as _
from sqlalchemy import func, or_

from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import FIFTY_YEARS, TEN_YEARS, Limits, Unit
from constellations.keeping.whose.queries import nobody_held, of_service
from constellations.rights.holds.queries import held_child_ids
from constellations.rights.models import DataRequest, SubjectHold
from constellations.rights.rules import OPEN

KEPT = (
    Kept(
        kind="data_requests",
        words=_("Requests for a copy or for erasure"),
        counted_from=_("the day on which it was answered or withdrawn; of a copy, until when it could be fetched"),
        source=_("UK GDPR, article 5(2): that a right was kept is shown for as long as somebody may complain."),
        unit=Unit.MONTHS,
        usual=36,
        limits=Limits(12, 120),
        tables=(DataRequest,),
        rows=(
            Rows(
                DataRequest,
                lambda cut: (
                    of_service(DataRequest.service_id, cut),
                    DataRequest.state.not_in(OPEN),
                    func.coalesce(DataRequest.ended_at, DataRequest.until, DataRequest.asked_at) < cut.begins,
                    nobody_held(DataRequest.person_id),
                    or_(DataRequest.child_id.is_(None), DataRequest.child_id.not_in(held_child_ids())),
                ),
            ),
        ),
    ),
    Kept(
        kind="subject_holds",
        words=_("Legal holds of people and children that were lifted"),
        counted_from=_("the day on which it was lifted; one that stands stays"),
        source=_("Why something was kept, or went, is asked years later: as long as a carer’s record."),
        unit=Unit.MONTHS,
        usual=TEN_YEARS,
        limits=Limits(72, FIFTY_YEARS, for_ever=True),
        tables=(SubjectHold,),
        rows=(
            Rows(
                SubjectHold,
                lambda cut: (of_service(SubjectHold.service_id, cut), SubjectHold.lifted_at < cut.begins),
            ),
        ),
    ),
)
