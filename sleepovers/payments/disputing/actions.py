"""What a carer says is wrong with a night, also by the hand of staff, and what came of it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm.attributes import flag_modified

from constellations.access import Viewer, find, hold, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.notices.actions import News, tell
from constellations.people.told.queries import managers_of
from constellations.permissions import Permission
from sleepovers.claims.actions import take_turn
from sleepovers.claims.models import Claim
from sleepovers.claims.telling.queries import concerned_with
from sleepovers.models import StayNight
from sleepovers.payments.adjusting.actions import put_forward
from sleepovers.payments.deciding.queries import decider_of
from sleepovers.payments.disputing.rules import NoSuchNight
from sleepovers.payments.models import Adjustment, NightDispute
from sleepovers.payments.money.queries import money_of_claims
from sleepovers.payments.paying.actions import settle_claims
from sleepovers.payments.queries import HomeInMonth, carers_of, claim_of, home_in_month, payable_of, spoke_for
from sleepovers.payments.rules import (
    AdjustmentStatus,
    DisputedAlready,
    DisputeState,
    NightElsewhere,
    NobodyOfTheHome,
    SettledAlready,
    must_be_no_payee,
)
from sleepovers.payments.words import disputed_news, put_right_words, settled_news, written_down_news

EVERYTHING = Viewer.system


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a carer says is wrong: a night of a stay, or one that is missing, and how."""

    night: dt.date
    stay_id: uuid.UUID | None
    words: str


def say_what_is_wrong(viewer: Viewer, month: Month, home_id: uuid.UUID, wrong: Wrong) -> uuid.UUID:
    """A carer of the home says that something is wrong with a night; staff are told, and only that night is paused.

    Whether or not anything is due. Raises NightElsewhere, DisputedAlready, and NoSuchNight for a stay that has no
    night here.
    """
    viewer.must(Permission.SAY_OF_UPLIFT)
    home = home_in_month(viewer, month, home_id)
    if viewer.person_id is None or viewer.home_id != home_id:
        raise NotFound
    with transaction():
        row = _put_down(viewer, home, wrong, viewer.person_id)
        tell(_staff_of(home), _news_for_staff(home, row))
        return row.id


def write_down_what_is_wrong(
    viewer: Viewer, month: Month, home_id: uuid.UUID, wrong: Wrong, carer_id: uuid.UUID | None
) -> uuid.UUID:
    """Staff write down what a carer of the home says by phone, marked so; that carer is told, and other staff.

    Raises NobodyOfTheHome, OwnMoney, and as `say_what_is_wrong` does.
    """
    viewer.must(Permission.CHECK_UPLIFTS)
    home = home_in_month(viewer, month, home_id)
    must_be_no_payee(decider_of(viewer), home_id)
    if carer_id is None or carer_id not in carers_of(EVERYTHING(), home_id):
        raise NobodyOfTheHome
    with transaction():
        row = _put_down(viewer, home, wrong, carer_id)
        tell(_staff_of(home) - {viewer.person_id}, _news_for_staff(home, row))
        words = written_down_news(row.night, viewer.name)
        tell({carer_id}, News(f"written/{row.id}", words, f"/uplifts/{month}/{home_id}"))
        return row.id


def settle_dispute(viewer: Viewer, dispute_id: uuid.UUID, state: DisputeState, answer: str, version: int) -> None:
    """Say what came of a night of which something was wrong; the carers are told.

    A night that stands is paid again with the next batch. Where too much has gone out already, an adjustment is
    proposed, for another person to decide. Raises SettledAlready, OwnMoney.
    """
    viewer.must(Permission.CHECK_UPLIFTS)
    with transaction() as here:
        found = find(viewer, NightDispute, dispute_id)
        claim = _claim_held(found.service_id, found.home_id, found.month)
        row = hold(viewer, NightDispute, dispute_id)
        spoke = payable_of(claim).spoke_as_payee if claim else spoke_for(row.home_id, row.month)
        must_be_no_payee(decider_of(viewer), row.home_id, spoke)
        if row.state is not DisputeState.OPEN or row.version != version:
            raise SettledAlready
        row.state, row.answer = state, answer
        row.settled_by, row.settled_at = viewer.person_id, clock.now()
        here.flush()
        _note(viewer, "settled_dispute", row, ["state", "answer"])
        if claim is not None:
            _propose_overpaid(viewer, claim, row)
            settle_claims([claim.id])
        news = News(f"settled/{row.id}", settled_news(row.night, state), f"/uplifts/{row.month}/{row.home_id}")
        tell(carers_of(EVERYTHING(), row.home_id), news)


def _put_down(viewer: Viewer, home: HomeInMonth, wrong: Wrong, carer_id: uuid.UUID) -> NightDispute:
    claim = _claim_held(home.service_id, home.home_id, home.month)
    _must_be_of(home, wrong)
    row = NightDispute(
        service_id=home.service_id,
        home_id=home.home_id,
        month=home.month,
        night=wrong.night,
        stay_id=wrong.stay_id,
        words=wrong.words,
        raised_by=carer_id,
        entered_by=None if carer_id == viewer.person_id else viewer.person_id,
    )
    session().add(row)
    if claim is not None:
        # Who looks at the claim as it was before must hear of it.
        flag_modified(claim, "status")
    session().flush()
    _note(viewer, "disputed_night" if row.entered_by is None else "wrote_down_dispute", row, [])
    return row


def _claim_held(service_id: uuid.UUID, home_id: uuid.UUID, month: Month) -> Claim | None:
    """The claim of a home's month, if there is one, at the turn of its service: nobody counts or exports meanwhile."""
    take_turn(session(), EVERYTHING(), service_id)
    claim = claim_of(EVERYTHING(), month, home_id)
    return hold(EVERYTHING(), Claim, claim.id) if claim else None


def _must_be_of(home: HomeInMonth, wrong: Wrong) -> None:
    if wrong.night not in home.month:
        raise NightElsewhere(home.month)
    if wrong.stay_id is not None:
        asked = visible(EVERYTHING(), StayNight).where(
            StayNight.stay_id == wrong.stay_id,
            StayNight.home_id == home.home_id,
            StayNight.night == wrong.night,
        )
        if session().scalars(asked).one_or_none() is None:
            raise NoSuchNight(wrong.night)
    same = NightDispute.stay_id.is_(None) if wrong.stay_id is None else NightDispute.stay_id == wrong.stay_id
    known = visible(EVERYTHING(), NightDispute).where(
        NightDispute.home_id == home.home_id,
        NightDispute.night == wrong.night,
        NightDispute.state == DisputeState.OPEN,
        same,
    )
    if session().scalars(known).first() is not None:
        raise DisputedAlready(wrong.night)


def _propose_overpaid(viewer: Viewer, claim: Claim, row: NightDispute) -> None:
    """Propose to take back what went out too much, less what earlier nights in question did; nothing goes by itself."""
    money = money_of_claims([claim]).get(claim.id)
    if money is None or viewer.person_id is None:
        return
    said = visible(EVERYTHING(), Adjustment).where(
        Adjustment.claim_id == claim.id,
        Adjustment.dispute_id.is_not(None),
        Adjustment.status != AdjustmentStatus.WAIVED,
        Adjustment.pence < 0,
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
            # Finance reads it, and the statement prints it: what was said of the night stays with the night.
            reason=put_right_words(row.night),
        ),
    )


def _staff_of(home: HomeInMonth) -> set[uuid.UUID]:
    """The liaison workers of a home, and the managers of its service where it has none."""
    concerned = concerned_with(EVERYTHING(), home.month, [home.home_id])[home.home_id]
    return set(concerned.liaison_workers) or managers_of(EVERYTHING(), home.service_id)


def _news_for_staff(home: HomeInMonth, row: NightDispute) -> News:
    return News(f"dispute/{row.id}", disputed_news(home.home, row.night), f"/payments/disputes/{row.id}")


def _note(viewer: Viewer, action: str, row: NightDispute, fields: list[str]) -> None:
    record(viewer, action, row.id, home_id=row.home_id, service_id=row.service_id)
    audit(viewer, Change(action, "night_dispute", row.id, fields), row.service_id)
