"""How long what belongs to a carer's record is kept."""

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, delete, select

from constellations.homes.exemptions.models import Exemption, ExemptionChild
from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import TEN_YEARS, Limits, Unit
from constellations.keeping.whose.queries import homes_left, people_left
from constellations.rights.holds.queries import held_child_ids
from constellations.support.due_dates.models import HomeDate
from constellations.support.learning.models import LearningEntry


def _names_nobody_held() -> ColumnElement[bool]:
    """Whether an exemption names no child who is held; such a child need never have lived with the home."""
    of_held = select(ExemptionChild.exemption_id).where(ExemptionChild.child_id.in_(held_child_ids()))
    return Exemption.id.not_in(of_held)


KEPT = (
    Kept(
        kind="carers_record",
        words=_("Learning logs, dates of reviews and visits, exemptions"),
        counted_from=_("the day on which the home left, or a person of staff did"),
        source=_("Fostering Services Regulations 2011, reg 32: ten years after approval ends."),
        unit=Unit.MONTHS,
        usual=TEN_YEARS,
        limits=Limits(TEN_YEARS, 600, for_ever=True),
        tables=(LearningEntry, HomeDate, Exemption, ExemptionChild),
        rows=(
            Rows(LearningEntry, lambda cut: (LearningEntry.person_id.in_(people_left(cut, cut.since)),)),
            Rows(HomeDate, lambda cut: (HomeDate.home_id.in_(homes_left(cut, cut.since)),)),
            Rows(
                Exemption,
                lambda cut: (Exemption.home_id.in_(homes_left(cut, cut.since)), _names_nobody_held()),
                lambda keys: (delete(ExemptionChild).where(ExemptionChild.exemption_id.in_(keys)),),
            ),
        ),
    ),
)
