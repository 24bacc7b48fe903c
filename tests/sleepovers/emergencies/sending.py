"""Emergencies among Moira, the Patels and the Okafors: to send one, to let time pass, and to read what is stored."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable

from sqlalchemy import select, update

from constellations.access import Viewer, covering
from constellations.children.models import Placement
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.cover.actions import name_cover
from constellations.models import Home, HomeTerms, Person
from constellations.notices.models import Notice
from constellations.rules import HomeStatus
from sleepovers.emergencies.actions import ask_in_emergency
from sleepovers.emergencies.climbing.actions import climb_ladders
from sleepovers.emergencies.models import Ladder
from sleepovers.emergencies.rules import Rung
from tests import factories
from tests.alerts import outbox
from tests.sleepovers.households import Households, sees

SYSTEM = Viewer.system()
MINUTE = dt.timedelta(minutes=1)


def send(homes: Households, by: str = "anita") -> uuid.UUID:
    """JB needs a bed tonight."""
    return ask_in_emergency(sees(getattr(homes, by)), [homes.jb.id])


def climb() -> int:
    """One run of the job; how many emergencies moved."""
    session().rollback()
    return climb_ladders(SYSTEM, None, clock.today(), clock.today()).found


def stands(ask_id: uuid.UUID) -> Rung:
    """The rung on which an emergency stands."""
    session().rollback()
    return session().scalars(covering(SYSTEM, select(Ladder.rung).where(Ladder.ask_id == ask_id))).one()


def mailed(act: Callable[[], object]) -> Counter[str]:
    """Whom an act mails at once, and how often."""
    before = Counter(mail.address for mail in outbox())
    act()
    return Counter(mail.address for mail in outbox()) - before


def told(person: Person) -> list[str]:
    """What somebody was told, in order."""
    session().rollback()
    rows = select(Notice.words).where(Notice.person_id == person.id).order_by(Notice.created_at, Notice.id)
    return list(session().scalars(covering(SYSTEM, rows)))


def one_more_home(homes: Households, name: str, beds: int = 1) -> tuple[Home, Person]:
    """A satellite more, with a carer."""
    home = factories.create_home(homes.service, name, beds=beds)
    factories.join(home, homes.constellation)
    return home, factories.create_person(homes.anita.role, home=home, name=f"{name} Carer")


def known(homes: Households, home: Home) -> None:
    """JB has slept at a home before."""
    factories.create_stay(homes.jb, home, "2026-11-06", "2026-11-07", bed=1)


def put_on_hold(*homes: Home) -> None:
    """From now on these homes take nobody."""
    on_hold = update(HomeTerms).where(HomeTerms.home_id.in_([home.id for home in homes]))
    with transaction() as here:
        here.execute(covering(SYSTEM, on_hold.values(status=HomeStatus.ON_HOLD)))


def move_jb(homes: Households) -> None:
    """From today on JB lives with the Okafors."""
    with transaction() as here:
        lived = here.scalars(covering(SYSTEM, select(Placement).where(Placement.child_id == homes.jb.id))).one()
        lived.ends_on = clock.today()
        here.add(Placement(child_id=homes.jb.id, home_id=homes.okafor.id, starts_on=clock.today()))


def cover(homes: Households) -> None:
    """The Okafors cover for Moira today and tomorrow."""
    today = clock.today()
    name_cover(sees(homes.moira), homes.constellation.id, homes.okafor.id, today, today + dt.timedelta(days=1))
