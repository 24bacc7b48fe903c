"""Saying what was paid, and what came back and goes out again."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence

from flask_babel import gettext

from constellations.access import Viewer, find, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.clock import london
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from sleepovers.claims.actions import take_turn
from sleepovers.claims.models import Claim
from sleepovers.payments.models import Adjustment, Batch, PaymentLine
from sleepovers.payments.money.queries import lines_of, money_of_claims
from sleepovers.payments.paying.paid_file import BadPaidFile, Outcome
from sleepovers.payments.paying.rules import LineState, LineToldAlready, must_be_payable_on, status_by_lines
from sleepovers.payments.queries import carers_of, disputes_of
from sleepovers.payments.rules import AdjustmentStatus, DisputeState
from sleepovers.payments.words import paid_news
from sleepovers.uplift import ClaimStatus

TOLD = ("state", "paid_on", "reason")


def say_batch_is_paid(viewer: Viewer, batch_id: uuid.UUID, paid_on: dt.date, came_back: Collection[uuid.UUID]) -> None:
    """Say that what was sent with a batch was paid on a day, but for the lines that came back.

    Lines of which that is known already stay as they are. Raises PaidOutOfReach, LineToldAlready.
    """
    viewer.must(Permission.PAY_UPLIFTS)
    with transaction() as here:
        batch = find(viewer, Batch, batch_id)
        take_turn(here, Viewer.system(), batch.service_id)
        must_be_payable_on(paid_on, london(batch.created_at).date(), viewer.today)
        lines = list(here.scalars(visible(viewer, PaymentLine).where(PaymentLine.batch_id == batch_id)))
        sent = [line for line in lines if line.state is LineState.SENT]
        unknown = set(came_back) - {line.id for line in sent}
        if unknown or not sent:
            raise LineToldAlready([line.reference for line in lines if line.id in unknown or not sent])
        _tell(viewer, sent, {line.id: Outcome("", None if line.id in came_back else paid_on) for line in sent})


def say_line_came_back(viewer: Viewer, line_id: uuid.UUID, reason: str) -> None:
    """Say that one line came back, also one that was paid: it goes out again. Raises LineToldAlready."""
    viewer.must(Permission.PAY_UPLIFTS)
    with transaction() as here:
        line = find(viewer, PaymentLine, line_id)
        take_turn(here, Viewer.system(), line.service_id)
        here.refresh(line)
        if line.state is LineState.BOUNCED:
            raise LineToldAlready([line.reference])
        _tell(viewer, [line], {line.id: Outcome(line.reference, None, reason)})


def take_in_paid_file(viewer: Viewer, service_id: uuid.UUID, outcomes: Sequence[Outcome]) -> int:
    """Take in what a file says of the lines of a service, all of it or nothing; gives how many lines changed.

    What says again what is known changes nothing. Raises BadPaidFile, naming each line that does not fit.
    """
    viewer.must(Permission.PAY_UPLIFTS)
    with transaction() as here:
        take_turn(here, viewer, service_id)
        asked = visible(Viewer.system(), PaymentLine).where(
            PaymentLine.service_id == service_id, PaymentLine.reference.in_({each.reference for each in outcomes})
        )
        lines = {line.reference: line for line in here.scalars(asked)}
        sent_on = _sent_on(lines.values())
        problems = [_problem(each, lines.get(each.reference), sent_on, viewer.today) for each in outcomes]
        if any(problems):
            raise BadPaidFile([problem for problem in problems if problem])
        new = {lines[each.reference].id: each for each in outcomes if not _is_known(each, lines[each.reference])}
        _tell(viewer, [line for line in lines.values() if line.id in new], new)
        return len(new)


def own_service_id(viewer: Viewer) -> uuid.UUID:
    """The viewer's service; raises NotFound for a viewer of none."""
    if viewer.service_id is None:
        raise NotFound
    return viewer.service_id


def _sent_on(lines: Collection[PaymentLine]) -> dict[uuid.UUID, dt.date]:
    keys = {line.batch_id for line in lines}
    batches = session().scalars(visible(Viewer.system(), Batch).where(Batch.id.in_(keys)))
    return {batch.id: london(batch.created_at).date() for batch in batches}


def _is_known(said: Outcome, line: PaymentLine) -> bool:
    if said.paid_on is None:
        return line.state is LineState.BOUNCED
    return line.state is LineState.PAID and line.paid_on == said.paid_on


def _problem(said: Outcome, line: PaymentLine | None, sent_on: Mapping[uuid.UUID, dt.date], today: dt.date) -> str:
    """What is wrong with a line of a file; empty where nothing is."""
    if line is None:
        return str(gettext("%(reference)s is in no batch", reference=said.reference))
    if _is_known(said, line):
        return ""
    if line.state is LineState.BOUNCED or (line.state is LineState.PAID and said.paid_on is not None):
        return str(gettext("of %(reference)s something else is known already", reference=said.reference))
    if said.paid_on is not None and not sent_on[line.batch_id] <= said.paid_on <= today:
        return str(gettext("%(reference)s: the day is before the export or after today", reference=said.reference))
    return ""


def _tell(viewer: Viewer, lines: Sequence[PaymentLine], outcomes: Mapping[uuid.UUID, Outcome]) -> None:
    """Write down what became of lines, and how far that brings their claims and adjustments."""
    for line in lines:
        said = outcomes[line.id]
        line.state = LineState.PAID if said.paid_on else LineState.BOUNCED
        line.paid_on, line.reason = said.paid_on, said.reason or None
        line.told_by, line.told_at = viewer.person_id, clock.now()
        action = "paid_line" if said.paid_on else "line_came_back"
        record(viewer, action, line.id, home_id=line.home_id, service_id=line.service_id)
        audit(viewer, Change(action, "payment_line", line.id, TOLD), line.service_id)
    session().flush()
    _settle_adjustments(lines)
    _tell_carers(lines, settle_claims({line.claim_id for line in lines if line.claim_id}))


def _settle_adjustments(lines: Sequence[PaymentLine]) -> None:
    everything = Viewer.system()
    states = {line.adjustment_id: line.state for line in lines if line.adjustment_id}
    for row in session().scalars(visible(everything, Adjustment).where(Adjustment.id.in_(states))):
        is_paid = states[row.id] is LineState.PAID
        row.status = AdjustmentStatus.PAID if is_paid else AdjustmentStatus.EXPORTED
    session().flush()


def settle_claims(keys: Collection[uuid.UUID]) -> list[Claim]:
    """Bring claims of which something was sent to where their lines are, within the running transaction; gives them."""
    everything = Viewer.system()
    sent = (ClaimStatus.EXPORTED, ClaimStatus.PAID)
    claims = list(session().scalars(visible(everything, Claim).where(Claim.id.in_(keys), Claim.status.in_(sent))))
    money, lines = money_of_claims(claims), lines_of([claim.id for claim in claims])
    said = disputes_of(everything, *((claim.home_id, claim.month) for claim in claims))
    waiting = {(each.home_id, each.month) for each in said if each.row.state is DisputeState.OPEN}
    for claim in claims:
        of_it = money[claim.id]
        is_paused = (claim.home_id, claim.month) in waiting and of_it.amount_pence > of_it.sent_pence
        states = [line.state for line in lines[claim.id]]
        claim.status = status_by_lines(states, of_it.to_send_pence, is_paused)
    session().flush()
    return claims


def _tell_carers(lines: Sequence[PaymentLine], claims: Sequence[Claim]) -> None:
    by_id = {claim.id: claim for claim in claims}
    for line in lines:
        claim = by_id.get(line.claim_id) if line.claim_id else None
        if claim is not None and line.paid_on is not None:
            path = f"/uplifts/{claim.month}/{claim.home_id}/statement"
            news = News(f"paid/{line.id}", paid_news(claim.month, line.paid_on), path)
            tell(carers_of(Viewer.system(), line.home_id), news)
