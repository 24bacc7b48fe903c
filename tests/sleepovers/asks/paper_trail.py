"""The small service on which the machine works, and what is stored of it in the words of its naive world."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from sqlalchemy import delete

from constellations.access import Viewer, find
from constellations.children.models import Child, ChildStatusFrom
from constellations.core.database import Base, database, session
from constellations.models import Person, Service
from constellations.notices.models import Notice, OutboxMail
from constellations.permissions import Role
from constellations.rules import ChildStatus, HomeRole, StayAuthority
from sleepovers.asks.models import Agreement, Answer, Ask, AskChild, Cancellation, Step
from sleepovers.models import NightChange, Stay, StayNight
from sleepovers.rules import AnswerState, AskState, NightState, StayState
from tests import factories
from tests.registers import rows
from tests.sleepovers.asks.naive_world import ASK_FIRST, BEDS, FAMILIES
from tests.sleepovers.households import sees

CLEARED: tuple[type[Base], ...] = (
    NightChange,
    Step,
    Cancellation,
    Agreement,
    Answer,
    AskChild,
    StayNight,
    Stay,
    Ask,
    Notice,
    OutboxMail,
)


@dataclass(frozen=True)
class Place:
    """The ids of homes, children and people by name; carers by the name of their home.

    `reached` are the outcomes that acts had so far: the names of errors, and "done".
    """

    service: uuid.UUID
    homes: dict[str, uuid.UUID]
    people: dict[str, uuid.UUID]
    children: dict[str, uuid.UUID] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)

    def viewer(self, name: str) -> Viewer:
        """Somebody as the viewer they are today."""
        return sees(find(Viewer.system(), Person, self.people[name]))

    def child(self, child_id: object) -> str:
        """What a child is called."""
        return next(name for name, known in self.children.items() if known == child_id)

    def home(self, home_id: object) -> str:
        """What a home is called."""
        return next(name for name, known in self.homes.items() if known == home_id)


def make_place() -> Place:
    """Make the service: no limit counts its children, and of one of them somebody has to be asked first."""
    service: Service = factories.create_service()
    constellation = factories.create_constellation(service)
    made = {name: factories.create_home(service, name, beds, approved_children=9) for name, beds in BEDS.items()}
    people = {}
    for name, home in made.items():
        is_hub = name == "Hub"
        factories.join(home, constellation, HomeRole.HUB if is_hub else HomeRole.SATELLITE)
        role = Role.HUB_CARER if is_hub else Role.SATELLITE_CARER
        people[name] = factories.create_person(role, home=home).id
    people["staff"] = factories.create_person(Role.LIAISON, service, constellations=(constellation,)).id
    place = Place(service.id, {name: home.id for name, home in made.items()}, people)
    for name, family in FAMILIES.items():
        authority = StayAuthority.ASK_FIRST if name == ASK_FIRST else StayAuthority.DELEGATED
        child = factories.create_child(service, made[family], name, ChildStatus.ADOPTED, name, authority)
        place.children[name] = child.id
    return place


def clear(place: Place) -> None:
    """Forget all asks and stays."""
    session().close()
    with database().engine.begin() as connection:
        for model in CLEARED:
            connection.execute(delete(model))
        for unnamed in [name for name in place.children if name not in FAMILIES]:
            child_id = place.children.pop(unnamed)
            connection.execute(delete(ChildStatusFrom).where(ChildStatusFrom.child_id == child_id))
            connection.execute(delete(Child).where(Child.id == child_id))


def stored_nights(place: Place) -> dict[tuple[str, dt.date], tuple[str, str, NightState, int | None]]:
    """Every night by child: the stay, the home, how it stands, and the bed; "beyond the beds" is said of no other."""
    columns = (StayNight.stay_id, StayNight.home_id, StayNight.state, StayNight.bed, StayNight.over_capacity)
    found = {}
    for child, night, stay, home, state, bed, beyond in rows(StayNight.child_id, StayNight.night, *columns):
        assert beyond is (bed is None and state is not NightState.NOT_STAYED)
        found[place.child(child), night] = (str(stay), place.home(home), state, bed)
    return found


def stored_stays(place: Place) -> dict[str, tuple[str, StayState]]:
    """Of each stay whose it is, and how far it has come."""
    found = rows(Stay.id, Stay.child_id, Stay.state)
    return {str(stay): (place.child(child), state) for stay, child, state in found}


def stored_asks(place: Place) -> dict[str, tuple[AskState, dict[str, AnswerState]]]:
    """Of each ask what has become of it, and what the homes say."""
    found: dict[str, tuple[AskState, dict[str, AnswerState]]]
    found = {str(ask): (state, {}) for ask, state in rows(Ask.id, Ask.state)}
    for ask, home, says in rows(Answer.ask_id, Answer.home_id, Answer.state):
        found[str(ask)][1][place.home(home)] = says
    return found
