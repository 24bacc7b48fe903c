"""How long asks of which no stay came are kept, and that somebody did not ask."""

import uuid
from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Delete, Update, delete, select, update

from constellations.access import Key
from constellations.core.database import Base
from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import FIFTY_YEARS, Cut, Limits, Unit
from constellations.keeping.whose.queries import held_home_ids, no_home_held, nobody_held, of_service
from constellations.rights.holds.queries import held_child_ids
from sleepovers.asks.hub.models import HubWord
from sleepovers.asks.models import Agreement, Answer, Ask, AskChild, AskSeries, Step
from sleepovers.asks.unasked.models import Unasked
from sleepovers.asks.waiting.models import WaitingPlace
from sleepovers.emergencies.models import Ladder
from sleepovers.models import Stay
from sleepovers.rules import AskState

OF_AN_ASK: tuple[type[Base], ...] = (AskChild, Answer, HubWord, Ladder, WaitingPlace, Agreement, Step)
"""What goes with an ask, each by its `ask_id`."""

OF_HOMES: tuple[tuple[Key, Key], ...] = (
    (Answer.ask_id, Answer.home_id),
    (HubWord.ask_id, HubWord.home_id),
    (WaitingPlace.ask_id, WaitingPlace.home_id),
    (Step.ask_id, Step.home_id),
    (Ladder.ask_id, Ladder.family_id),
)
"""Of such rows the ask, and the home that they are about."""


def _old_asks(cut: Cut) -> Sequence[ColumnElement[bool]]:
    return (
        of_service(Ask.service_id, cut),
        Ask.depart_on < cut.since,
        Ask.state != AskState.OPEN,
        Ask.id.not_in(select(Stay.ask_id).where(Stay.ask_id.is_not(None))),
        Ask.id.not_in(select(AskChild.ask_id).where(AskChild.child_id.in_(held_child_ids()))),
        *(
            Ask.id.not_in(select(ask_id).where(ask_id.is_not(None), home_id.in_(held_home_ids())))
            for ask_id, home_id in OF_HOMES
        ),
        nobody_held(Ask.asked_by),
    )


def _with_asks(keys: Sequence[uuid.UUID]) -> Sequence[Delete | Update]:
    return [delete(model).where(model.__table__.c.ask_id.in_(keys)) for model in OF_AN_ASK]


def _bare_series(cut: Cut) -> Sequence[ColumnElement[bool]]:
    still = select(Ask.series_id).where(Ask.series_id.is_not(None))
    return (of_service(AskSeries.service_id, cut), AskSeries.ends_on < cut.since, AskSeries.id.not_in(still))


KEPT = (
    Kept(
        kind="asks",
        words=_("Asks of which no stay came, with the answers to them; nights on which somebody did not ask"),
        counted_from=_("the last day that was asked for; an ask with a stay goes after its stay"),
        source=_("Roost’s own: unmet asks show where homes are missing, for as long as figures are compared."),
        unit=Unit.MONTHS,
        usual=36,
        limits=Limits(12, FIFTY_YEARS),
        tables=(Ask, AskChild, Answer, AskSeries, HubWord, Ladder, WaitingPlace, Unasked),
        rows=(
            # Series first: one goes the night after its last ask.
            Rows(
                AskSeries,
                _bare_series,
                lambda keys: (update(AskSeries).where(AskSeries.follows_id.in_(keys)).values(follows_id=None),),
            ),
            Rows(Ask, _old_asks, _with_asks),
            Rows(
                Unasked,
                lambda cut: (
                    of_service(Unasked.service_id, cut),
                    Unasked.night < cut.since,
                    no_home_held(Unasked.home_id),
                    nobody_held(Unasked.said_by),
                ),
            ),
        ),
    ),
)
