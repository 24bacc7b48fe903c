"""The home page and the month take as many queries with two years of stays as with none."""

import datetime as dt

import pytest
from flask import Flask

from constellations.core.database import database, transaction
from constellations.permissions import Role
from sleepovers.models import Stay, StayNight
from sleepovers.rules import NightState, StayKind, StayState
from tests import factories
from tests.client import client_of
from tests.queries import count_queries
from tests.sleepovers.households import Households, day, make_households

WEEKS = 104


def two_years(homes: Households) -> None:
    """JB with Moira every Friday and AK every Saturday, of which nobody is asked any more."""
    with transaction() as session:
        for week in range(1, WEEKS + 1):
            for bed, child in enumerate((homes.jb, homes.ak), 1):
                night = day("2026-11-20") - dt.timedelta(days=7 * week + bed)
                stay = Stay(
                    key=f"{child.key}-{night}",
                    service_id=homes.service.id,
                    child_id=child.id,
                    host_id=homes.hub.id,
                    kind=StayKind.PLANNED,
                    state=StayState.HAPPENED,
                    arrive_on=night,
                    depart_on=night + dt.timedelta(days=1),
                )
                session.add(stay)
                session.flush()
                of_stay = {"child_id": child.id, "stay_id": stay.id, "home_id": homes.hub.id, "bed": bed}
                session.add(StayNight(night=night, state=NightState.HAPPENED, **of_stay))


@pytest.mark.parametrize("role", [Role.HUB_CARER, Role.SATELLITE_CARER, Role.LIAISON, Role.MANAGER])
def test_two_years_of_stays_take_no_query_more(app: Flask, role: Role) -> None:
    homes = make_households()
    factories.create_ask((homes.jb,), (homes.hub,), "2026-12-04", "2026-12-06")
    person = {
        Role.HUB_CARER: homes.moira,
        Role.SATELLITE_CARER: homes.anita,
        Role.LIAISON: homes.liaison,
        Role.MANAGER: homes.manager,
    }[role]
    client, month = client_of(app, person), f"/nights/{homes.constellation.id}/2026-11"

    def queries() -> list[int]:
        counts = []
        for path in ("/", month):
            with count_queries(database().engine) as sent:
                assert client.get(path).status_code == 200
            counts.append(len(sent))
        return counts

    queries()
    before = queries()
    two_years(homes)
    assert queries() == before
    assert max(before) < 80
