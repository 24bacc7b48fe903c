"""What the panels of the home page, and the Monday digest, show that no other page asks for."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from constellations.access import Viewer, covering
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.permissions import Permission
from sleepovers.asks.models import Answer, Ask
from sleepovers.claims.models import Claim
from sleepovers.claims.words import STATUS_WORDS
from sleepovers.nights.queries import nights_waiting
from sleepovers.rules import AnswerState, AskState
from sleepovers.uplift import ClaimStatus

MONTHS_SHOWN = 6
"""How many months of claims the home page goes back."""


@dataclass(frozen=True, slots=True)
class ClaimMonth:
    """One month's claims: how many stand where, what they come to, and how many have no amount yet."""

    month: Month
    counts: dict[ClaimStatus, int]
    pence: int
    without_rate: int

    @property
    def standings(self) -> list[str]:
        """How many stand where, in the order of a claim's way."""
        return [f"{self.counts[each]} {STATUS_WORDS[each]}" for each in ClaimStatus if each in self.counts]


def asks_waiting(viewer: Viewer) -> int:
    """How many asks nobody has answered yet."""
    asked = select(func.count()).select_from(Ask).where(Ask.state == AskState.OPEN)
    return session().execute(covering(viewer, asked, Ask)).scalar_one()


def asks_to_answer(viewer: Viewer) -> int:
    """How many open asks wait for a word of the carer's own home; to others, how many wait at all."""
    if not viewer.may(Permission.ANSWER_ASKS):
        return 0
    if not viewer.is_carer:
        return asks_waiting(viewer)
    waiting = select(Answer.ask_id).where(Answer.home_id == viewer.home_id, Answer.state == AnswerState.WAITING)
    asked = select(func.count()).select_from(Ask).where(Ask.state == AskState.OPEN, Ask.id.in_(waiting))
    return session().execute(covering(viewer, asked, Ask, through=(Answer,))).scalar_one()


def nights_to_confirm(viewer: Viewer) -> int:
    """How many nights wait until the viewer says what happened."""
    if not viewer.may(Permission.CONFIRM_NIGHTS):
        return 0
    return sum(len(stay.nights) for stay in nights_waiting(viewer))


def claim_months(viewer: Viewer) -> list[ClaimMonth]:
    """The claims of the last months, the newest first, as far as the viewer sees them."""
    since = Month.of(viewer.today).shifted(1 - MONTHS_SHOWN)
    unset = and_(Claim.amount_pence.is_(None), Claim.status != ClaimStatus.VOID)
    pence = func.coalesce(func.sum(Claim.amount_pence).filter(Claim.status != ClaimStatus.VOID), 0)
    asked = (
        select(Claim.month, Claim.status, func.count(), pence, func.count().filter(unset))
        .where(Claim.month >= since)
        .group_by(Claim.month, Claim.status)
    )
    found: dict[Month, ClaimMonth] = {}
    for month, status, count, amount, without in session().execute(covering(viewer, asked, Claim)):
        before = found.get(month, ClaimMonth(month, {}, 0, 0))
        counts = {**before.counts, status: count}
        found[month] = ClaimMonth(month, counts, before.pence + (amount or 0), before.without_rate + without)
    return sorted(found.values(), key=lambda each: each.month, reverse=True)
