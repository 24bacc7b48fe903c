"""How long stay cards, hand-overs, and who read them are kept."""

from flask_babel import lazy_gettext as _

from constellations.keeping.declaration import Kept, OwnWay, Rows
from constellations.keeping.rules import FIFTY_YEARS, TEN_YEARS, Cut, Limits, Unit
from constellations.keeping.whose.queries import nobody_held, of_children
from sleepovers.cards.keeping.actions import remove_old_cards, remove_old_handovers
from sleepovers.cards.keeping.queries import cards_that_would_go, handovers_that_would_go
from sleepovers.cards.keeping.rules import USUAL_DAYS
from sleepovers.cards.models import CardConfirmed, CardVersion, CardView, HandoverNote, PackedThing, StayCard


def _remove_cards(cut: Cut) -> int:
    return remove_old_cards(cut).total()


def _remove_handovers(cut: Cut) -> int:
    return remove_old_handovers(cut).total()


CARDS = Kept(
    kind="stay_cards",
    words=_("Stay cards that are needed no more, and earlier versions"),
    counted_from=_("the last sleepover that it served; while a child lives with a home its card stays"),
    source=_("UK GDPR, article 5(1)(e): health and needs of a child serve tonight’s host and nobody later."),
    unit=Unit.DAYS,
    usual=USUAL_DAYS,
    limits=Limits(7, 365),
    tables=(StayCard, CardVersion, CardConfirmed),
    own_way=OwnWay(cards_that_would_go, _remove_cards),
)

HANDOVERS = Kept(
    kind="handovers",
    words=_("Hand-over notes, and what was in the bag"),
    counted_from=_("the day on which the child went home"),
    source=_("As stay cards: what has to last belongs into the child’s record at the council."),
    unit=Unit.DAYS,
    usual=USUAL_DAYS,
    limits=Limits(7, 365),
    tables=(HandoverNote, PackedThing),
    own_way=OwnWay(handovers_that_would_go, _remove_handovers),
)

READERS = Kept(
    kind="card_views",
    words=_("Who read which stay card"),
    counted_from=_("the moment of reading"),
    source=_("Who saw what of a child is asked years later: as long as a carer’s record."),
    unit=Unit.MONTHS,
    usual=TEN_YEARS,
    limits=Limits(72, FIFTY_YEARS, for_ever=True),
    tables=(CardView,),
    rows=(
        Rows(
            CardView,
            lambda cut: (
                CardView.at < cut.begins,
                of_children(CardView.child_id, cut),
                nobody_held(CardView.person_id),
            ),
        ),
    ),
)

KEPT = (CARDS, HANDOVERS, READERS)
"""What kept.py of the package hands over."""
