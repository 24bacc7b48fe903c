"""What a report of who saw what is about, which days it covers, and what it cannot say; plain values."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.clock import LONDON
from constellations.core.errors import RuleBroken

USUAL_DAYS = 90
"""How far back a report looks where nobody says otherwise."""

FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2200, 1, 1)
"""Whatever is logged lies between; days beyond have moments that no database takes."""

MOST_LINES = 10_000
"""More than anybody reads; a shorter time makes a report of fewer."""

OF_MANY = frozenset({"took_extract", "took_pseudonymised_extract", "exported_uplifts", "took_list", "back_up"})
"""Files that hold many people: they may hold this one too. A backup is in the trail of the installation."""


SAID = {
    "read_card": "read the stay card",
    "read_earlier": "read an earlier stay card",
    "read_handover": "read the hand-over of a stay",
    "read_conversation": "read a conversation, with a reason",
    "looked_into_conversation": "gave a reason to read a conversation",
    "took_copy": "took a copy of a conversation",
    "took_own_copy": "took a copy of what they may read of a conversation",
    "took_words": "took a copy of all that somebody wrote",
    "took_own_words": "took a copy of all that they wrote",
    "took_list": "took the list of an event",
    "took_extract": "took a page as a file",
    "took_pseudonymised_extract": "took the pseudonymised tables",
    "took_report_of_who_saw": "asked who saw what",
    "back_up": "made a backup of all that is stored",
}
"""Actions of the audit trail that a report says otherwise than by their name."""


class About(StrEnum):
    """What a report can be about; a stay card is asked about by its child."""

    PERSON = "person"
    CHILD = "child"
    CONVERSATION = "conversation"


class Way(StrEnum):
    """How a line belongs to whom it is about."""

    OF_THEM = "of them"
    BY_THEM = "by them"
    MAY_HOLD_THEM = "may hold them"


WAY_WORDS: dict[Way, str] = {
    Way.OF_THEM: "somebody saw or worked on it",
    Way.BY_THEM: "done with their own account",
    Way.MAY_HOLD_THEM: "a file that may hold them",
}

NOT_LOGGED = (
    "Pages with names and initials that somebody may see by their role (lists, the month of nights, the calendar, a "
    "family’s page) leave no line when they are opened. Who had that role, and when, stands in People.",
    "Of messages it is known up to which one somebody has read, and when they last did; not each time.",
    "Of a calendar on a phone the latest time is known at which it was fetched, and by which program; not each time.",
    "Who raised or read a concern is told to its readers alone, and to whoever runs the machine.",
    "What was printed, copied by hand or photographed from a screen is not known.",
    "Whoever runs the machine can read the database and its backups. Their own records say who did.",
    "What was removed for its age (How long records are kept) is gone from here too; the audit trail stays.",
)
"""What no report can say, said on each."""


class NobodyFound(RuleBroken):
    """Nobody, and no child or conversation, of the service is called so."""

    about = "key"

    def __init__(self) -> None:
        super().__init__("Roost found nothing by that. Enter a person’s email address or a child’s reference.")


class DaysTheWrongWayRound(RuleBroken):
    """A last day before the first."""

    about = "last"

    def __init__(self) -> None:
        super().__init__("The last day is before the first. Enter the earlier day first.")


class TooManyLines(RuleBroken):
    """A report that nobody could read."""

    def __init__(self) -> None:
        super().__init__(f"That would be more than {MOST_LINES:,} lines. Choose fewer days.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is about, in a service, from a first to a last day in London, both included.

    `doubles` are the ids of what was merged into it.
    """

    about: About
    key: uuid.UUID
    service_id: uuid.UUID
    first: dt.date
    last: dt.date
    doubles: frozenset[uuid.UUID] = frozenset()

    @property
    def keys(self) -> frozenset[uuid.UUID]:
        """All ids under which the logs speak of it."""
        return self.doubles | {self.key}

    @property
    def begins(self) -> dt.datetime:
        """The instant at which the first day begins."""
        return dt.datetime.combine(self.first, dt.time(), LONDON)

    @property
    def ends(self) -> dt.datetime:
        """The instant at which the last day is over."""
        return dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time(), LONDON)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One line: when, who (none is Roost itself), what they did with which kind of thing, and where that is logged."""

    at: dt.datetime
    who: uuid.UUID | None
    what: str
    of: str
    of_id: uuid.UUID | None
    log: str
    way: Way = Way.OF_THEM


def days_asked(first: dt.date | None, last: dt.date | None, today: dt.date) -> tuple[dt.date, dt.date]:
    """The days of a report: as usual up to today, and none out of reach; raises DaysTheWrongWayRound."""
    if first is not None and (last or today) < first:
        raise DaysTheWrongWayRound
    until = _in_reach(last or today)
    begins = _in_reach(first or until - dt.timedelta(days=USUAL_DAYS))
    return begins, until


def _in_reach(day: dt.date) -> dt.date:
    return min(max(day, FIRST_DAY), LAST_DAY)


def in_plain_words(action: str) -> str:
    """An action of the audit trail as a report says it."""
    return SAID.get(action, action.replace("_", " "))


def in_order(lines: list[Sighting]) -> list[Sighting]:
    """The lines by time, each once; raises TooManyLines."""
    if len(lines) > MOST_LINES:
        raise TooManyLines
    return sorted(dict.fromkeys(lines), key=lambda line: (line.at, line.what, str(line.of_id)))
