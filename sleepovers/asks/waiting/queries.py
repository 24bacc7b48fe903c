"""Who waits for a bed with which home, and who could be asked again now."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from sleepovers.asks.hub.models import HubWord
from sleepovers.asks.models import Agreement, Answer, Ask, AskChild
from sleepovers.asks.page.queries import AskPage
from sleepovers.asks.rules import AgreementState
from sleepovers.asks.waiting.models import WaitingPlace
from sleepovers.asks.waiting.rules import STILL_SOUGHT, is_sought, keeps_out, may_wait_for
from sleepovers.booking.queries import Proposal, wish_of, wishes_of
from sleepovers.booking.rules import check, stops_offer
from sleepovers.rules import AnswerState, AskState


@dataclass(frozen=True, slots=True)
class Waiting:
    """The homes of an ask for which its family may wait, and since when it waits for others."""

    offered: frozenset[uuid.UUID] = frozenset()
    since: dict[uuid.UUID, dt.datetime] | None = None


def waiting_for(viewer: Viewer, page: AskPage) -> Waiting:
    """For which homes the family waits, or may wait; a fixed number of queries, and none for those who only host."""
    if not page.is_own or not is_sought(page.ask.state, page.ask.arrive_on, viewer.today):
        return Waiting(since={})
    asked = select(WaitingPlace.home_id, WaitingPlace.created_at).where(
        WaitingPlace.ask_id == page.ask.id, WaitingPlace.served_at.is_(None)
    )
    rows = session().execute(covering(viewer, asked, WaitingPlace, through=(Ask, Answer, AskChild)))
    since = {row[0]: row[1] for row in rows}
    homes = {home.home_id: home.state for home in page.homes if home.home_id not in since}
    if not homes:
        return Waiting(since=since)
    proposal = Proposal(page.child_ids, next(iter(homes)), page.nights, page.ask.kind, page.ask.id)
    wishes = wishes_of(proposal, list(homes))
    refused = refused_homes(page.ask.id, wishes)
    offered = frozenset(
        home_id
        for home_id, wish in wishes.items()
        if home_id not in refused and may_wait_for(homes[home_id], check(wish))
    )
    return Waiting(offered, since)


def refused_homes(ask_id: uuid.UUID, home_ids: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of some homes that the hub has refused for an ask; all, where whoever decides for a child has."""
    everything, refused = Viewer.system(), AgreementState.REFUSED
    whole = select(Agreement.id).where(Agreement.ask_id == ask_id, Agreement.state == refused).limit(1)
    if session().scalars(covering(everything, whole)).first() is not None:
        return frozenset(home_ids)
    by_hub = select(HubWord.home_id).where(HubWord.ask_id == ask_id, HubWord.state == refused)
    return frozenset(session().scalars(covering(everything, by_hub))) & frozenset(home_ids)


def places_waiting(today: dt.date) -> Sequence[WaitingPlace]:
    """Everybody who waits for a bed on nights to come, by home, who came first before the others."""
    asked = (
        select(WaitingPlace)
        .join(Ask, Ask.id == WaitingPlace.ask_id)
        .where(WaitingPlace.served_at.is_(None), Ask.state.in_(STILL_SOUGHT), Ask.arrive_on >= today)
        .order_by(WaitingPlace.home_id, WaitingPlace.created_at, WaitingPlace.id)
    )
    return session().scalars(covering(Viewer.system(), asked)).all()


def has_room_for(proposal: Proposal) -> bool:
    """Whether a home could take the children, and those who were asked again before them and wait for its answer."""
    if stops_offer(check(wish_of(proposal)), is_staff=False):
        return False
    before = _asked_again_before(proposal)
    together = replace(proposal, child_ids=(*proposal.child_ids, *before))
    return not before or not keeps_out(check(wish_of(together)))


def _asked_again_before(proposal: Proposal) -> list[uuid.UUID]:
    """The children for whom the same home was asked again, and has not answered yet, on one of the nights."""
    asked = (
        select(AskChild.child_id)
        .join(Ask, Ask.id == AskChild.ask_id)
        .join(WaitingPlace, WaitingPlace.ask_id == Ask.id)
        .join(Answer, (Answer.ask_id == Ask.id) & (Answer.home_id == WaitingPlace.home_id))
        .where(
            WaitingPlace.home_id == proposal.home_id,
            WaitingPlace.served_at.is_not(None),
            Ask.id != proposal.ask_id,
            Ask.state == AskState.OPEN,
            Answer.state == AnswerState.WAITING,
            Ask.arrive_on <= max(proposal.nights),
            Ask.depart_on > min(proposal.nights),
            AskChild.child_id.not_in(proposal.child_ids),
        )
        .distinct()
        .order_by(AskChild.child_id)
    )
    return list(session().scalars(covering(Viewer.system(), asked)))
