"""Families of one constellation, the next one, and those who look after them, for tests of who needs somebody."""

import datetime as dt
import uuid

from constellations.access import Viewer
from constellations.activity.models import Activity
from constellations.models import Home, Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole
from tests import factories

LONG_AGO = dt.date(2024, 9, 1)
DAY = dt.timedelta(days=1)
BEGAN = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)


def sees(person: Person) -> Viewer:
    """The viewer that somebody is now."""
    return viewer_for(person)


class Watched:
    """A hub, Kelly, with Patel and Okafor around it; Sue Wren's constellation next door; a service elsewhere."""

    def __init__(self) -> None:
        self.service = factories.create_service("Northshire")
        self.lights = factories.create_constellation(self.service, "Northern Lights")
        self.plough = factories.create_constellation(self.service, "Plough")
        self.kelly = self.family("Kelly", HomeRole.HUB)
        self.patel = self.family("Patel")
        self.okafor = self.family("Okafor")
        self.anita = factories.create_person(Role.SATELLITE_CARER, home=self.patel, name="Anita Patel")
        self.liaison = factories.create_person(
            Role.LIAISON, self.service, constellations=(self.lights,), name="Ruth Adeyemi"
        )
        self.neighbour = factories.create_person(
            Role.LIAISON, self.service, constellations=(self.plough,), name="Sue Wren"
        )
        self.manager = factories.create_person(Role.MANAGER, self.service, name="Priya Raman")
        self.finance = factories.create_person(Role.FINANCE, self.service)
        self.far_manager = factories.create_person(Role.MANAGER, factories.create_service("Elsewhere"))
        # The first thing that anybody of the service did: from then on silence counts.
        self.did("sign_in", self.kelly, BEGAN.date(), is_own=False)

    def family(self, name: str, role: HomeRole = HomeRole.SATELLITE, joined: dt.date = LONG_AGO) -> Home:
        """A home of the constellation in the middle."""
        home = factories.create_home(self.service, name)
        factories.join(home, self.lights, role, starts_on=joined)
        return home

    def did(
        self, action: str, home: Home, on: dt.date, is_own: bool = True, subject_id: uuid.UUID | None = None
    ) -> None:
        """Something that a family did on a day."""
        at = dt.datetime.combine(on, dt.time(12), dt.UTC)
        of = {"service_id": home.service_id, "home_id": home.id}
        factories.stored(Activity(action=action, subject_id=subject_id, at=at, happened_on=on, is_own=is_own, **of))
