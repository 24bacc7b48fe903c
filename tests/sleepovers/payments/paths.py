"""A claim brought from flag to payment by the acts of people, each in one word."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TypeVar

from constellations.access import Viewer, visible
from constellations.core.clock import Month
from constellations.core.database import Base, session
from constellations.models import Home, Person
from constellations.queries import viewer_for
from sleepovers.claims.actions import close_month, flag_uplifts
from sleepovers.claims.models import Claim
from sleepovers.models import Stay, StayNight
from sleepovers.payments.approving.actions import approve_claims
from sleepovers.payments.checking.actions import check_claim
from sleepovers.payments.disputing.actions import Wrong, say_what_is_wrong
from sleepovers.payments.exporting.actions import export_uplifts
from sleepovers.payments.models import Batch, NightDispute, PaymentLine
from sleepovers.payments.paying.actions import say_batch_is_paid
from sleepovers.policies.models import UpliftRate
from sleepovers.rules import NightState
from tests.factories import stored
from tests.sleepovers.claims.months import OCTOBER, Around, create_around, host

EVERYTHING = Viewer.system()
SEPTEMBER = OCTOBER.shifted(-1)
TODAY = dt.date(2026, 11, 22)


@dataclass(frozen=True)
class Due:
    """A hub with a month beyond the threshold, the people around it, and its stays."""

    around: Around
    stays: list[Stay]
    month: Month = OCTOBER

    @property
    def claim(self) -> Claim:
        """The claim as it stands."""
        return claim_of(self.around.hub, self.month)

    def flag(self) -> None:
        """Count the month again."""
        flag_uplifts(EVERYTHING, self.around.service.id, [self.month])

    def check(self, person: Person | None = None) -> None:
        """Somebody checks it, the liaison worker unless another is named."""
        check_claim(viewer_for(person or self.around.liaison), self.claim.id, self.claim.version)

    def close(self) -> None:
        """The manager closes the month."""
        close_month(viewer_for(self.around.manager), self.around.service.id, self.month)

    def approve(self, person: Person | None = None) -> None:
        """Somebody approves it, the manager unless another is named."""
        approve_claims(viewer_for(person or self.around.manager), self.month, {self.claim.id: self.claim.version})

    def approved(self) -> "Due":
        """Take all steps up to approval."""
        self.check()
        self.close()
        self.approve()
        return self

    def export(self) -> Batch:
        """Finance exports the month."""
        return export_uplifts(viewer_for(self.around.finance), self.around.service.id, self.month)

    def pay(self, batch: Batch, *came_back: uuid.UUID) -> None:
        """Finance says that a batch was paid today."""
        say_batch_is_paid(viewer_for(self.around.finance), batch.id, TODAY, came_back)

    def dispute(self, night: dt.date | None = None, stay: Stay | None = None) -> NightDispute:
        """The carer says that something is wrong with a night, the first one of the first stay unless named."""
        stay = stay or self.stays[0]
        wrong = Wrong(night or stay.arrive_on, stay.id, "It was at home that night.")
        carer = viewer_for(self.around.carer)
        return row(NightDispute, say_what_is_wrong(carer, self.month, self.around.hub.id, wrong))


def due(nights: int = 19, around: Around | None = None, pence: int | None = 4000, month: Month = OCTOBER) -> Due:
    """A hub that hosted so many nights, flagged; every night beyond brings forty pounds."""
    around = around or create_around()
    if pence is not None and not rates(around):
        stored(UpliftRate(service_id=around.service.id, valid_from=dt.date(2026, 4, 1), per_night_pence=pence))
    made = Due(around, host(around.hub, nights, month), month)
    made.flag()
    return made


def rates(around: Around) -> list[UpliftRate]:
    """The rates of a service."""
    asked = visible(EVERYTHING, UpliftRate).where(UpliftRate.service_id == around.service.id)
    return list(session().scalars(asked))


def claim_of(home: Home, month: Month = OCTOBER) -> Claim:
    """The claim of a home, read afresh."""
    session().rollback()
    session().expire_all()
    return session().scalars(visible(EVERYTHING, Claim).where(Claim.home_id == home.id, Claim.month == month)).one()


T = TypeVar("T", bound=Base)


def row(model: type[T], key: uuid.UUID) -> T:
    """A row, read afresh."""
    session().rollback()
    session().expire_all()
    return session().scalars(visible(EVERYTHING, model).where(model.id == key)).one()  # type: ignore[attr-defined]  # each of these has an id


def lines(batch: Batch | None = None) -> list[PaymentLine]:
    """The lines of a batch, or all of them, by reference."""
    session().rollback()
    session().expire_all()
    asked = visible(EVERYTHING, PaymentLine).order_by(PaymentLine.reference)
    return list(session().scalars(asked if batch is None else asked.where(PaymentLine.batch_id == batch.id)))


def sleep_not(stay: Stay, nights: int = 1) -> None:
    """Let it turn out that a child did not sleep there on some nights, past every rule."""
    rows = visible(EVERYTHING, StayNight).where(StayNight.stay_id == stay.id).order_by(StayNight.night)
    for each in list(session().scalars(rows))[:nights]:
        each.state = NightState.NOT_STAYED
    session().commit()
