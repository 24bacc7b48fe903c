"""Pairs as their two carers and staff see them, and the hours of a month."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from constellations.access import Viewer, covering, find, visible
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Home, Membership, Person, by_home_today, holds_on
from constellations.people.homes.models import PersonHome
from constellations.permissions import CARERS, Permission
from constellations.rules import Span
from constellations.support.pairs.models import CheckIn, Pair
from constellations.support.pairs.rules import QUIET_AFTER, PairKind, days_quiet, first_open_day
from constellations.support.queries import home_today


@dataclass(frozen=True, slots=True)
class PairLine:
    """One pair, when the two last talked, and how long they have talked in all, in minutes."""

    pair_id: uuid.UUID
    kind: PairKind
    helper_id: uuid.UUID
    helper: str
    carer_id: uuid.UUID
    carer: str
    span: Span
    goals: str
    version: int
    last_on: dt.date | None
    minutes: int
    today: dt.date

    @property
    def is_now(self) -> bool:
        """Whether they are a pair today."""
        return self.today in self.span

    @property
    def is_over(self) -> bool:
        """Whether they are one no more."""
        return self.span.ends_on is not None and self.span.ends_on <= self.today

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which they are one, where that is known."""
        return self.span.ends_on - dt.timedelta(days=1) if self.span.ends_on else None

    @property
    def quiet_days(self) -> int:
        """For how many days nothing was written down, of a pair of today."""
        return days_quiet(self.span, self.last_on, self.today)

    @property
    def is_quiet(self) -> bool:
        """Whether a month has gone by without a check-in."""
        return self.quiet_days >= QUIET_AFTER


@dataclass(frozen=True, slots=True)
class PairPage:
    """A pair with its check-ins, the newest first, and what the viewer may do."""

    line: PairLine
    check_ins: Sequence[CheckIn]
    is_helper: bool
    may_keep: bool
    first_open: dt.date

    @property
    def other(self) -> str:
        """Whom the helper talks with, or the helper."""
        return self.line.carer if self.is_helper else self.line.helper


HOURS_COLUMNS = ("month", "kind", "helper", "home", "home_key", "carer", "check_ins", "minutes", "hours")
"""Those of the file of a month's hours."""


def pairs(viewer: Viewer) -> tuple[PairLine, ...]:
    """All pairs that the viewer sees, those of today first, the quiet ones before the others; one query."""
    found = _lines(viewer, true())
    return tuple(sorted(found, key=lambda one: (one.is_over, not one.is_now, -one.quiet_days, one.carer, one.helper)))


def own_pairs(viewer: Viewer) -> tuple[PairLine, ...]:
    """A carer's own pairs of today."""
    return tuple(one for one in pairs(viewer) if one.is_now) if viewer.is_carer else ()


def pair_page(viewer: Viewer, pair_id: uuid.UUID) -> PairPage:
    """One pair; raises NotFound."""
    viewer.must(Permission.SEE_SUPPORT)
    found = _lines(viewer, Pair.id == pair_id)
    if not found:
        raise NotFound
    said = visible(viewer, CheckIn).where(CheckIn.pair_id == pair_id).order_by(CheckIn.met_on.desc())
    return PairPage(
        line=found[0],
        check_ins=session().scalars(said).all(),
        is_helper=found[0].helper_id == viewer.person_id,
        may_keep=viewer.may(Permission.KEEP_PAIRS),
        first_open=first_open_day(viewer.today),
    )


def quiet_pairs(viewer: Viewer) -> int:
    """How many of the pairs of today have been quiet for a month: a helper's own, or those that staff keep."""
    if not viewer.may(Permission.KEEP_PAIRS):
        return sum(one.is_quiet for one in own_pairs(viewer) if one.helper_id == viewer.person_id)
    return sum(one.is_quiet for one in pairs(viewer))


def pairs_of_today(viewer: Viewer, service_id: uuid.UUID | None) -> tuple[PairLine, ...]:
    """The pairs of a service whose two are both here still, for the job that reminds."""
    return _lines(viewer, (Pair.service_id == service_id) & holds_on(Pair, viewer.today))


def carers_to_pair(viewer: Viewer) -> dict[str, str]:
    """The carers whom the viewer may pair, by id, each with the home."""
    viewer.must(Permission.KEEP_PAIRS)
    asked = (
        select(Person.id, Person.name, Home.name)
        .join(Home, Home.id == Person.home_id)
        .where(Person.role.in_(CARERS), Person.left_at.is_(None), by_home_today(Home.id, viewer))
        .order_by(Person.name, Person.id)
    )
    rows = session().execute(covering(viewer, asked, Home, through=(Person, Membership)))
    return {str(person_id): f"{name} ({home})" for person_id, name, home in rows}


def carer_with_home(viewer: Viewer, person_id: uuid.UUID) -> tuple[Person, uuid.UUID]:
    """A carer who is here, with the home; raises NotFound unless the viewer looks after that home."""
    person = find(viewer, Person, person_id)
    if person.role not in CARERS or person.left_at is not None or person.home_id is None:
        raise NotFound
    return person, home_today(viewer, person.home_id).id


def hours_of(viewer: Viewer, month: Month) -> list[tuple[object, ...]]:
    """How long each helper talked with each carer in a month, as rows of `HOURS_COLUMNS`, by name; one query.

    Of who moved within the month a row for each home: that in which they fostered on the day of the talk.
    """
    viewer.must(Permission.PAY_PAIRS)
    helper, carer = aliased(Person), aliased(Person)
    total = func.sum(CheckIn.minutes)
    asked = (
        select(Pair.kind, helper.name, Home.name, Home.key, carer.name, func.count(), total)
        .select_from(CheckIn)
        .join(Pair, Pair.id == CheckIn.pair_id)
        .join(helper, helper.id == Pair.helper_id)
        # They were paid for it also where they foster no more, or in no home that is known.
        .outerjoin(Home, Home.id == _home_on(helper.id, CheckIn.met_on))
        .join(carer, carer.id == Pair.carer_id)
        .where(CheckIn.met_on >= month.first, CheckIn.met_on < month.end, CheckIn.taken_back_at.is_(None))
        .group_by(Pair.id, Pair.kind, helper.name, Home.name, Home.key, carer.name)
        .order_by(helper.name, carer.name, Pair.id, Home.name, Home.key)
    )
    rows = session().execute(covering(viewer, asked, CheckIn, through=(Pair, Person, PersonHome, Home)))
    return [
        (str(month), kind.value, who, home or "", key or "", whom, count, int(minutes), f"{int(minutes) / 60:.2f}")
        for kind, who, home, key, whom, count, minutes in rows
    ]


def _home_on(
    person_id: InstrumentedAttribute[uuid.UUID], day: InstrumentedAttribute[dt.date]
) -> ScalarSelect[uuid.UUID]:
    """The one home in which somebody fostered on a day: of two on the day of a move the later."""
    return (
        select(PersonHome.home_id)
        .where(PersonHome.person_id == person_id, holds_on(PersonHome, day))
        .order_by(PersonHome.ends_on.is_not(None), PersonHome.ends_on.desc(), PersonHome.home_id)
        .limit(1)
        .scalar_subquery()
    )


def _lines(viewer: Viewer, which: ColumnElement[bool]) -> tuple[PairLine, ...]:
    helper, carer = aliased(Person), aliased(Person)
    said = (
        select(CheckIn.pair_id, func.max(CheckIn.met_on).label("last_on"), func.sum(CheckIn.minutes).label("minutes"))
        .where(CheckIn.taken_back_at.is_(None))
        .group_by(CheckIn.pair_id)
        .subquery()
    )
    asked = (
        select(Pair, helper.name, carer.name, said.c.last_on, said.c.minutes)
        .join(helper, helper.id == Pair.helper_id)
        .join(carer, carer.id == Pair.carer_id)
        .outerjoin(said, said.c.pair_id == Pair.id)
        .where(which, helper.left_at.is_(None), carer.left_at.is_(None))
    )
    rows = session().execute(covering(viewer, asked, Pair, through=(Person, CheckIn)))
    return tuple(
        PairLine(
            pair_id=row.id,
            kind=row.kind,
            helper_id=row.helper_id,
            helper=who,
            carer_id=row.carer_id,
            carer=whom,
            span=Span(row.starts_on, row.ends_on),
            goals=row.goals,
            version=row.version,
            last_on=last_on,
            minutes=int(minutes or 0),
            today=viewer.today,
        )
        for row, who, whom, last_on, minutes in rows
    )
