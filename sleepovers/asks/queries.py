"""Asks as their readers may know them."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select, true

from constellations.access import Viewer, covering, find, visible
from constellations.children.models import Child, Placement
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Home, Membership, holds_on
from messaging.safeguarding.subjects.queries import hidden_notes
from sleepovers.asks.models import Answer, Ask, AskChild
from sleepovers.models import Stay
from sleepovers.rules import AnswerState, AskState


def readable_asks(viewer: Viewer) -> ColumnElement[bool]:
    """The asks that a viewer may open: staff all they see; carers those of their children and those put to them.

    The hub, and who covers for it, reads those of the homes around it too. A home that was asked and has not taken the
    child reads no more of it once its days are over.
    """
    if not viewer.is_carer:
        return true()
    around = select(Membership.home_id).where(
        Membership.constellation_id.in_(viewer.hub_or_cover_of), holds_on(Membership, viewer.today)
    )
    theirs = select(Home.id).where(or_(Home.id == viewer.home_id, Home.id.in_(around)))
    put_around = select(Answer.ask_id).where(Answer.home_id.in_(around))
    put_here = select(Answer.ask_id).where(Answer.home_id == viewer.home_id)
    taken_here = put_here.where(Answer.state == AnswerState.AGREED)
    lasts = or_(Ask.state == AskState.OPEN, Ask.depart_on >= viewer.today, Ask.id.in_(taken_here))
    lives = (
        select(AskChild.ask_id)
        .join(Placement, Placement.child_id == AskChild.child_id)
        .where(AskChild.ask_id == Ask.id, Placement.home_id.in_(theirs), holds_on(Placement, Ask.arrive_on))
    )
    return or_(Ask.id.in_(put_around), Ask.id.in_(put_here) & lasts, lives.exists())


@dataclass(frozen=True, slots=True)
class WholeAsk:
    """An ask with its children by reference, what the homes that were asked have said, and the stays that came of it.

    Read once; who acts on it keeps it true. The stays are also those that were called off.
    """

    ask: Ask
    children: list[Child]
    answers: list[Answer]
    stays: list[Stay]

    @property
    def child_ids(self) -> list[uuid.UUID]:
        """The children it is for."""
        return [child.id for child in self.children]

    @property
    def home_ids(self) -> set[uuid.UUID]:
        """The homes that were asked."""
        return {answer.home_id for answer in self.answers}

    @property
    def without_stay(self) -> list[Child]:
        """The children who have no stay from it yet."""
        with_stay = {stay.child_id for stay in self.stays}
        return [child for child in self.children if child.id not in with_stay]

    def answer_of(self, home_id: uuid.UUID) -> Answer:
        """What one home has said; raises NotFound where it was not asked."""
        found = next((answer for answer in self.answers if answer.home_id == home_id), None)
        if found is None:
            raise NotFound
        return found


def held_ask(viewer: Viewer, ask_id: uuid.UUID) -> WholeAsk:
    """An ask that the viewer may open, held until the commit; raises NotFound."""
    mine = visible(viewer, Ask).where(Ask.id == ask_id, readable_asks(viewer))
    covered = covering(viewer, mine, through=(Answer, AskChild, Home, Membership, Placement))
    held = covered.with_for_update(of=Ask).execution_options(populate_existing=True)
    ask = session().scalars(held).one_or_none()
    if ask is None:
        raise NotFound
    return whole(ask)


def whole(ask: Ask) -> WholeAsk:
    """An ask with all that belongs to it, as it stands now."""
    children = select(Child).join(AskChild, AskChild.child_id == Child.id).where(AskChild.ask_id == ask.id)
    answers = select(Answer).where(Answer.ask_id == ask.id)
    stays = select(Stay).where(Stay.ask_id == ask.id)
    here, everything = session(), Viewer.system()
    return WholeAsk(
        ask,
        list(here.scalars(covering(everything, children.order_by(Child.key)))),
        list(here.scalars(covering(everything, answers))),
        list(here.scalars(covering(everything, stays))),
    )


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


def childs_wish(stay: Stay) -> str | None:
    """What the child of a stay wished when it was asked for; shown to who may open the stay as one of its homes.

    None while it is hidden because it worries somebody.
    """
    ask = find(Viewer.system(), Ask, stay.ask_id) if stay.ask_id else None
    return ask.wish if ask and ask.wish and not hidden_notes([ask.words_id]) else None
