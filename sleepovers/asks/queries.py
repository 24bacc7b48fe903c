"""Asks as their readers may know them."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, or_, select, true

from constellations.access import Viewer, covering, visible
from constellations.children.models import Child, Placement
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Home, Membership, holds_on
from sleepovers.asks.models import Answer, Ask, AskChild
from sleepovers.models import Stay
from sleepovers.rules import AnswerState, AskState


def readable_asks(viewer: Viewer) -> ColumnElement[bool]:
    """The asks that a viewer may open: staff all they see; carers those of their children and those put to them.

    The hub reads those of the homes around it too.
    """
    if not viewer.is_carer:
        return true()
    around = select(Membership.home_id).where(
        Membership.constellation_id.in_(viewer.hub_of), holds_on(Membership, viewer.today)
    )
    theirs = select(Home.id).where(or_(Home.id == viewer.home_id, Home.id.in_(around)))
    put_to = select(Answer.ask_id).where(Answer.home_id.in_(theirs))
    lives = (
        select(AskChild.ask_id)
        .join(Placement, Placement.child_id == AskChild.child_id)
        .where(AskChild.ask_id == Ask.id, Placement.home_id.in_(theirs), holds_on(Placement, Ask.arrive_on))
    )
    return or_(Ask.id.in_(put_to), lives.exists())


def holds_ask(viewer: Viewer, ask_id: uuid.UUID) -> Ask:
    """An ask that the viewer may open, held until the commit; raises NotFound."""
    mine = visible(viewer, Ask).where(Ask.id == ask_id, readable_asks(viewer))
    covered = covering(viewer, mine, through=(Answer, AskChild, Home, Membership, Placement))
    held = covered.with_for_update(of=Ask).execution_options(populate_existing=True)
    ask = session().scalars(held).one_or_none()
    if ask is None:
        raise NotFound
    return ask


def children_of_ask(ask_id: uuid.UUID) -> Sequence[Child]:
    """The children an ask is for, by reference."""
    asked = select(Child).join(AskChild, AskChild.child_id == Child.id).where(AskChild.ask_id == ask_id)
    return session().scalars(covering(Viewer.system(), asked.order_by(Child.key))).all()


def answers_of_ask(ask_id: uuid.UUID) -> Sequence[Answer]:
    """What the homes that were asked have said."""
    asked = select(Answer).where(Answer.ask_id == ask_id)
    return session().scalars(covering(Viewer.system(), asked)).all()


def stays_of_ask(ask_id: uuid.UUID) -> Sequence[Stay]:
    """The stays that came of an ask, also those that were called off."""
    asked = select(Stay).where(Stay.ask_id == ask_id)
    return session().scalars(covering(Viewer.system(), asked)).all()


def children_without_stay(ask_id: uuid.UUID) -> list[Child]:
    """Those of the children of an ask who have no stay from it yet, by reference."""
    with_stay = {stay.child_id for stay in stays_of_ask(ask_id)}
    return [child for child in children_of_ask(ask_id) if child.id not in with_stay]


def asked_already(ask: Ask, child_ids: Collection[uuid.UUID], home_id: uuid.UUID) -> bool:
    """Whether a home has an open ask, not yet answered, for one of these children on one of the same days."""
    asked = (
        select(Ask.id)
        .join(Answer, Answer.ask_id == Ask.id)
        .join(AskChild, AskChild.ask_id == Ask.id)
        .where(
            Ask.state == AskState.OPEN,
            Answer.state == AnswerState.WAITING,
            Answer.home_id == home_id,
            AskChild.child_id.in_(child_ids),
            Ask.arrive_on < ask.depart_on,
            Ask.depart_on > ask.arrive_on,
        )
    )
    return session().scalars(covering(Viewer.system(), asked.limit(1))).first() is not None
