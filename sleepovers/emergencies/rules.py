"""The ladder that an emergency climbs, and when: pure values, no clock of their own."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.clock import LONDON
from constellations.core.errors import Conflict, RuleBroken
from sleepovers.rules import MORNING, AnswerState, AskState, Moment, first_night, night_that_runs

MOST_NIGHTS = 7
"""An emergency is for tonight; what lasts longer than a week is planned."""

SHORTEST_WAIT, LONGEST_WAIT = 1, 60
"""Minutes that a service may let a rung wait."""

REST = dt.timedelta(minutes=3)
"""How long nobody is asked again: a phone rings once, and somebody has to wake up."""


LAST_CALL = dt.timedelta(minutes=1)
"""How long before 06:00 whoever is left is asked at once, and staff are called."""


LATE = dt.timedelta(minutes=1)
"""How long after its time the next rung is asked at the latest, while everything runs."""


class Rung(StrEnum):
    """Who is asked, one after the other; those below stay asked."""

    HUB = "hub"
    KNOWN = "known"
    ALL = "all"
    STAFF = "staff"


class Outcome(StrEnum):
    """What became of an "I can": the child comes, another home was first, or what was agreed was called off since."""

    COMES = "comes"
    SORTED = "sorted"
    CALLED_OFF = "called_off"


class NotForSoLong(RuleBroken):
    """More nights than an emergency has."""

    about = "nights"

    def __init__(self) -> None:
        super().__init__(f"In an emergency you ask for {MOST_NIGHTS} nights at most. Ask for more when it is sorted.")


class SoughtAlready(RuleBroken):
    """Of some of the children, but not of all, a bed is sought already."""

    about = "children"

    def __init__(self) -> None:
        super().__init__("A bed is sought already for one of them. Choose only the others.")


class SeveralFamilies(RuleBroken):
    """One emergency is for children of one home."""

    about = "children"

    def __init__(self) -> None:
        super().__init__("They do not live together today. Send one for each home.")


class LivesElsewhereNow(Conflict):
    """The child was placed with another home since the emergency was sent."""

    def __init__(self) -> None:
        super().__init__("The child lives with another home now. Nothing needs to be done; phone the liaison worker.")


class AskedLately(RuleBroken):
    """They were asked a moment ago."""

    def __init__(self) -> None:
        minutes = int(REST.total_seconds() // 60)
        super().__init__(f"They were asked less than {minutes} minutes ago. Phone, or wait a little.")


class NobodyLeftToAsk(RuleBroken):
    """Everybody who was asked has answered."""

    def __init__(self) -> None:
        super().__init__("Everybody who was asked has answered. Phone the number at the top of the page.")


@dataclass(frozen=True, slots=True)
class Waits:
    """How many minutes a service lets each rung wait before the next is asked too."""

    hub: int = 5
    known: int = 5
    everyone: int = 10

    def after(self, rung: Rung) -> dt.timedelta:
        """How long a rung waits; the last one has nobody to wait for."""
        minutes = {Rung.HUB: self.hub, Rung.KNOWN: self.known, Rung.ALL: self.everyone, Rung.STAFF: 0}
        return dt.timedelta(minutes=minutes[rung])

    def __str__(self) -> str:
        return f"{self.hub}, {self.known} and {self.everyone} minutes"


@dataclass(frozen=True, slots=True)
class Beds:
    """The homes that have children of an emergency, and those of which the stay that was agreed was called off."""

    hosts: frozenset[uuid.UUID] = frozenset()
    called_off: frozenset[uuid.UUID] = frozenset()

    def outcome_for(self, home_id: uuid.UUID) -> Outcome:
        """What to say to a home of an emergency that was agreed to."""
        if home_id in self.hosts:
            return Outcome.COMES
        return Outcome.CALLED_OFF if self.called_off else Outcome.SORTED


def tonight(now: dt.datetime, nights: int) -> tuple[Moment, Moment]:
    """When a child comes who is sent now, and goes home after so many nights; raises NotForSoLong.

    After midnight the child comes to the night that runs (register format, rule 2), at the hour that it is.
    """
    if not 1 <= nights <= MOST_NIGHTS:
        raise NotForSoLong
    wall, night = now.astimezone(LONDON), night_that_runs(now)
    at = wall.time().replace(second=0, microsecond=0) if wall.time() < MORNING else None
    return Moment(wall.date(), at), Moment(night + dt.timedelta(days=nights))


def is_over(arrive: Moment, now: dt.datetime) -> bool:
    """Whether the first night of an emergency has passed: nobody can take the child for it any more."""
    return first_night(arrive) < night_that_runs(now)


def rung_of(is_hub: bool, is_known: bool) -> Rung:
    """On which rung a home is asked: the hub or who covers for it, then homes that the child knows, then all."""
    if is_hub:
        return Rung.HUB
    return Rung.KNOWN if is_known else Rung.ALL


def next_rung(rung: Rung, next_at: dt.datetime | None, is_awaited: bool, now: dt.datetime) -> Rung | None:
    """The rung that is due: the next one where the wait is over, or where nobody is left who might answer.

    None where nothing is due, and from the last one on. `is_awaited` says that a home has not answered yet.
    """
    if next_at is None or (is_awaited and now < next_at):
        return None
    order = list(Rung)
    return order[order.index(rung) + 1]


def is_late(next_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a rung should have been asked by now and was not: what moves emergencies on does not run."""
    return next_at is not None and now - next_at > LATE


def last_call(arrive: Moment) -> dt.datetime:
    """The minute before the night of an emergency is over, by which everybody was asked and staff were called."""
    morning = first_night(arrive) + dt.timedelta(days=1)
    return dt.datetime.combine(morning, MORNING, LONDON).astimezone(dt.UTC) - LAST_CALL


def waits_until(rung: Rung, since: dt.datetime, waits: Waits, arrive: Moment) -> dt.datetime | None:
    """When the rung after this one is asked, at the latest a minute before the night is over; None after the last."""
    return None if rung is Rung.STAFF else min(since + waits.after(rung), last_call(arrive))


def state_at_end(answers: Collection[AnswerState]) -> AskState:
    """What became of an emergency that nobody could help with: everybody said no, or somebody said nothing."""
    said_no = {AnswerState.DECLINED, AnswerState.OTHER_HOME}
    return AskState.DECLINED if answers and set(answers) <= said_no else AskState.UNANSWERED


def may_ask_again(asked_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether those who have not answered may be asked again."""
    return now - asked_at >= REST
