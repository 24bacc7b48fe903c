"""The board of one emergency, and the emergencies that run."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer
from constellations.core import clock
from constellations.people.told.queries import liaison_workers_of
from constellations.permissions import Permission
from sleepovers.asks.look.queries import HomeLook, look_at_home
from sleepovers.asks.models import Ask
from sleepovers.asks.page.queries import (
    MAY_STILL,
    AskedHome,
    AskPage,
    StayLine,
    ask_page,
    asks_that,
    open_asks,
    stays_from,
)
from sleepovers.booking.queries import Proposal
from sleepovers.emergencies.models import Ladder
from sleepovers.emergencies.queries import beds_of, have_bed, ladder_of, running_for
from sleepovers.emergencies.rules import Beds, Rung, is_late, is_over, may_ask_again
from sleepovers.models import Stay
from sleepovers.rules import AnswerState, AskState, StayKind, StayState, first_night, night_that_runs
from sleepovers.tonight.queries import phone_out_of_hours


@dataclass(frozen=True, slots=True)
class EmergencyBoard:
    """One emergency: who was asked and said what, where its ladder stands, and what the reader can do.

    `own` is the reader's own home where it was asked, `look` what the booking check says of it. A home that was asked
    reads of itself alone.
    """

    page: AskPage
    ladder: Ladder | None
    own: AskedHome | None
    look: HomeLook | None
    stays: Sequence[StayLine]
    beds: Beds
    phone: str | None
    is_over: bool
    is_late: bool
    may_ask_again: bool
    is_looked_after: bool

    @property
    def ask(self) -> Ask:
        """The ask that it is."""
        return self.page.ask

    @property
    def may_answer(self) -> bool:
        """Whether the reader's home can still say something."""
        return self.look is not None

    @property
    def has_it(self) -> bool:
        """Whether the reader's home is the one that takes the child."""
        return self.own is not None and self.own.home_id in self.beds.hosts

    @property
    def is_sorted(self) -> bool:
        """Whether a bed was found, and is still there."""
        return self.ask.state is AskState.AGREED and not self.is_called_off

    @property
    def is_called_off(self) -> bool:
        """Whether a stay that was agreed was called off since: the child may need another bed."""
        return bool(self.beds.called_off)

    @property
    def may_send_again(self) -> bool:
        """Whether it is the reader's to send a new one in its place, while its night lasts."""
        return self.is_called_off and self.page.is_own and not self.is_over

    @property
    def next_at(self) -> dt.datetime | None:
        """When more homes are asked, or the liaison worker is called."""
        return self.ladder.next_at if self.ladder and self.page.is_open else None

    @property
    def is_stuck(self) -> bool:
        """Whether it is time to phone: everybody was asked, or nobody is asked although it is time."""
        return self.is_late or bool(self.ladder and self.ladder.rung is Rung.STAFF and self.page.is_open)

    def count(self, *states: AnswerState) -> int:
        """How many of the homes that were asked say one of these."""
        return sum(home.state in states and not self.has_called_off(home) for home in self.page.homes)

    def has_called_off(self, home: AskedHome) -> bool:
        """Whether what a home said yes to was called off since, whoever did it."""
        return home.state is AnswerState.AGREED and home.home_id in self.beds.called_off - self.beds.hosts


def emergency_board(viewer: Viewer, ask_id: uuid.UUID) -> EmergencyBoard:
    """The board of an emergency; raises NotFound. A fixed number of queries, however many homes are asked."""
    page, ladder, now = ask_page(viewer, ask_id, with_looks=False), ladder_of(ask_id), clock.now()
    own = next((home for home in page.homes if viewer.is_carer and home.home_id == viewer.home_id), None)
    over = is_over(page.ask.arrive, now)
    asked_at = (ladder.asked_again_at if ladder else None) or page.ask.created_at
    return EmergencyBoard(
        page=page,
        ladder=ladder,
        own=own,
        look=_own_look(viewer, page, own) if own and not over else None,
        stays=stays_from(viewer, ask_id),
        beds=beds_of(ask_id),
        phone=phone_out_of_hours(page.ask.service_id),
        is_over=over,
        is_late=ladder is not None and page.is_open and is_late(ladder.next_at, now),
        may_ask_again=bool(ladder)
        and page.is_open
        and page.is_own
        and bool(page.waiting_for)
        and may_ask_again(asked_at, now),
        is_looked_after=bool(liaison_workers_of(viewer, page.family_ids)),
    )


def running_emergencies(viewer: Viewer) -> list[AskPage]:
    """The emergencies that are not sorted and that the viewer may open, the oldest first."""
    if not viewer.may(Permission.ASK_FOR_SLEEPOVER):
        return []
    return open_asks(viewer, StayKind.EMERGENCY)


def lost_beds(viewer: Viewer) -> list[AskPage]:
    """The emergencies of which the bed was called off while their night lasts, and whose children have none since.

    For the home that asked, and for staff: nobody else is to do anything about it. Of several for the same children it
    is the latest; the latest comes first.
    """
    if not viewer.may(Permission.ASK_FOR_SLEEPOVER):
        return []
    now = clock.now()
    called_off = select(Stay.id).where(Stay.ask_id == Ask.id, Stay.state == StayState.CANCELLED).exists()
    found = asks_that(
        viewer,
        Ask.kind == StayKind.EMERGENCY,
        Ask.state == AskState.AGREED,
        Ask.arrive_on >= night_that_runs(now),
        called_off,
    )
    lost: list[AskPage] = []
    for page in reversed(found):
        already = {child_id for one in lost for child_id in one.child_ids}
        is_theirs = page.is_own or viewer.is_staff
        if is_theirs and not set(page.child_ids) <= already and _lacks_bed(page, now):
            lost.append(page)
    return lost


def _lacks_bed(page: AskPage, now: dt.datetime) -> bool:
    """Whether a child of an emergency whose night lasts has no bed, and none is sought for it."""
    if is_over(page.ask.arrive, now):
        return False
    sought = running_for(page.child_ids, page.ask.arrive, now).values()
    with_bed = have_bed(page.child_ids, first_night(page.ask.arrive))
    return not set(page.child_ids) <= with_bed.union(*sought)


def _own_look(viewer: Viewer, page: AskPage, own: AskedHome) -> HomeLook | None:
    if not page.is_open or own.state not in MAY_STILL:
        return None
    return look_at_home(
        viewer, Proposal(page.child_ids, own.home_id, page.nights, page.ask.kind, page.ask.id), own.name
    )
