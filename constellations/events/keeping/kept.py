"""How long answers to events, registers of who came, and what families eat are kept."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, delete, or_, select

from constellations.events.answers.models import EventAnswer, EventGuest, HomeDiet
from constellations.events.attendance.models import Attendance, Attended, EventRegister
from constellations.events.models import Event, Occurrence
from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import FIFTY_YEARS, Cut, Limits, Unit
from constellations.keeping.whose.queries import held_home_ids, of_homes
from constellations.rights.holds.queries import held_child_ids, held_person_ids

CHOICE = Limits(1, FIFTY_YEARS, for_ever=True)
AFTER_THE_EVENT = _("the day of the event")


def _old_answers(cut: Cut) -> Sequence[ColumnElement[bool]]:
    held = select(EventGuest.answer_id).where(
        or_(EventGuest.person_id.in_(held_person_ids()), EventGuest.child_id.in_(held_child_ids()))
    )
    return (_over(EventAnswer, cut), of_homes(EventAnswer.home_id, cut), EventAnswer.id.not_in(held))


def _old_registers(cut: Cut) -> Sequence[ColumnElement[bool]]:
    named = or_(Attended.person_id.in_(held_person_ids()), Attended.child_id.in_(held_child_ids()))
    held = (
        select(Attendance.occurrence_id)
        .outerjoin(Attended, Attended.attendance_id == Attendance.id)
        .where(or_(Attendance.home_id.in_(held_home_ids()), named))
    )
    return (_over(EventRegister, cut), EventRegister.occurrence_id.not_in(held))


def _over(model: type[EventAnswer] | type[EventRegister], cut: Cut) -> ColumnElement[bool]:
    over = select(Occurrence.id).join(Event, Event.id == Occurrence.event_id)
    return model.occurrence_id.in_(over.where(Event.service_id == cut.service_id, Occurrence.starts_on < cut.since))


ANSWERS = Kept(
    kind="event_answers",
    words=_("What families said to events"),
    counted_from=AFTER_THE_EVENT,
    source=_("Roost’s own: it is remembered for three years what was planned and who meant to come."),
    unit=Unit.MONTHS,
    usual=36,
    limits=CHOICE,
    tables=(EventAnswer, EventGuest),
    rows=(Rows(EventAnswer, _old_answers, lambda keys: (delete(EventGuest).where(EventGuest.answer_id.in_(keys)),)),),
)

REGISTERS = Kept(
    kind="event_registers",
    words=_("Who came to events"),
    counted_from=AFTER_THE_EVENT,
    source=_("Roost’s own: as long as what families said to them."),
    unit=Unit.MONTHS,
    usual=36,
    limits=CHOICE,
    tables=(EventRegister, Attendance, Attended),
    rows=(
        Rows(
            EventRegister,
            _old_registers,
            lambda keys: (
                delete(Attended).where(
                    Attended.attendance_id.in_(select(Attendance.id).where(Attendance.occurrence_id.in_(keys)))
                ),
                delete(Attendance).where(Attendance.occurrence_id.in_(keys)),
            ),
        ),
    ),
)

DIETS = Kept(
    kind="diets",
    words=_("What families eat"),
    counted_from=_("the day on which they last said so"),
    source=_("UK GDPR, article 9: an allergy tells of health, and changes. After a year it is asked anew."),
    unit=Unit.MONTHS,
    usual=12,
    limits=CHOICE,
    tables=(HomeDiet,),
    rows=(Rows(HomeDiet, lambda cut: (HomeDiet.said_at < cut.begins, of_homes(HomeDiet.home_id, cut))),),
)

KEPT = (ANSWERS, REGISTERS, DIETS)
"""What kept.py of the package hands over."""
