"""Putting a statement into words."""

import datetime as dt
import uuid
from collections.abc import Iterator

from flask_babel import gettext, ngettext

from constellations.access import Viewer
from constellations.core.clock import Month
from constellations.core.words import date_words, day_words, full_day_words, moment_words, month_words, pence_words
from sleepovers.claims.words import STATUS_WORDS, WHY_WORDS
from sleepovers.payments.paying.rules import LineState
from sleepovers.payments.rules import DisputeState, NoStatementYet
from sleepovers.payments.snapshot import KeptLine, rates_kept
from sleepovers.payments.statement.layout import Pair, Sheet
from sleepovers.payments.statement.queries import Statement, statement_of
from sleepovers.payments.words import ADJUSTMENT_WORDS, DISPUTE_WORDS, LINE_WORDS
from sleepovers.policies.words import KIND_WORDS, counted_words, policy_words, rate_words, since_words
from sleepovers.rules import StayKind
from sleepovers.uplift import Standing, Why


def sheet_of(viewer: Viewer, month: Month, home_id: uuid.UUID) -> Sheet:
    """The statement of a home's uplift; raises NotFound for one not the viewer's, NoStatementYet before approval."""
    said = statement_of(viewer, month, home_id)
    page = said.page
    if page.approved is None:
        raise NoStatementYet
    return Sheet(
        title=gettext("Uplift statement"),
        line=gettext("%(home)s, %(month)s", home=said.home, month=month_words(page.month)),
        facts=list(_facts(said)),
        rule=list(_rule(said)),
        nights=[_night(each) for each in said.working["nights"]],
        payments=[(_paid(line.pence, line.reference), _outcome(line.state, line.paid_on)) for line in page.lines],
        notes=list(_notes(said)),
        sha256=said.sha256,
        approved_at=page.approved.at,
    )


def _facts(said: Statement) -> Iterator[Pair]:
    it, page, money = said.figures, said.page, said.money
    yield gettext("Service"), said.service
    if page.row is not None:
        yield gettext("How it stands"), str(STATUS_WORDS[page.row.status])
    yield gettext("Amount"), pence_words(money.amount_pence)
    if money.paused_pence:
        yield gettext("Of that not paid"), _paused(said)
    yield (
        gettext("Nights"),
        gettext(
            "%(counted)s counted: %(within)s within %(threshold)s, %(beyond)s beyond",
            counted=it["counted"],
            within=it["counted"] - it["beyond"],
            threshold=it["threshold"],
            beyond=it["beyond"],
        ),
    )
    for word, step in ((gettext("Checked by"), page.checked), (gettext("Approved by"), page.approved)):
        if step is not None:
            yield word, gettext("%(who)s, %(when)s", who=step.by, when=moment_words(step.at))
    paid = full_day_words(page.paid_on) if page.paid_on else gettext("not yet")
    yield gettext("Paid on"), paid


def _paused(said: Statement) -> str:
    amount = pence_words(said.money.paused_pence)
    if said.page.open_disputes:
        return str(gettext("%(amount)s, paused while staff look at what is wrong", amount=amount))
    return str(gettext("%(amount)s, since a night was put right", amount=amount))


def _rule(said: Statement) -> Iterator[str]:
    yield f"{since_words(said.policy)}. {policy_words(said.policy)}"
    yield counted_words(said.policy)
    known = rates_kept(said.working)
    priced = {dt.date.fromisoformat(each["night"]) for each in said.working["nights"] if each["priced"]}
    used = {max((rate.valid_from for rate in known if rate.valid_from <= night), default=None) for night in priced}
    for rate in known:
        if rate.valid_from in used:
            yield gettext("Rate from %(day)s: %(rate)s.", day=full_day_words(rate.valid_from), rate=rate_words(rate))


def _night(each: KeptLine) -> tuple[str, str, str, str]:
    day = day_words(dt.date.fromisoformat(each["night"]))
    kind = str(KIND_WORDS[StayKind(each["kind"])])
    if each["standing"] == Standing.WITHIN:
        place = gettext("%(number)s, within", number=each["number"])
    elif each["standing"] == Standing.BEYOND:
        place = gettext("%(number)s, beyond", number=each["number"])
    else:
        place = str(WHY_WORDS[Why(each["why"] or Why.KIND)])
    return day, kind, place, pence_words(each["rate_pence"]) if each["rate_pence"] is not None else ""


def _paid(pence: int, reference: str) -> str:
    return str(gettext("%(amount)s, reference %(reference)s", amount=pence_words(pence), reference=reference))


def _outcome(state: LineState, paid_on: dt.date | None) -> str:
    if paid_on is not None:
        return str(gettext("paid on %(day)s", day=full_day_words(paid_on)))
    return str(LINE_WORDS[state])


def _notes(said: Statement) -> Iterator[str]:
    for each in said.page.disputes:
        days = ngettext("for %(num)s day", "for %(num)s days", each.days)
        waits = f" {days}" if each.row.state is DisputeState.OPEN and each.days else ""
        outcome = DISPUTE_WORDS[each.row.state]
        night = date_words(each.row.night)
        yield (
            gettext("Something was said to be wrong with the night of %(night)s:", night=night) + f" {outcome}{waits}."
        )
    own = {each.row.id for each in said.page.adjustments}
    others = [one for one in said.paid_with_it if one.row.id not in own]
    for adjusted in [*said.page.adjustments, *others]:
        row = adjusted.row
        yield gettext(
            "Adjustment for %(month)s, paid with %(into)s: %(amount)s, %(status)s. %(reason)s",
            month=month_words(row.month),
            into=month_words(row.into_month),
            amount=pence_words(row.pence),
            status=ADJUSTMENT_WORDS[row.status],
            reason=row.reason,
        )
