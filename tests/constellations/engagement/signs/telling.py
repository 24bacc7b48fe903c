"""A small world whose families give signs, and rows of the activity log by hand."""

import datetime as dt
import uuid

from constellations.access import Viewer
from constellations.activity.models import Activity
from constellations.core import clock
from constellations.core.ids import new_id
from constellations.engagement.signs.actions import roll_up_signs
from constellations.engagement.signs.models import SignMonth
from constellations.engagement.signs.rules import Sign
from constellations.models import Home
from tests.factories import stored
from tests.registers import rows

SIGN_MONTH = (
    *(SignMonth.home_id, SignMonth.month, SignMonth.sign, SignMonth.count, SignMonth.is_torn),
    *(SignMonth.last_on, SignMonth.last_action, SignMonth.last_subject_id, SignMonth.last_id),
)


def tell(
    home: Home,
    action: str = "talked",
    on: dt.date | None = None,
    subject: uuid.UUID | None = None,
    is_own: bool = True,
    at: dt.datetime | None = None,
) -> Activity:
    """Write one row of the activity log, of now and today unless said otherwise."""
    row = Activity(
        id=new_id(),
        at=at or clock.now(),
        service_id=home.service_id,
        home_id=home.id,
        action=action,
        subject_id=subject,
        happened_on=on or clock.today(),
        is_own=is_own,
    )
    stored(row)
    return row


def roll_up(home: Home) -> int:
    """Roll the service of a home up; gives how many signs were added."""
    today = clock.today()
    return roll_up_signs(Viewer.system(), home.service_id, today, today).found


def cells() -> list[tuple[object, ...]]:
    """The whole roll-up."""
    return sorted(rows(*SIGN_MONTH), key=str)


def kinds(signs: object) -> list[Sign]:
    """The kinds of some last signs, in order."""
    return [one.sign for one in signs]  # type: ignore[attr-defined]  # a sequence of last signs
