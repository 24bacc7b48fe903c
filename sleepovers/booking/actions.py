"""Holding a stay against the booking check, and writing down what staff let pass."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.children.models import Child
from constellations.core.database import session
from constellations.models import Home
from constellations.permissions import Permission
from sleepovers.asks.models import Step
from sleepovers.asks.rules import StepTaken
from sleepovers.booking.queries import Proposal, wish_of
from sleepovers.booking.refusals import refusal
from sleepovers.booking.rules import BEYOND_REASON, Finding, check, reds
from sleepovers.models import Stay
from sleepovers.nights.actions import Telling


def must_pass(telling: Telling, proposal: Proposal) -> tuple[Finding, ...]:
    """What staff overrule with their reason, mostly nothing; raises CheckRefused where somebody may not.

    The children are held, so that what was found stays true; the home is held from here on too.
    """
    hold_home(proposal.home_id)
    red = reds(check(wish_of(proposal)))
    if not red:
        return ()
    may_overrule = telling.viewer.may(Permission.OVERRULE_CHECK)
    if not (may_overrule and telling.reason) or any(finding.point in BEYOND_REASON for finding in red):
        raise refusal(name_of_home(proposal.home_id), red, may_overrule)
    return red


def must_be_possible(proposal: Proposal) -> None:
    """Of nights that are over: raises SleepsElsewhere and LivesThere alone, for the rest is a fact."""
    found = [finding for finding in check(wish_of(proposal)) if finding.point in BEYOND_REASON]
    if found:
        raise refusal(name_of_home(proposal.home_id), found, may_overrule=False)


def note_overruled(telling: Telling, stay: Stay, findings: Sequence[Finding]) -> None:
    """Write down what was let pass, by whom and why: in the stay's timeline and in the audit trail."""
    if not findings:
        return
    step = Step(
        ask_id=stay.ask_id,
        stay_id=stay.id,
        at=telling.at,
        person_id=telling.viewer.person_id,
        taken=StepTaken.OVERRULED,
        home_id=stay.host_id,
        reason=telling.reason,
    )
    session().add(step)
    points = [finding.point.value for finding in findings]
    audit(telling.viewer, Change("overruled_check", "stay", stay.id, points), stay.service_id)


def hold_children(child_ids: Collection[uuid.UUID]) -> None:
    """Let nobody else change the stays of these children until the commit; every act holds them before the home."""
    held = select(Child.id).where(Child.id.in_(child_ids)).order_by(Child.id).with_for_update(key_share=True)
    session().execute(covering(Viewer.system(), held))


def hold_home(home_id: uuid.UUID) -> None:
    """Let nobody else give away a bed of a home until the commit."""
    held = select(Home.id).where(Home.id == home_id).with_for_update(key_share=True)
    session().execute(covering(Viewer.system(), held))


def name_of_home(home_id: uuid.UUID) -> str:
    """What a home is called."""
    return session().scalars(covering(Viewer.system(), select(Home.name).where(Home.id == home_id))).one()
