"""The sleepovers and asks of homes that leave a constellation: what goes on after the day on which they do."""

from collections.abc import Sequence

from flask_babel import gettext, ngettext
from sqlalchemy import and_, func, or_, select

from constellations.access import Viewer, covering
from constellations.children.models import Placement
from constellations.core.database import session
from constellations.core.words import day_words, nights_words
from constellations.going.declaration import Effect, Going
from constellations.models import Home, holds_on
from sleepovers.asks.models import Answer, Ask, AskChild
from sleepovers.models import Stay
from sleepovers.rules import AnswerState, AskState, StayState, nights_of

MOST_SHOWN = 20
"""So many sleepovers are named one by one."""


def stays_beyond(viewer: Viewer, going: Going) -> Sequence[Effect]:
    """The sleepovers of these homes that go on after the day; those among them have to end before all of them go."""
    family = Placement.home_id.in_(going.home_ids)
    lives = and_(Placement.child_id == Stay.child_id, holds_on(Placement, Stay.arrive_on))
    asked = (
        select(Stay, Home.name, Placement.home_id)
        .join(Home, Home.id == Stay.host_id)
        .outerjoin(Placement, lives)
        .where(
            Stay.state.in_((StayState.AGREED, StayState.UNDER_WAY)),
            Stay.depart_on > going.day,
            or_(Stay.host_id.in_(going.home_ids), family),
        )
        .order_by(Stay.arrive_on, Stay.id)
    )
    found = session().execute(covering(viewer, asked, Stay, through=(Home, Placement))).all()
    shown = [
        Effect(
            gettext("A sleepover with %(home)s: %(when)s. It stays agreed.", home=host, when=_when(stay)),
            f"/stays/{stay.id}",
            must_end_first=stay.host_id in going.home_ids and family_id in going.home_ids,
        )
        for stay, host, family_id in found
    ]
    more = len(shown) - MOST_SHOWN
    if more <= 0:
        return shown
    words = ngettext("and %(num)s more sleepover", "and %(num)s more sleepovers", more)
    rest = any(effect.must_end_first for effect in shown[MOST_SHOWN:])
    return [*shown[:MOST_SHOWN], Effect(words, must_end_first=rest)]


def asks_waiting(viewer: Viewer, going: Going) -> Sequence[Effect]:
    """How many open asks of these homes, or put to them, are for nights after the day."""
    lives = and_(Placement.child_id == AskChild.child_id, holds_on(Placement, Ask.arrive_on))
    theirs = (
        select(AskChild.ask_id)
        .join(Placement, lives)
        .where(AskChild.ask_id == Ask.id, Placement.home_id.in_(going.home_ids))
    )
    put = select(Answer.ask_id).where(
        Answer.ask_id == Ask.id, Answer.home_id.in_(going.home_ids), Answer.state == AnswerState.WAITING
    )
    asked = (
        select(func.count())
        .select_from(Ask)
        .where(Ask.state == AskState.OPEN, Ask.depart_on > going.day, or_(theirs.exists(), put.exists()))
    )
    number = session().scalar(covering(viewer, asked, Ask, through=(AskChild, Placement, Answer))) or 0
    words = ngettext(
        "%(num)s ask for a sleepover after that day waits for an answer: it goes on waiting.",
        "%(num)s asks for sleepovers after that day wait for an answer: they go on waiting.",
        number,
    )
    return [Effect(words, "/asks")] if number else []


def _when(stay: Stay) -> str:
    nights = nights_of(stay.arrive, stay.depart)
    return nights_words(nights[0], len(nights)) if nights else day_words(stay.arrive_on)
