"""How an emergency stands, whom it is put to next, and what its board shows."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.cover.models import HubCover
from constellations.models import Home, Membership, holds_on
from constellations.rules import HomeRole
from sleepovers.asks.models import Answer, Ask, AskChild
from sleepovers.emergencies.models import Ladder, LadderWaits
from sleepovers.emergencies.rules import Beds, Rung, Waits, is_over, next_rung, rung_of
from sleepovers.models import Stay, StayNight
from sleepovers.rules import AnswerState, AskState, Moment, NightState, StayKind, StayState
from sleepovers.tonight.queries import rooms_on
from sleepovers.tonight.rules import HOSTS


@dataclass(frozen=True, slots=True)
class Candidate:
    """A home that may be asked, and on which rung."""

    home: Home
    rung: Rung


def climbs(ask_id: uuid.UUID) -> bool:
    """Whether an ask is on a ladder: it does not end with a no."""
    asked = select(Ladder.ask_id).where(Ladder.ask_id == ask_id)
    return session().scalars(covering(Viewer.system(), asked)).first() is not None


def ladder_of(ask_id: uuid.UUID) -> Ladder | None:
    """The ladder of an ask, as it stands now; facts, for who holds the ask."""
    asked = select(Ladder).where(Ladder.ask_id == ask_id).execution_options(populate_existing=True)
    return session().scalars(covering(Viewer.system(), asked)).one_or_none()


def beds_of(ask_id: uuid.UUID) -> Beds:
    """Who has the children of an emergency, whatever was said before; facts, for who may open the ask."""
    asked = select(Stay.host_id, Stay.state).where(Stay.ask_id == ask_id)
    found = session().execute(covering(Viewer.system(), asked)).all()
    return Beds(
        frozenset(host_id for host_id, state in found if state is not StayState.CANCELLED),
        frozenset(host_id for host_id, state in found if state is StayState.CANCELLED),
    )


def waits_of(service_id: uuid.UUID) -> Waits:
    """How long a service lets each rung wait."""
    asked = select(LadderWaits).where(LadderWaits.service_id == service_id)
    found = session().scalars(covering(Viewer.system(), asked)).one_or_none()
    return found.waits if found else Waits()


def open_ladders() -> list[uuid.UUID]:
    """The emergencies that are not sorted, the oldest first; mostly none."""
    asked = select(Ask.id).join(Ladder, Ladder.ask_id == Ask.id).where(Ask.state == AskState.OPEN)
    return list(session().scalars(covering(Viewer.system(), asked.order_by(Ask.created_at, Ask.id))))


def open_emergencies(viewer: Viewer) -> dict[str, float]:
    """How many emergencies are not sorted, as a figure for who watches over the installation."""
    asked = select(func.count()).join_from(Ask, Ladder, Ladder.ask_id == Ask.id).where(Ask.state == AskState.OPEN)
    return {"": float(session().scalar(covering(viewer, asked, Ask, through=(Ladder,))) or 0)}


def is_awaited(ask_id: uuid.UUID) -> bool:
    """Whether a home that was asked has not answered yet."""
    waiting = select(Answer.home_id).where(Answer.ask_id == ask_id, Answer.state == AnswerState.WAITING)
    return session().scalars(covering(Viewer.system(), waiting.limit(1))).first() is not None


def all_rungs_have_answered(ask_id: uuid.UUID) -> bool:
    """Whether an emergency stands on its last rung, and no home that was asked may still say yes."""
    ladder = ladder_of(ask_id)
    return ladder is not None and ladder.rung is Rung.STAFF and not is_awaited(ask_id)


def is_due(ladder: Ladder, now: dt.datetime) -> bool:
    """Whether a ladder has a rung to climb now."""
    return next_rung(ladder.rung, ladder.next_at, is_awaited(ladder.ask_id), now) is not None


def running_for(child_ids: Collection[uuid.UUID], arrive: Moment, now: dt.datetime) -> dict[uuid.UUID, set[uuid.UUID]]:
    """The open emergencies of some children for a day, each with all its children.

    One of which the night is over is not among them, also where nothing has ended it yet: nobody can say yes to it.
    """
    theirs = select(AskChild.ask_id).where(AskChild.child_id.in_(child_ids))
    asked = (
        select(Ask, AskChild.child_id)
        .join(AskChild, AskChild.ask_id == Ask.id)
        .join(Ladder, Ladder.ask_id == Ask.id)
        .where(
            Ask.id.in_(theirs),
            Ask.state == AskState.OPEN,
            Ask.kind == StayKind.EMERGENCY,
            Ask.arrive_on <= arrive.on,
            Ask.depart_on >= arrive.on,
        )
    )
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for ask, child_id in session().execute(covering(Viewer.system(), asked)):
        if not is_over(ask.arrive, now):
            found.setdefault(ask.id, set()).add(child_id)
    return found


def have_bed(child_ids: Collection[uuid.UUID], night: dt.date) -> set[uuid.UUID]:
    """Those of some children who are to sleep somewhere on a night, by a stay that was not called off."""
    asked = (
        select(StayNight.child_id)
        .join(Stay, Stay.id == StayNight.stay_id)
        .where(StayNight.child_id.in_(child_ids), StayNight.night == night, Stay.state != StayState.CANCELLED)
    )
    return set(session().scalars(covering(Viewer.system(), asked)))


def candidates(
    family_id: uuid.UUID, child_ids: Collection[uuid.UUID], night: dt.date, besides: Collection[uuid.UUID]
) -> list[Candidate]:
    """The homes around a family that could have children tonight, in the order in which they are asked.

    A fixed number of queries; what else speaks for or against one home is for the booking check.
    """
    roles = _homes_around(family_id, night)
    able = {home_id for home_id, room in rooms_on(list(roles), night).items() if room.standing in HOSTS}
    wanted = able - set(besides)
    known = _known_to(child_ids)
    homes = session().scalars(covering(Viewer.system(), select(Home).where(Home.id.in_(wanted)))).all()
    found = [Candidate(home, rung_of(roles[home.id], home.id in known)) for home in homes]
    return sorted(found, key=lambda one: (list(Rung).index(one.rung), one.home.name.casefold()))


def _homes_around(family_id: uuid.UUID, day: dt.date) -> dict[uuid.UUID, bool]:
    """The other homes of a family's constellations, each with whether it is the hub, or covers for it."""
    mine = select(Membership.constellation_id).where(Membership.home_id == family_id, holds_on(Membership, day))
    covered = (HubCover.constellation_id == Membership.constellation_id) & (HubCover.home_id == Membership.home_id)
    asked = (
        select(Membership.home_id, Membership.role, HubCover.id.is_not(None))
        .outerjoin(HubCover, covered & holds_on(HubCover, day))
        .where(Membership.constellation_id.in_(mine), holds_on(Membership, day), Membership.home_id != family_id)
    )
    found: dict[uuid.UUID, bool] = {}
    for home_id, role, is_cover in session().execute(covering(Viewer.system(), asked)):
        found[home_id] = found.get(home_id, False) or role is HomeRole.HUB or bool(is_cover)
    return found


def _known_to(child_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """The homes where one of the children has slept before."""
    asked = select(StayNight.home_id).where(StayNight.child_id.in_(child_ids), StayNight.state == NightState.HAPPENED)
    return set(session().scalars(covering(Viewer.system(), asked.distinct())))
