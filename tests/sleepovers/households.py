"""A small constellation with its people, for the tests of nights and stays."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.activity.models import Activity, AuditEntry
from constellations.children.models import Child
from constellations.core.database import session
from constellations.homes.actions import leave_constellation
from constellations.models import Constellation, Home, Membership, Person, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole
from sleepovers.models import NightChange, Stay, StayNight
from sleepovers.nights.actions import DID_NOT_HOST_NIGHT, HOSTED_NIGHT
from sleepovers.rules import NightState, StayState
from tests import factories
from tests.kept import made_once


@dataclass(frozen=True, slots=True)
class Households:
    """Moira and Tom are the hub with two beds; JB lives with Anita Patel, AK with the Okafors, a satellite too."""

    service: Service
    constellation: Constellation
    hub: Home
    patel: Home
    okafor: Home
    moira: Person
    tom: Person
    anita: Person
    okafors: Person
    liaison: Person
    manager: Person
    finance: Person
    jb: Child
    ak: Child

    def stay(self, arrive: str, depart: str, child: Child | None = None, host: Home | None = None) -> Stay:
        """An agreed stay, of JB with the hub in bed 1 unless said otherwise."""
        return factories.create_stay(child or self.jb, host or self.hub, arrive, depart, StayState.AGREED, bed=1)


def make_households() -> Households:
    """Make the constellation, as the first rows of a test; the objects belong to no session."""
    return made_once("households", _made)


def _made() -> Households:
    with factories.together():
        return _make()


def _make() -> Households:
    service = factories.create_service()
    constellation = factories.create_constellation(service, "Harbour")
    hub, patel, okafor = (factories.create_home(service, name) for name in ("Moira", "Patel", "Okafor"))
    factories.join(hub, constellation, HomeRole.HUB)
    factories.join(patel, constellation)
    factories.join(okafor, constellation)
    return Households(
        service=service,
        constellation=constellation,
        hub=hub,
        patel=patel,
        okafor=okafor,
        moira=factories.create_person(Role.HUB_CARER, home=hub, name="Moira Hale"),
        tom=factories.create_person(Role.HUB_CARER, home=hub, name="Tom Hale"),
        anita=factories.create_person(Role.SATELLITE_CARER, home=patel, name="Anita Patel"),
        okafors=factories.create_person(Role.SATELLITE_CARER, home=okafor, name="Chi Okafor"),
        liaison=factories.create_person(Role.LIAISON, service, constellations=(constellation,), name="Dee Marsh"),
        manager=factories.create_person(Role.MANAGER, service, name="Sam Ode"),
        finance=factories.create_person(Role.FINANCE, service),
        jb=factories.create_child(service, patel, "JB"),
        ak=factories.create_child(service, okafor, "AK"),
    )


def sees(person: Person) -> Viewer:
    """The viewer that a person is today."""
    return viewer_for(person)


def leaves(homes: Households, home: Home, since: dt.date) -> None:
    """A home is a member no more from a day on."""
    asked = select(Membership.id).where(Membership.home_id == home.id)
    leave_constellation(sees(homes.manager), session().scalars(covering(Viewer.system(), asked)).one(), since)


def day(text: str) -> dt.date:
    """A date, as it is written."""
    return dt.date.fromisoformat(text)


def nights_of_stay(stay: Stay) -> list[StayNight]:
    """Its nights as they are stored now."""
    session().rollback()
    rows = select(StayNight).where(StayNight.stay_id == stay.id).order_by(StayNight.night)
    return list(session().scalars(covering(Viewer.system(), rows)))


def states(stay: Stay) -> dict[str, NightState]:
    """What is known of each of its nights, by date."""
    return {str(row.night): row.state for row in nights_of_stay(stay)}


def beds(stay: Stay) -> dict[str, int | str | None]:
    """In which bed each of its nights was; "over" where there were more children than beds."""
    return {str(row.night): "over" if row.over_capacity else row.bed for row in nights_of_stay(stay)}


def stored_stay(stay: Stay) -> Stay:
    """The stay as it is stored now."""
    session().rollback()
    return session().scalars(covering(Viewer.system(), select(Stay).where(Stay.id == stay.id))).one()


def history(stay: Stay) -> list[tuple[str, NightState | None, NightState | None]]:
    """What was said of its nights, in the order in which it was said: the night, before, after."""
    rows = select(NightChange).where(NightChange.stay_id == stay.id).order_by(NightChange.at, NightChange.night)
    return [(str(row.night), row.before, row.after) for row in session().scalars(covering(Viewer.system(), rows))]


def acts(subject_id: uuid.UUID) -> list[str]:
    """The acts that the activity log has of a thing; `hosting` has what follows from them for the host."""
    rows = select(Activity.action).where(Activity.subject_id == subject_id).order_by(Activity.at, Activity.id)
    acted = rows.where(Activity.action.not_in((HOSTED_NIGHT, DID_NOT_HOST_NIGHT)))
    return list(session().scalars(covering(Viewer.system(), acted)))


def hosting(subject_id: uuid.UUID) -> list[tuple[str, uuid.UUID | None, dt.date]]:
    """What the activity log has of the nights that homes hosted: what, which home, the night."""
    columns = Activity.action, Activity.home_id, Activity.happened_on
    told = Activity.action.in_((HOSTED_NIGHT, DID_NOT_HOST_NIGHT))
    rows = select(*columns).where(Activity.subject_id == subject_id, told)
    return sorted((row[0], row[1], row[2]) for row in session().execute(covering(Viewer.system(), rows)))


def audited(subject_id: uuid.UUID) -> list[tuple[str, str]]:
    """What the audit trail has of a thing: the act, and the fields."""
    rows = select(AuditEntry.action, AuditEntry.fields).where(AuditEntry.subject_id == subject_id)
    return [(row[0], row[1]) for row in session().execute(covering(Viewer.system(), rows.order_by(AuditEntry.seq)))]
