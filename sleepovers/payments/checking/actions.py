"""The carer's word on a claim, what is done where something is wrong, and checking."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm.attributes import flag_modified

from constellations.access import Viewer, find, hold, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from sleepovers.claims.actions import recount_claim, take_turn
from sleepovers.claims.models import Claim
from sleepovers.claims.telling.queries import concerned_with
from sleepovers.models import StayNight
from sleepovers.payments.adjusting.actions import put_forward
from sleepovers.payments.models import Adjustment, NightDispute
from sleepovers.payments.paying.actions import settle_claims
from sleepovers.payments.queries import carers_of, managers_of, money_of_claims, payable_of
from sleepovers.payments.rules import (
    AdjustmentStatus,
    ClaimChanged,
    Decider,
    DisputedAlready,
    DisputeState,
    NightElsewhere,
    SettledAlready,
    WrongStep,
    must_be_checkable,
    must_be_no_payee,
    must_be_sayable,
)
from sleepovers.payments.words import disputed_news, settled_news
from sleepovers.uplift import ClaimStatus


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a carer says is wrong: a night of a stay, or one that is missing, and how."""

    night: dt.date
    stay_id: uuid.UUID | None
    words: str


def say_it_looks_right(viewer: Viewer, claim_id: uuid.UUID, version: int) -> None:
    """A carer of the home says that the month looks right; nothing waits for it. Raises ClaimChanged or WrongStep."""
    viewer.must(Permission.SAY_OF_UPLIFT)
    with transaction() as here:
        claim = _at_its_turn(viewer, claim_id)
        is_as_seen = claim.version == version
        if is_as_seen:
            must_be_sayable(payable_of(claim))
            claim.said_right_by, claim.said_right_at = viewer.person_id, clock.now()
            here.flush()
            _note(viewer, "said_uplift_right", claim, ["said_right_by", "said_right_at"])
    if not is_as_seen:
        raise ClaimChanged(payable_of(claim).home)


def say_what_is_wrong(viewer: Viewer, claim_id: uuid.UUID, wrong: Wrong) -> uuid.UUID:
    """A carer of the home says that something is wrong with a night; staff are told, and only that night is paused.

    Raises NightElsewhere, DisputedAlready, WrongStep where nothing is due any more, and NotFound for a stay that has
    no night here.
    """
    viewer.must(Permission.SAY_OF_UPLIFT)
    with transaction() as here:
        claim = _held(viewer, claim_id)
        known = payable_of(claim)
        if claim.status is ClaimStatus.VOID:
            raise WrongStep(known.home, known.status_words)
        _must_be_of(claim, wrong)
        row = NightDispute(
            claim_id=claim.id,
            night=wrong.night,
            stay_id=wrong.stay_id,
            words=wrong.words,
            raised_by=viewer.person_id,
        )
        here.add(row)
        # Who looks at the claim as it was before must hear of it.
        flag_modified(claim, "status")
        here.flush()
        _note(viewer, "disputed_night", claim, [], ("night_dispute", row.id))
        news = News(f"dispute/{row.id}", disputed_news(known.home, wrong.night), f"/payments/disputes/{row.id}")
        tell(_staff_of(claim), news)
        return row.id


def settle_dispute(viewer: Viewer, dispute_id: uuid.UUID, state: DisputeState, answer: str, version: int) -> None:
    """Say what came of a night of which something was wrong; the carers are told.

    A night that stands is paid again with the next batch. Where too much has gone out already, an adjustment is
    proposed, for another person to decide. Raises SettledAlready, OwnMoney.
    """
    viewer.must(Permission.CHECK_UPLIFTS)
    with transaction() as here:
        claim = _held(viewer, find(viewer, NightDispute, dispute_id).claim_id)
        row = hold(viewer, NightDispute, dispute_id)
        must_be_no_payee(Decider(viewer.person_id, viewer.home_id), claim.home_id, payable_of(claim).spoke_as_payee)
        if row.state is not DisputeState.OPEN or row.version != version:
            raise SettledAlready
        row.state, row.answer = state, answer
        row.settled_by, row.settled_at = viewer.person_id, clock.now()
        here.flush()
        _note(viewer, "settled_dispute", claim, ["state", "answer"], ("night_dispute", row.id))
        _propose_overpaid(viewer, claim, row)
        settle_claims([claim.id])
        news = News(f"settled/{row.id}", settled_news(row.night, state), f"/uplifts/{claim.month}/{claim.home_id}")
        tell(carers_of(Viewer.system(), claim.home_id), news)


def check_claim(viewer: Viewer, claim_id: uuid.UUID, version: int) -> None:
    """A liaison worker has looked at a flagged claim; what the nights say by then is counted first.

    Raises ClaimChanged where that is not what the page showed, WrongStep, OwnMoney.
    """
    viewer.must(Permission.CHECK_UPLIFTS)
    with transaction() as here:
        claim = _at_its_turn(viewer, claim_id)
        is_as_seen = claim.version == version
        if is_as_seen:
            must_be_checkable(Decider(viewer.person_id, viewer.home_id), payable_of(claim))
            claim.status = ClaimStatus.CHECKED
            claim.checked_by, claim.checked_at = viewer.person_id, clock.now()
            here.flush()
            _note(viewer, "checked_uplift", claim, ["status", "checked_by", "checked_at"])
    if not is_as_seen:
        # Raised only now, so that the new count is stored and the next page shows it.
        raise ClaimChanged(payable_of(claim).home)


def _held(viewer: Viewer, claim_id: uuid.UUID) -> Claim:
    """A claim, at the turn of its service: nobody counts, closes, approves or exports there meanwhile."""
    take_turn(session(), Viewer.system(), find(viewer, Claim, claim_id).service_id)
    return hold(viewer, Claim, claim_id)


def _at_its_turn(viewer: Viewer, claim_id: uuid.UUID) -> Claim:
    """The same, counted again."""
    claim = _held(viewer, claim_id)
    recount_claim(Viewer.system(), claim)
    return claim


def _must_be_of(claim: Claim, wrong: Wrong) -> None:
    if wrong.night not in claim.month:
        raise NightElsewhere(claim.month)
    everything = Viewer.system()
    if wrong.stay_id is not None:
        asked = visible(everything, StayNight).where(
            StayNight.stay_id == wrong.stay_id,
            StayNight.home_id == claim.home_id,
            StayNight.night == wrong.night,
        )
        if session().scalars(asked).one_or_none() is None:
            raise NotFound
    same = NightDispute.stay_id.is_(None) if wrong.stay_id is None else NightDispute.stay_id == wrong.stay_id
    known = visible(everything, NightDispute).where(
        NightDispute.claim_id == claim.id,
        NightDispute.night == wrong.night,
        NightDispute.state == DisputeState.OPEN,
        same,
    )
    if session().scalars(known).first() is not None:
        raise DisputedAlready(wrong.night)


def _propose_overpaid(viewer: Viewer, claim: Claim, row: NightDispute) -> None:
    """Propose to take back what went out too much, less what is proposed already; nothing is taken back by itself."""
    money = money_of_claims([claim]).get(claim.id)
    if money is None or viewer.person_id is None:
        return
    everything = Viewer.system()
    said = visible(everything, Adjustment).where(
        Adjustment.claim_id == claim.id, Adjustment.status != AdjustmentStatus.WAIVED, Adjustment.pence < 0
    )
    left = money.overpaid_pence + sum(adjustment.pence for adjustment in session().scalars(said))
    if left <= 0:
        return
    put_forward(
        viewer,
        Adjustment(
            service_id=claim.service_id,
            home_id=claim.home_id,
            month=claim.month,
            claim_id=claim.id,
            dispute_id=row.id,
            nights=-1,
            pence=-left,
            reason=row.answer or row.words,
        ),
    )


def _staff_of(claim: Claim) -> set[uuid.UUID]:
    """The liaison workers of a home, and the managers of its service where it has none."""
    concerned = concerned_with(Viewer.system(), claim.month, [claim.home_id])[claim.home_id]
    return concerned.liaison_workers or managers_of(Viewer.system(), claim.service_id)


def _note(
    viewer: Viewer, action: str, claim: Claim, fields: list[str], subject: tuple[str, uuid.UUID] | None = None
) -> None:
    table, key = subject or ("claim", claim.id)
    record(viewer, action, claim.id, home_id=claim.home_id, service_id=claim.service_id)
    audit(viewer, Change(action, table, key, fields), claim.service_id)
