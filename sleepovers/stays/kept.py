"""How long stays with their nights are kept, and children of whom nothing else is left."""

import uuid
from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Delete, Update, and_, delete, or_, select, update

from constellations.children.models import Child, ChildStatusFrom, NotTogether, Placement
from constellations.core.database import Base
from constellations.core.ids import ids_from
from constellations.events.answers.models import EventGuest
from constellations.events.attendance.models import Attended
from constellations.homes.exemptions.models import ExemptionChild
from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import Cut, Limits, Unit
from constellations.keeping.whose.queries import held_home_ids, homes_left_ten_years_ago, of_children
from constellations.keys.models import OldKey
from constellations.keys.rules import KeyKind
from constellations.rights.models import DataRequest, SubjectHold
from constellations.support.leaving.models import PlacementEnding
from messaging.safeguarding.models import ConcernChild
from sleepovers.asks.models import Agreement, AskChild, Cancellation, Step
from sleepovers.cards.models import CardConfirmed, CardVersion, CardView, HandoverNote, PackedThing, StayCard
from sleepovers.models import NightChange, Stay, StayNight
from sleepovers.payments.models import NightDispute
from sleepovers.stays.moving.models import MoveLeg, MoveWord, StayMove

NIGHTS: tuple[type[Base], ...] = (StayNight, NightChange, Cancellation, Agreement, Step, MoveLeg)

OF_A_STAY: tuple[type[Base], ...] = (*NIGHTS, CardConfirmed, HandoverNote, PackedThing)
"""What goes with a stay, each by its `stay_id`."""

STILL_NAMED_BY: tuple[type[Base], ...] = (
    AskChild,
    Stay,
    StayNight,
    NightChange,
    EventGuest,
    Attended,
    CardView,
    ConcernChild,
    DataRequest,
    SubjectHold,
)
"""While one of these names a child, the child stays."""

OF_A_CHILD: tuple[type[Base], ...] = (
    Agreement,
    ExemptionChild,
    CardConfirmed,
    CardVersion,
    StayCard,
    ChildStatusFrom,
    Placement,
)
"""What goes with a child, each by its `child_id`; pairs that may not sleep in one home (NotTogether) go too."""


def _with_stays(keys: Sequence[uuid.UUID]) -> Sequence[Delete | Update]:
    return (
        update(MoveLeg).where(MoveLeg.next_stay_id.in_(keys)).values(next_stay_id=None),
        update(NightDispute).where(NightDispute.stay_id.in_(keys)).values(stay_id=None),
        update(CardView).where(CardView.stay_id.in_(keys)).values(stay_id=None),
        *(delete(model).where(model.__table__.c.stay_id.in_(keys)) for model in OF_A_STAY),
    )


def _without_any_leg(cut: Cut) -> Sequence[ColumnElement[bool]]:
    return (StayMove.service_id == cut.service_id, StayMove.id.not_in(select(MoveLeg.move_id)))


STAYS = Kept(
    kind="stays",
    words=_("Stays: each night with what was said of it, who agreed, and who called off"),
    counted_from=_(
        "the end of the financial year in which the child went home; in any case ten years after the host’s approval "
        "ended"
    ),
    source=_(
        "Nights are what payments rest on (Limitation Act 1980: six years), and part of the carer’s record of children "
        "placed (Fostering Services Regulations 2011, regs 30 and 32). The child’s case record, kept until the 75th "
        "birthday, is the council’s (Care Planning Regulations 2010, reg 50): this is not it."
    ),
    unit=Unit.YEARS,
    usual=7,
    limits=Limits(6, 75, for_ever=True),
    tables=(Stay, *NIGHTS, StayMove, MoveWord),
    rows=(
        # Of moves what earlier nights left bare: a leg goes with its stay.
        Rows(StayMove, _without_any_leg, lambda keys: (delete(MoveWord).where(MoveWord.move_id.in_(keys)),)),
        Rows(
            Stay,
            lambda cut: (
                Stay.service_id == cut.service_id,
                Stay.depart_on < cut.since,
                Stay.host_id.in_(homes_left_ten_years_ago(cut)),
                of_children(Stay.child_id, cut),
            ),
            _with_stays,
        ),
    ),
)


def _forgotten(cut: Cut) -> Sequence[ColumnElement[bool]]:
    lived = select(Placement.child_id)
    held = lived.where(Placement.home_id.in_(held_home_ids()))
    lately = lived.where(or_(Placement.ends_on.is_(None), Placement.ends_on >= cut.since))
    # One that lived nowhere has no such day: since it was stored, and its arrangement is the one that it is.
    arranged = select(ChildStatusFrom.child_id).where(ChildStatusFrom.starts_on >= cut.since)
    stored_before = Child.id < ids_from(cut.begins)
    columns = (model.__table__.c.child_id for model in STILL_NAMED_BY)
    return (
        of_children(Child.id, cut),
        Child.id.not_in(lately),
        or_(Child.id.in_(lived), and_(stored_before, Child.id.not_in(arranged))),
        # With a child go the rows that say with whom it lived: those of a home that is held stay.
        Child.id.not_in(held),
        *(Child.id.not_in(select(column).where(column.is_not(None))) for column in columns),
    )


def _with_children(keys: Sequence[uuid.UUID]) -> Sequence[Delete | Update]:
    placements = select(Placement.id).where(Placement.child_id.in_(keys))
    return (
        delete(NotTogether).where(or_(NotTogether.first_id.in_(keys), NotTogether.second_id.in_(keys))),
        delete(OldKey).where(OldKey.kind == KeyKind.CHILD, OldKey.subject_id.in_(keys)),
        delete(PlacementEnding).where(PlacementEnding.placement_id.in_(placements)),
        *(delete(model).where(model.__table__.c.child_id.in_(keys)) for model in OF_A_CHILD),
    )


CHILDREN = Kept(
    kind="children",
    words=_("A child’s initials, month of birth, arrangement and homes"),
    counted_from=_(
        "the day on which it last lived with a home, or where it never did, on which it was stored or its arrangement "
        "began; once no stay, ask, answer or concern names it any more"
    ),
    source=_(
        "The case record of a looked-after child, kept until the 75th birthday, is the council’s (Care Planning "
        "Regulations 2010, reg 50). What Roost holds is a working copy."
    ),
    unit=Unit.MONTHS,
    usual=84,
    limits=Limits(12, 900, for_ever=True),
    tables=(Child, ChildStatusFrom, Placement, NotTogether),
    rows=(Rows(Child, _forgotten, _with_children),),
)

KEPT = (CHILDREN, STAYS)
"""What kept.py of the package hands over: children first, for one goes the night after the last that names it."""
