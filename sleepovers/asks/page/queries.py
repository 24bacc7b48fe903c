"""An ask as its reader may know it: who is asked for, what each home said, and what speaks for or against agreeing."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, visible
from constellations.children.models import Child, Placement
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Home, Membership, Person, holds_on
from constellations.permissions import Permission
from messaging.safeguarding.subjects.queries import hidden_notes
from sleepovers.asks.look.queries import HomeLook, look_at_home
from sleepovers.asks.models import Answer, Ask, AskChild, Step
from sleepovers.asks.queries import readable_asks
from sleepovers.asks.steps.queries import StepLine, steps_of
from sleepovers.booking.queries import Proposal
from sleepovers.models import Stay
from sleepovers.nights.queries import homes_of_hub, readable_stays
from sleepovers.nights.rules import NamedChild, labels
from sleepovers.rules import AnswerState, AskState, StayKind, StayState, nights_of


@dataclass(frozen=True, slots=True)
class AskedHome:
    """A home that was asked, what it said, and, for who may answer for it, how the nights look there."""

    home_id: uuid.UUID
    name: str
    state: AnswerState
    reason: str | None
    other_nights: tuple[dt.date, ...]
    suggested_by: str | None
    answered_by: str | None
    answered_at: dt.datetime | None
    look: HomeLook | None = None

    @property
    def may_answer(self) -> bool:
        """Whether the reader can answer for this home now."""
        return self.look is not None


@dataclass(frozen=True, slots=True)
class StayLine:
    """A stay that came of the ask, and is not called off."""

    stay_id: uuid.UUID
    child: str
    host: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """An ask, its children by the labels that tell them apart, and what was said.

    A home that was asked reads of itself alone; the family, its hub and staff (`reads_all`) of every home, and a hub of
    other families of the homes around it (`reads_of`). `hidden` says that its words worry somebody: for good, or
    (false) until that is looked at; none where they stand.
    """

    ask: Ask
    children: tuple[str, ...]
    child_ids: tuple[uuid.UUID, ...]
    families: tuple[str, ...]
    family_ids: frozenset[uuid.UUID]
    asked_by: str | None
    nights: tuple[dt.date, ...]
    homes: tuple[AskedHome, ...]
    is_own: bool
    reads_all: bool
    reads_of: frozenset[uuid.UUID | None]
    hidden: bool | None = None

    @property
    def label(self) -> str:
        """All children in one: `JB and MB`."""
        *others, last = self.children
        return f"{', '.join(others)} and {last}" if others else last

    @property
    def is_open(self) -> bool:
        """Whether somebody may still answer."""
        return self.ask.state is AskState.OPEN

    @property
    def tells_why(self) -> bool:
        """Whether the note and the child’s wish are for the reader: for a home that was asked, while it may say yes."""
        return self.reads_all or self.is_open or any(home.state is AnswerState.AGREED for home in self.homes)

    @property
    def note(self) -> str | None:
        """What was written to it, as far as it is the reader’s to know."""
        return self.ask.note if self.tells_why and self.hidden is None else None

    @property
    def wish(self) -> str | None:
        """The child’s wish, the same."""
        return self.ask.wish if self.tells_why and self.hidden is None else None

    def may_worry(self, viewer: Viewer) -> bool:
        """Whether the reader may say that the note or the wish worries them."""
        by, said = self.ask.asked_by, self.note or self.wish
        return bool(said) and viewer.may(Permission.TALK) and by not in (None, viewer.person_id)

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """The homes that have not answered yet."""
        return tuple(home.name for home in self.homes if home.state is AnswerState.WAITING)


def ask_page(viewer: Viewer, ask_id: uuid.UUID, with_looks: bool = True) -> AskPage:
    """One ask; raises NotFound alike for not there and not theirs. Without looks it is a few queries for any homes."""
    asked = visible(viewer, Ask).where(Ask.id == ask_id, readable_asks(viewer))
    found = session().scalars(covering(viewer, asked, through=REACHED)).one_or_none()
    if found is None:
        raise NotFound
    return _pages(viewer, [found], with_looks)[0]


def open_asks(viewer: Viewer, kind: StayKind | None = None) -> list[AskPage]:
    """The open asks, of one kind or all, that the viewer may open, the oldest first; without a look at their nights."""
    return asks_that(viewer, Ask.state == AskState.OPEN, true() if kind is None else Ask.kind == kind)


def asks_that(viewer: Viewer, *which: ColumnElement[bool]) -> list[AskPage]:
    """The asks of which something holds and that the viewer may open, the oldest first; without a look at nights.

    What holds may name stays.
    """
    asked = visible(viewer, Ask).where(*which, readable_asks(viewer))
    order = (Ask.created_at, Ask.arrive_on, Ask.key)
    rows = session().scalars(covering(viewer, asked.order_by(*order), through=(*REACHED, Stay))).all()
    return _pages(viewer, rows, with_looks=False)


def asks_of_home(viewer: Viewer) -> list[AskPage]:
    """The open asks that wait for a word of the carer's own home, the oldest first; of a series its next alone."""
    waiting = select(Answer.ask_id).where(Answer.home_id == viewer.home_id, Answer.state == AnswerState.WAITING)
    asked = visible(viewer, Ask).where(Ask.state == AskState.OPEN, Ask.id.in_(waiting))
    rows = session().scalars(covering(viewer, asked.order_by(Ask.arrive_on, Ask.key), through=REACHED)).all()
    once = {ask.series_id or ask.id: ask for ask in reversed(rows)}
    return _pages(viewer, sorted(once.values(), key=lambda ask: (ask.created_at, ask.key)))


def own_open_asks(viewer: Viewer) -> list[AskPage]:
    """What the carer's own home has asked for and waits for, the oldest first."""
    return [page for page in _pages(viewer, _own(viewer)) if page.is_own]


REACHED = (Answer, AskChild, Home, Membership, Placement)


def _own(viewer: Viewer) -> Sequence[Ask]:
    lives = (
        select(AskChild.ask_id)
        .join(Placement, Placement.child_id == AskChild.child_id)
        .where(AskChild.ask_id == Ask.id, Placement.home_id == viewer.home_id, holds_on(Placement, Ask.arrive_on))
    )
    asked = visible(viewer, Ask).where(Ask.state == AskState.OPEN, lives.exists()).order_by(Ask.created_at, Ask.key)
    return session().scalars(covering(viewer, asked, through=REACHED)).all()


def timeline(viewer: Viewer, page: AskPage) -> list[StepLine]:
    """What was done with an ask, the latest first, as far as its reader may know."""
    theirs = [] if page.reads_all else [or_(Step.home_id.is_(None), Step.home_id.in_(page.reads_of))]
    return list(reversed(steps_of(viewer, Step.ask_id == page.ask.id, *theirs)))


def stays_from(viewer: Viewer, ask_id: uuid.UUID) -> list[StayLine]:
    """The stays that came of an ask and were not called off, as far as the viewer may open them.

    Where a child sleeps is for its two homes, the hub and staff: a home that was asked beside them is not told.
    """
    rows = select(Stay.id, Child.initials, Home.name).join(Child, Child.id == Stay.child_id)
    stands = (Stay.ask_id == ask_id) & (Stay.state != StayState.CANCELLED)
    rows = rows.join(Home, Home.id == Stay.host_id).where(stands, readable_stays(viewer))
    covered = covering(viewer, rows, Stay, through=(Child, Home, Membership, Placement))
    return [StayLine(*row) for row in session().execute(covered.order_by(Child.initials, Stay.key))]


def _pages(viewer: Viewer, asks: Sequence[Ask], with_looks: bool = True) -> list[AskPage]:
    """Each with its children and answers; how the nights look is asked for the homes that the viewer answers for."""
    if not asks:
        return []
    ids = [ask.id for ask in asks]
    hidden = hidden_notes({ask.words_id for ask in asks if ask.note or ask.wish})
    theirs = {viewer.home_id, *homes_of_hub(viewer, viewer.hub_or_cover_of if viewer.is_carer else ())}
    children, answers, people = _children(ids), _answers(ids), _names_of({ask.asked_by for ask in asks if ask.asked_by})
    found = []
    for ask in asks:
        of_ask = children.get(ask.id, [])
        families = {family_id: family for _, family_id, family in of_ask if family_id}
        nights = nights_of(ask.arrive, ask.depart)
        named = labels(NamedChild(child.id, child.initials, family or "", child.born) for child, _, family in of_ask)
        reads_all = not viewer.is_carer or not theirs.isdisjoint(families)
        said = [home for home in answers.get(ask.id, []) if reads_all or home.home_id in theirs]
        page = AskPage(
            ask=ask,
            children=tuple(named.values()),
            child_ids=tuple(child.id for child, _, _ in of_ask),
            families=tuple(sorted(filter(None, families.values()))),
            family_ids=frozenset(families),
            asked_by=people.get(ask.asked_by) if ask.asked_by else None,
            nights=nights,
            homes=tuple(_with_look(viewer, ask, of_ask, home) if with_looks else home for home in said),
            is_own=viewer.may(Permission.ASK_FOR_SLEEPOVER) and (viewer.is_staff or viewer.home_id in families),
            reads_all=reads_all,
            reads_of=frozenset(theirs),
            hidden=hidden.get(ask.words_id),
        )
        found.append(page)
    return found


def _with_look(
    viewer: Viewer, ask: Ask, children: Sequence[tuple[Child, uuid.UUID | None, str | None]], home: AskedHome
) -> AskedHome:
    answers_here = viewer.may(Permission.ANSWER_ASKS) and (viewer.is_staff or viewer.home_id == home.home_id)
    if ask.state is not AskState.OPEN or home.state not in MAY_STILL or not answers_here:
        return home
    proposal = Proposal(
        tuple(child.id for child, _, _ in children), home.home_id, nights_of(ask.arrive, ask.depart), ask.kind, ask.id
    )
    return AskedHome(
        home.home_id,
        home.name,
        home.state,
        home.reason,
        home.other_nights,
        home.suggested_by,
        home.answered_by,
        home.answered_at,
        look_at_home(viewer, proposal, home.name),
    )


MAY_STILL = frozenset({AnswerState.WAITING, AnswerState.OTHER_NIGHTS, AnswerState.DECLINED})


def _children(ask_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[tuple[Child, uuid.UUID | None, str | None]]]:
    """By ask its children, each with the home it lives with on the day of coming."""
    rows = (
        select(Ask.id, Child, Home.id, Home.name)
        .join(AskChild, AskChild.ask_id == Ask.id)
        .join(Child, Child.id == AskChild.child_id)
        .outerjoin(Placement, (Placement.child_id == Child.id) & holds_on(Placement, Ask.arrive_on))
        .outerjoin(Home, Home.id == Placement.home_id)
        .where(Ask.id.in_(ask_ids))
        .order_by(Child.initials, Child.key)
    )
    found: dict[uuid.UUID, list[tuple[Child, uuid.UUID | None, str | None]]] = {}
    for ask_id, child, family_id, family in session().execute(covering(Viewer.system(), rows)):
        found.setdefault(ask_id, []).append((child, family_id, family))
    return found


def _answers(ask_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[AskedHome]]:
    other = aliased(Home)
    rows = (
        select(Answer, Home.name, other.name, Person.name)
        .join(Home, Home.id == Answer.home_id)
        .outerjoin(other, other.id == Answer.suggested_by)
        .outerjoin(Person, Person.id == Answer.answered_by)
        .where(Answer.ask_id.in_(ask_ids))
        .order_by(Home.name)
    )
    found: dict[uuid.UUID, list[AskedHome]] = {}
    for answer, name, suggested_by, who in session().execute(covering(Viewer.system(), rows)):
        offered = _between(answer.other_arrive_on, answer.other_depart_on)
        home = AskedHome(
            answer.home_id, name, answer.state, answer.reason, offered, suggested_by, who, answer.answered_at
        )
        found.setdefault(answer.ask_id, []).append(home)
    return found


def _between(first: dt.date | None, end: dt.date | None) -> tuple[dt.date, ...]:
    if first is None or end is None:
        return ()
    return tuple(first + dt.timedelta(days=n) for n in range((end - first).days))


def _names_of(people: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    asked = select(Person.id, Person.name).where(Person.id.in_(people))
    return {row[0]: row[1] for row in session().execute(covering(Viewer.system(), asked))}
