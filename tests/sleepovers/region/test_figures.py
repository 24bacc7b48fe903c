"""What is counted of the services of a region, and at which size it still takes as many queries."""

import csv
import datetime as dt
import io

import pytest
from flask import Flask

from constellations.core.clock import Month
from constellations.core.database import database, session
from constellations.models import Constellation, Person, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.region.rules import Told
from constellations.rules import ConstellationKind, HomeRole, HomeStatus
from sleepovers.region.figures.queries import region_page
from sleepovers.region.rules import COLUMNS, Figure
from sleepovers.rules import AnswerState, AskState, StayState
from tests import factories
from tests.client import client_of
from tests.queries import count_queries

EVER = dt.date(2024, 9, 1)


@pytest.fixture
def helen(app: Flask) -> Person:
    """A viewer of a region in which Northfold has five constellations and Smallwick one; Farshire is elsewhere."""
    region = factories.create_region()
    with factories.together():
        northfold = factories.create_service("Northfold", region)
        for number in range(5):
            fill(northfold, homes=3, kind=ConstellationKind.HIVE if number else ConstellationKind.MOCKINGBIRD)
        fill(factories.create_service("Smallwick", region), homes=3)
        fill(factories.create_service("Farshire", factories.create_region()), homes=8)
        return factories.create_person(Role.REGIONAL, region=region)


def fill(service: Service, homes: int, kind: ConstellationKind = ConstellationKind.MOCKINGBIRD) -> Constellation:
    """A constellation whose homes keep two beds each; the second home has a child who was at the first one's."""
    constellation = factories.create_constellation(service, kind=kind)
    made = [factories.create_home(service) for _ in range(homes)]
    for number, home in enumerate(made):
        factories.join(home, constellation, HomeRole.SATELLITE if number else HomeRole.HUB, EVER)
    child = factories.create_child(service, made[1], "QXZ")
    factories.create_stay(child, made[0], "2026-10-02", "2026-10-04", bed=1)
    factories.create_ask((child,), (made[0],), "2026-10-02", "2026-10-04", AskState.AGREED, AnswerState.AGREED)
    factories.create_event(constellation, "2026-10-17")
    return constellation


def told(viewer: Person, name: str) -> dict[Figure, Told | None]:
    page = region_page(viewer_for(viewer))
    return dict(next(line for line in [*page.lines, page.all] if line.name == name).told)


def test_a_large_service_is_counted_and_of_a_small_one_nothing_is_told(helen: Person) -> None:
    large, small = told(helen, "Northfold"), told(helen, "Smallwick")
    assert {figure: large[figure] for figure in (Figure.CONSTELLATIONS, Figure.HOMES, Figure.BEDS, Figure.NIGHTS)} == {
        Figure.CONSTELLATIONS: Told(5, 5),
        Figure.HOMES: Told(15, 15),
        Figure.BEDS: Told(30, 30),
        Figure.NIGHTS: Told(10, 10),
    }
    assert (large[Figure.ASKS], large[Figure.ASKS_MET], large[Figure.GATHERINGS]) == (
        Told(5, 5),
        Told(5, 5),
        Told(5, 5),
    )
    assert large[Figure.CHECKLISTS_MET] == Told(0, 0)
    assert small[Figure.BEDS] == Told(6, 6)
    assert {small[figure] for figure in (Figure.CONSTELLATIONS, Figure.HOMES)} == {Told(1, 4)}
    assert {small[figure] for figure in (Figure.NIGHTS, Figure.ASKS, Figure.ASKS_MET)} == {None}
    assert told(helen, "")[Figure.HOMES] == Told(16, 19)


def test_the_nights_of_one_home_are_not_told_however_many_they_are(app: Flask) -> None:
    region = factories.create_region()
    for name in ("Smallwick", "Littlehay"):
        fill_hub(factories.create_service(name, region), "2026-08-01", "2026-10-27")
    helen = factories.create_person(Role.REGIONAL, region=region)
    assert {told(helen, name)[Figure.NIGHTS] for name in ("Smallwick", "Littlehay", "")} == {None}
    assert "<span>not told</span>" in client_of(app, helen).get("/region").text
    for name in ("Ash", "Birch", "Cedar"):
        fill_hub(factories.create_service(name, region), "2026-10-01", "2026-10-11")
    assert told(helen, "")[Figure.NIGHTS] == Told(204, 204)
    assert told(helen, "Smallwick")[Figure.NIGHTS] is None


def fill_hub(service: Service, arrive: str, depart: str) -> None:
    """A service with one hub, which hosts."""
    hub = factories.create_home(service)
    factories.join(hub, factories.create_constellation(service), HomeRole.HUB, EVER)
    factories.create_stay(factories.create_child(service), hub, arrive, depart, bed=1)


def test_the_last_twelve_whole_months_are_counted(helen: Person) -> None:
    page = region_page(viewer_for(helen))
    assert (page.first, page.last) == (Month(2025, 11), Month(2026, 10))
    assert [line.name for line in page.lines] == ["Northfold", "Smallwick"]


def members(number: int, day: str, left: bool = False) -> tuple[Person, Service]:
    """A region whose one service has so many homes that came, or went, on a day."""
    region, when = factories.create_region(), dt.date.fromisoformat(day)
    service = factories.create_service("Northfold", region)
    constellation = factories.create_constellation(service)
    with factories.together():
        for _ in range(number):
            home = factories.create_home(service)
            factories.join(home, constellation, HomeRole.SATELLITE, *((EVER, when) if left else (when,)))
    return factories.create_person(Role.REGIONAL, region=region), service


def test_a_constellation_that_closed_is_none_today(app: Flask) -> None:
    helen, service = members(6, "2026-03-01")
    for day in ("2026-11-22", "2026-11-23", "2026-12-01", "2027-01-01", "2027-02-01"):
        factories.changed(factories.create_constellation(service), closed_on=dt.date.fromisoformat(day))
    assert told(helen, "Northfold")[Figure.CONSTELLATIONS] == Told(5, 5)


@pytest.mark.parametrize(
    ("day", "left", "expected"),
    [
        ("2025-11-01", False, (6, 0)),
        ("2025-10-31", False, (0, 0)),
        ("2026-10-31", False, (6, 0)),
        ("2026-11-01", False, (0, 0)),
        ("2026-03-01", True, (0, 6)),
    ],
)
def test_who_joined_and_who_left_is_counted(app: Flask, day: str, left: bool, expected: tuple[int, int]) -> None:
    helen, _ = members(6, day, left)
    found = told(helen, "Northfold")
    joined, gone = found[Figure.JOINED], found[Figure.LEFT]
    assert joined is not None
    assert gone is not None
    assert (joined.least, gone.least) == expected


def test_a_home_that_becomes_the_hub_or_moves_within_has_not_joined_nor_left(app: Flask) -> None:
    helen, service = members(0, "2026-03-01")
    old, new = factories.create_constellation(service), factories.create_constellation(service)
    change = dt.date(2026, 3, 1)
    with factories.together():
        for _ in range(6):
            home = factories.create_home(service)
            factories.join(home, old, HomeRole.SATELLITE, EVER, change)
            factories.join(home, new, HomeRole.SATELLITE, change)
    found = told(helen, "Northfold")
    assert (found[Figure.JOINED], found[Figure.LEFT], found[Figure.HOMES]) == (Told(0, 0), Told(0, 0), Told(6, 6))


def test_homes_that_take_nobody_keep_no_bed_and_what_was_called_off_was_not_met(app: Flask) -> None:
    helen, service = members(6, "2026-03-01")
    constellation = factories.create_constellation(service)
    held = factories.create_home(service, status=HomeStatus.ON_HOLD)
    factories.join(held, constellation)
    with factories.together():
        children = [factories.create_child(service, factories.create_home(service)) for _ in range(6)]
        for number, child in enumerate(children):
            day, home = f"2026-10-{number + 1:02d}", f"2026-10-{number + 2:02d}"
            ask = factories.create_ask((child,), (held,), day, home, AskState.AGREED)
            stay = factories.create_stay(child, held, day, home, StayState.CANCELLED)
            stay.ask_id = ask.id
        factories.create_ask((children[0],), (held,), "2026-10-20", "2026-10-22", AskState.OPEN)
    found = told(helen, "Northfold")
    assert (found[Figure.HOMES], found[Figure.BEDS]) == (Told(7, 7), Told(12, 12))
    assert (found[Figure.ASKS], found[Figure.ASKS_MET], found[Figure.NIGHTS]) == (Told(6, 6), Told(0, 0), Told(0, 0))


def test_ninety_seven_constellations_in_ninety_services_take_as_many_queries_as_six(app: Flask, helen: Person) -> None:
    viewer = viewer_for(helen)

    def queries() -> int:
        session().rollback()
        with count_queries(database().engine) as sent:
            region_page(viewer)
        return len(sent)

    before = queries()
    with factories.together():
        for number in range(88):
            service = factories.create_service(f"Council {number:02d}")
            service.region_id = helen.region_id
            for _ in range(1 if number else 4):
                fill(service, homes=7)
    page = region_page(viewer)
    assert (len(page.lines), queries()) == (90, before)
    constellations = page.all.told[Figure.CONSTELLATIONS]
    assert constellations is not None
    assert constellations.least <= 97 <= constellations.most
    assert not constellations.is_exact
    assert {met.tenths for _, met in page.items} <= set(range(11))
    assert client_of(app, helen).get("/region?sort=-nights").text.count("<tr") == 92 + 9


def test_the_page_is_put_in_order_by_links_and_the_file_holds_the_same(app: Flask, helen: Person) -> None:
    client = client_of(app, helen)
    page = client.get("/region?sort=-homes").text
    assert page.index("Northfold") < page.index("Smallwick")
    assert 'href="/region?sort=homes"' in page
    assert 'aria-sort="descending"' in page
    rows = list(csv.DictReader(io.StringIO(client.get("/region.csv").text)))
    assert tuple(rows[0]) == COLUMNS
    assert [row["service"] for row in rows] == ["Northfold", "Smallwick", ""]
    assert (rows[1]["homes_from"], rows[1]["homes_to"]) == ("1", "4")
