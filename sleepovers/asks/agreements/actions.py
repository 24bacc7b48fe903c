"""Seeking the agreement of whoever decides for a child, and saying how it ended."""

import datetime as dt
import uuid
from collections.abc import Iterable

from flask_babel import gettext, ngettext
from sqlalchemy import Select, select

from constellations.access import Viewer, covering, find, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.children.models import Child, Placement
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.jobs.rules import JobResult
from constellations.models import LiaisonAssignment, Membership, Person, holds_on
from constellations.permissions import Permission, Role
from sleepovers.asks.ending.actions import end_ask
from sleepovers.asks.models import Agreement, Ask, AskChild, Step
from sleepovers.asks.queries import WholeAsk, whole
from sleepovers.asks.rules import AgreementSettled, AgreementState, StepTaken
from sleepovers.asks.telling.actions import tell_agreement, tell_agreement_anew
from sleepovers.booking.rules import ASK_FIRST
from sleepovers.models import Stay
from sleepovers.rules import AskState, StayKind


def seek_agreements(ask: Ask, children: Iterable[Child]) -> None:
    """Make a task of each child of whom somebody has to be asked first, with who is to ask; within a transaction."""
    for child in children:
        if child.stay_authority in ASK_FIRST:
            session().add(
                Agreement(
                    child_id=child.id,
                    ask_id=ask.id,
                    owner_id=owner_for(child),
                    state=AgreementState.WAITING,
                    is_afterwards=ask.kind is StayKind.EMERGENCY,
                )
            )


def seek_agreements_anew(viewer: Viewer, found: WholeAsk) -> bool:
    """Where whoever decides has agreed to other nights of this ask, ask again; gives whether that is waited for.

    Within a transaction that holds the ask and has changed its nights; a child who has a stay keeps its own.
    """
    given = select(Agreement).where(Agreement.ask_id == found.ask.id, Agreement.state == AgreementState.GIVEN)
    children = {child.id: child for child in found.without_stay if child.stay_authority in ASK_FIRST}
    anew = [one for one in session().scalars(covering(Viewer.system(), given)) if one.child_id in children]
    for agreement in anew:
        agreement.state, agreement.settled_by, agreement.settled_at = AgreementState.WAITING, None, None
        agreement.owner_id = owner_for(children[agreement.child_id])
        audit(viewer, Change("sought_agreement_anew", "agreement", agreement.id, ["state"]), found.ask.service_id)
    tell_agreement_anew(viewer, found, {one.owner_id for one in anew if one.owner_id})
    return any(not one.is_afterwards for one in anew)


def seek_missing_agreements(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # a job of the installation: it looks at every open ask
    since: dt.date,  # noqa: ARG001  # whatever the days that were missed
    until: dt.date,
) -> JobResult:
    """Make the tasks that open asks lack: of asks that came with a register, or whose child became "ask first" since.

    Again makes nothing; one agreement for each ask and child, by constraint.
    """
    lacking = covering(viewer, _without_agreement(until))
    if not session().execute(lacking).all():
        return JobResult(0)
    with transaction():
        found = session().execute(lacking).all()
        for ask, child in found:
            seek_agreements(ask, [child])
    return JobResult(len(found), ngettext("%(num)s agreement to seek.", "%(num)s agreements to seek.", len(found)))


def _without_agreement(today: dt.date) -> Select[Ask, Child]:
    """Open asks, each with a child of whom somebody has to be asked first and nobody is."""
    sought = select(Agreement.id).where(Agreement.ask_id == Ask.id, Agreement.child_id == Child.id)
    return (
        select(Ask, Child)
        .join(AskChild, AskChild.ask_id == Ask.id)
        .join(Child, Child.id == AskChild.child_id)
        .where(
            Ask.state == AskState.OPEN,
            Ask.arrive_on >= today,
            Child.stay_authority.in_(ASK_FIRST),
            ~sought.exists(),
        )
        .order_by(Ask.id, Child.id)
    )


def seek_agreement_afterwards(stay: Stay, child: Child) -> None:
    """The same for a stay that was recorded without an ask; of a child still to be named, once it has its name."""
    if child.stay_authority in ASK_FIRST and not child.is_unnamed:
        waiting = AgreementState.WAITING
        session().add(
            Agreement(child_id=child.id, stay_id=stay.id, owner_id=owner_for(child), state=waiting, is_afterwards=True)
        )


def settle_agreement(viewer: Viewer, agreement_id: uuid.UUID, is_given: bool) -> None:
    """Say whether whoever decides for the child agreed; refused, an ask that is still open comes to an end.

    Raises AgreementSettled, NotFound.
    """
    viewer.must(Permission.SETTLE_AGREEMENT)
    with transaction():
        # The ask first, as everybody holds it who changes its nights.
        ask_id = find(viewer, Agreement, agreement_id).ask_id
        asked = whole(hold(Viewer.system(), Ask, ask_id)) if ask_id else None
        agreement = hold(viewer, Agreement, agreement_id)
        if agreement.state is not AgreementState.WAITING:
            raise AgreementSettled
        agreement.state = AgreementState.GIVEN if is_given else AgreementState.REFUSED
        agreement.settled_by, agreement.settled_at = viewer.person_id, clock.now()
        taken = StepTaken.AGREEMENT_GIVEN if is_given else StepTaken.AGREEMENT_REFUSED
        step = Step(ask_id=agreement.ask_id, stay_id=agreement.stay_id, person_id=viewer.person_id, taken=taken)
        session().add(step)
        child = find(viewer, Child, agreement.child_id)
        if asked and not is_given and asked.ask.state is AskState.OPEN:
            end_ask(asked, AskState.DECLINED, gettext("Whoever decides for the child did not agree."))
        record(viewer, taken.value, agreement.ask_id or agreement.stay_id, service_id=child.service_id)
        audit(viewer, Change("settled_agreement", "agreement", agreement.id, ["state"]), child.service_id)
        tell_agreement(viewer, agreement, asked)


def owner_for(child: Child) -> uuid.UUID | None:
    """Who gets the agreement: today's liaison worker of the child's home, who covers first; else a manager."""
    today, everything = clock.today(), Viewer.system()
    liaison_workers = (
        select(LiaisonAssignment.person_id)
        .join(Membership, Membership.constellation_id == LiaisonAssignment.constellation_id)
        .join(Placement, Placement.home_id == Membership.home_id)
        .join(Person, Person.id == LiaisonAssignment.person_id)
        .where(
            Placement.child_id == child.id,
            holds_on(Placement, today),
            holds_on(Membership, today),
            holds_on(LiaisonAssignment, today),
            Person.left_at.is_(None),
        )
        .order_by(LiaisonAssignment.is_cover.desc(), LiaisonAssignment.person_id)
    )
    managers = (
        select(Person.id)
        .where(Person.service_id == child.service_id, Person.role == Role.MANAGER, Person.left_at.is_(None))
        .order_by(Person.id)
    )
    for people in (liaison_workers, managers):
        found = session().scalars(covering(everything, people.limit(1))).first()
        if found is not None:
            return found
    return None
