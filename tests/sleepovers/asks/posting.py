"""What a browser sends to ask for a sleepover, and what is stored of it."""

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.rules import StayAuthority
from sleepovers.asks.models import Answer, Ask
from sleepovers.models import Stay
from sleepovers.rules import AnswerState
from tests.factories import decided_by
from tests.sleepovers.households import Households, make_households


def decided_households() -> Households:
    """Moira's hub, and its satellites; the carers decide for JB and AK."""
    made = make_households()
    decided_by(StayAuthority.DELEGATED, made.jb, made.ak)
    return made


def wanted(households: Households, /, **other: object) -> dict[str, object]:
    """The form of an ask for JB with Moira, from Friday to Sunday."""
    form = {
        "family": str(households.patel.id),
        "children": str(households.jb.id),
        "homes": str(households.hub.id),
        "arrive_on": "2026-11-27",
        "last_night": "2026-11-28",
        "weeks": "1",
        "kind": "planned",
    }
    return {**form, **other}


def asks() -> list[Ask]:
    """Every ask that is stored."""
    session().rollback()
    return list(session().scalars(covering(Viewer.system(), select(Ask).order_by(Ask.arrive_on))))


def stays() -> list[Stay]:
    """Every stay that is stored."""
    session().rollback()
    return list(session().scalars(covering(Viewer.system(), select(Stay))))


def answers() -> dict[str, AnswerState]:
    """What each home said, by the id of the home."""
    session().rollback()
    rows = session().scalars(covering(Viewer.system(), select(Answer)))
    return {str(row.home_id): row.state for row in rows}
