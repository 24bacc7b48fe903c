"""Making a constellation, a home and a child on a screen."""

from flask import Flask

from constellations.activity.models import Activity
from constellations.children.models import Child, ChildStatusFrom, Placement
from constellations.core.clock import ALWAYS, Month
from constellations.keys.models import OldKey
from constellations.keys.rules import KeyKind
from constellations.models import Constellation, Home, HomeTerms, Membership
from constellations.rules import ChildStatus, ConstellationKind, HomeRole
from tests import factories
from tests.client import client_of
from tests.registers import rows
from tests.sleepovers.households import Households, day


def test_a_constellation_is_made_with_a_reference_of_its_own(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.manager)
    form = {"name": "Lighthouse", "kind": "hive", "key": ""}
    page = client.post("/constellations/new", data=form, follow_redirects=True)
    assert "It is made. Let homes join it" in page.text
    made = [row for row in rows(Constellation.name, Constellation.kind, Constellation.key) if row[0] == "Lighthouse"]
    assert made[0][1] is ConstellationKind.HIVE
    assert made[0][2].startswith("R-")
    assert rows(Activity.action) == [("made_constellation",)]


def test_a_home_is_made_and_belongs_from_the_first_day_on(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.manager)
    form = {"name": "Ash", "area": "", "beds": "2", "approved_children": "3", "day": "2026-12-01", "key": "H-9"}
    form["constellation_id"] = str(homes.constellation.id)
    assert client.post("/homes/new", data=form | {"beds": "99"}).status_code == 422
    assert "The home is made." in client.post("/homes/new", data=form, follow_redirects=True).text
    ((home_id,),) = [row[:1] for row in rows(Home.id, Home.key) if row[1] == "H-9"]
    first = day("2026-12-01")
    assert (home_id, first, 2) in rows(HomeTerms.home_id, HomeTerms.starts_on, HomeTerms.beds)
    assert (home_id, HomeRole.SATELLITE, first) in rows(Membership.home_id, Membership.role, Membership.starts_on)
    assert "used already" in client.post("/homes/new", data=form).text


def test_a_child_is_made_by_initials_and_lives_with_a_home(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.manager)
    form = {"initials": "xy", "born": "2018-05", "status": "kinship", "day": "2026-11-20", "key": ""}
    form["home_id"] = str(homes.patel.id)
    assert "never a name" in client.post("/children/new", data=form | {"initials": "Xavier"}).text
    assert client.post("/children/new", data=form).status_code == 302
    ((child_id, born),) = [row[:2] for row in rows(Child.id, Child.born, Child.initials) if row[2] == "XY"]
    assert born == Month(2018, 5)
    assert (child_id, ChildStatus.KINSHIP, ALWAYS) in rows(
        ChildStatusFrom.child_id, ChildStatusFrom.status, ChildStatusFrom.starts_on
    )
    assert (child_id, homes.patel.id, day("2026-11-20")) in rows(
        Placement.child_id, Placement.home_id, Placement.starts_on
    )


def test_a_reference_that_something_else_had_is_taken(app: Flask, homes: Households) -> None:
    old = {"service_id": homes.service.id, "subject_id": homes.jb.id, "present": homes.jb.key}
    factories.stored(OldKey(kind=KeyKind.CHILD, key="C-OLD", **old))
    form = {"initials": "xy", "born": "2018-05", "status": "kinship", "day": "2026-11-20", "key": "C-OLD"}
    page = client_of(app, homes.manager).post("/children/new", data=form | {"home_id": ""})
    assert (page.status_code, "used already" in page.text) == (422, True)


def test_a_liaison_worker_makes_nothing(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.liaison)
    for path in ("/constellations/new", "/homes/new", "/children/new"):
        assert client.get(path).status_code == 403
