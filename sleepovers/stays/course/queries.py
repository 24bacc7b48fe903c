"""The course of a stay as its reader may know it: who did what, what comes next, and what is still sought."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import and_, or_, select

from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.database import session
from constellations.models import Person
from constellations.permissions import Permission
from sleepovers.asks.models import Agreement, Cancellation, Step
from sleepovers.asks.rules import AgreementState, StepTaken
from sleepovers.asks.steps.queries import StepLine, steps_of
from sleepovers.asks.steps.words import step_words
from sleepovers.models import Stay
from sleepovers.nights.queries import homes_of_hub
from sleepovers.rules import StayState
from sleepovers.stays.course import rules
from sleepovers.stays.course.rules import Next, Standing
from sleepovers.stays.queries import Changes, Said, StayPage, stay_page

AUTHOR = "Roost"
"""Who did what nobody in person did."""


@dataclass(slots=True)
class Act:
    """One line of the timeline: what somebody did at one time, what it changed of the nights, and why."""

    at: dt.datetime
    who: str | None
    sentences: list[str] = field(default_factory=list)
    changes: Changes = ()
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CalledOff:
    """Who called a stay off, when, why, and how many hours before it was to begin."""

    who: str | None
    at: dt.datetime
    reason: str
    notice_hours: int


@dataclass(frozen=True, slots=True)
class Sought:
    """The agreement of whoever decides for the child, as far as it is wanting; `owner` is who has to get it."""

    agreement_id: uuid.UUID
    owner: str | None
    is_refused: bool
    is_afterwards: bool
    may_settle: bool


@dataclass(frozen=True, slots=True)
class Course:
    """What the page of a stay says beside its nights; `acts` with the latest first."""

    acts: tuple[Act, ...]
    comes_next: Next
    called_off: CalledOff | None
    sought: Sought | None
    may_arrive: bool
    may_come_home: bool
    may_call_off: bool
    may_ask_again: bool

    def since(self, opened_at: dt.datetime | None) -> tuple[Act, ...]:
        """What was done from a moment on; everything where the moment is not known."""
        return tuple(act for act in self.acts if opened_at is None or act.at >= opened_at)


def course_of(viewer: Viewer, page: StayPage) -> Course:
    """The course of a stay that the viewer has opened."""
    stay, standing = page.stay, standing_of(page)
    is_off = stay.state is StayState.CANCELLED
    may_say = page.is_theirs and viewer.may(Permission.CONFIRM_NIGHTS)
    may_ask = page.is_theirs and viewer.may(Permission.ASK_FOR_SLEEPOVER)
    return Course(
        acts=tuple(_acts(_steps(viewer, page), page.history)),
        comes_next=rules.what_comes_next(standing, page.today),
        called_off=_called_off(viewer, stay) if is_off else None,
        sought=None if is_off else _sought(viewer, stay),
        may_arrive=may_say and rules.may_arrive(standing, page.today),
        may_come_home=may_say and rules.may_come_home(standing, page.today),
        may_call_off=may_ask and rules.may_be_called_off(standing, _day_of(stay)),
        may_ask_again=is_off and viewer.is_carer and page.family_id is not None and viewer.home_id == page.family_id,
    )


def stay_of_theirs(viewer: Viewer, stay_id: uuid.UUID) -> StayPage:
    """A stay for its two homes and staff; raises NotTheirStay for the others who may read of it, and NotFound."""
    page = stay_page(viewer, stay_id)
    if not page.is_theirs:
        raise rules.NotTheirStay
    return page


def stay_to_call_off(viewer: Viewer, stay_id: uuid.UUID) -> StayPage:
    """The same while it may be called off; raises AlreadyOver and HasBegun."""
    page = stay_of_theirs(viewer, stay_id)
    at = standing_of(page)
    rules.must_not_have_begun(at.state, at.arrived_at, at.told, at.arrive_on, _day_of(page.stay))
    return page


def standing_of(page: StayPage) -> Standing:
    """How far a stay has come."""
    stay = page.stay
    return Standing(
        stay.state,
        stay.arrive_on,
        stay.depart_on,
        stay.arrived_at,
        stay.came_home_at,
        tuple(night.state for night in page.nights),
        waits=bool(page.waiting),
    )


def _day_of(stay: Stay) -> dt.date:
    return rules.day_of_stay(stay.kind, stay.arrived_at, clock.now())


def _steps(viewer: Viewer, page: StayPage) -> list[StepLine]:
    """The steps of the stay and of its ask; what other homes answered is not for one that only hosts."""
    stay, mine = page.stay, Step.stay_id == page.stay.id
    if stay.ask_id is not None:
        mine = or_(mine, and_(Step.ask_id == stay.ask_id, Step.stay_id.is_(None)))
    reads_all = viewer.is_staff or page.family_id in {viewer.home_id, *homes_of_hub(viewer, viewer.hub_of)}
    return [step for step in steps_of(viewer, mine) if reads_all or step.home_id in (None, stay.host_id)]


def _acts(steps: Iterable[StepLine], said: Iterable[Said]) -> list[Act]:
    """What one person did in one instant is one act; the latest first."""
    acts: dict[tuple[dt.datetime, str | None], Act] = {}
    without_nights = set()
    for step in steps:
        act = acts.setdefault((step.at, step.who), Act(step.at, step.who))
        act.sentences.append(step_words(step.taken, step.who or AUTHOR, step.home, step.for_somebody))
        act.reasons += [step.reason] if step.reason else []
        if step.taken is StepTaken.CANCELLED:
            without_nights.add((step.at, step.who))
    for each in said:
        act = acts.setdefault((each.at, each.who), Act(each.at, each.who))
        if (each.at, each.who) not in without_nights:
            act.changes = (*act.changes, *each.changes)
        act.reasons += [each.reason] if each.reason else []
    for act in acts.values():
        act.reasons = list(dict.fromkeys(act.reasons))
    return sorted(acts.values(), key=lambda act: act.at)[::-1]


def _called_off(viewer: Viewer, stay: Stay) -> CalledOff | None:
    asked = select(Cancellation, Person.name).outerjoin(Person, Person.id == Cancellation.person_id)
    asked = asked.where(Cancellation.stay_id == stay.id)
    found = session().execute(covering(viewer, asked, Cancellation, through=(Person,))).one_or_none()
    return CalledOff(found[1], found[0].at, found[0].reason, found[0].notice_hours) if found else None


def _sought(viewer: Viewer, stay: Stay) -> Sought | None:
    """What was asked of whoever decides, and is not given: still sought, or refused."""
    of_this = Agreement.stay_id == stay.id
    if stay.ask_id is not None:
        of_this = or_(of_this, and_(Agreement.ask_id == stay.ask_id, Agreement.child_id == stay.child_id))
    asked = (
        select(Agreement, Person.name)
        .outerjoin(Person, Person.id == Agreement.owner_id)
        .where(of_this, Agreement.state != AgreementState.GIVEN)
        .order_by(Agreement.created_at.desc())
    )
    found = session().execute(covering(viewer, asked, Agreement, through=(Person,))).first()
    if found is None:
        return None
    agreement, owner = found
    is_refused = agreement.state is AgreementState.REFUSED
    may_settle = not is_refused and viewer.may(Permission.SETTLE_AGREEMENT)
    return Sought(agreement.id, owner, is_refused, agreement.is_afterwards, may_settle)
