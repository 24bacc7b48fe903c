"""Taking extracts: what is in them, what never is, what is written down, and the key that can be renewed."""

import csv
import io
import json
import zipfile

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.activity.models import AuditEntry
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.events.answers.actions import Reply, answer_event
from constellations.events.answers.rules import Coming
from constellations.events.models import Event
from constellations.extracts.actions import renew_extract_key, take_extract, take_tables, zipped
from constellations.extracts.declaration import all_extracts, all_tables
from constellations.extracts.models import ExtractKey
from constellations.extracts.queries import extracts_page, key_row
from constellations.extracts.rules import NoSuchExtract
from constellations.permissions import Role
from tests import factories
from tests.sleepovers.households import Households, make_households, sees

NAMES = ("Moira", "Patel", "Okafor", "Anita", "JB", "QXZ", "Saturday", "Harbour", "North")


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, the Patels with JB, who was there twice, and the Okafors; and a service next door."""
    made = make_households()
    factories.create_stay(made.jb, made.hub, "2026-10-02", "2026-10-04", bed=1)
    factories.create_event(made.constellation, "2026-10-17")
    elsewhere = factories.create_service()
    home = factories.create_home(elsewhere)
    factories.join(home, factories.create_constellation(elsewhere))
    factories.create_stay(factories.create_child(elsewhere, home, "QXZ"), home, "2026-10-02", "2026-10-12")
    return made


def tables(viewer: Viewer, homes: Households) -> dict[str, str]:
    """The texts of a pseudonymised extract by their names."""
    return {part.name: "".join(part.pieces) for part in take_tables(viewer, homes.service.id)}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def audited() -> list[tuple[str, str]]:
    session().rollback()
    found = session().scalars(visible(Viewer.system(), AuditEntry).order_by(AuditEntry.seq))
    return [(entry.action, entry.fields) for entry in found]


def test_a_pseudonymised_extract_names_nobody_and_holds_its_own_service_alone(homes: Households) -> None:
    found = tables(sees(homes.manager), homes)
    assert list(found) == [*(f"{table.name}.csv" for table in all_tables()), "schema.json"]
    everything = "".join(found.values())
    assert [name for name in NAMES if name in everything] == []
    for key in (homes.hub.id, homes.jb.id, homes.constellation.id, homes.jb.key):
        assert str(key) not in everything
    nights = rows(found["nights.csv"])
    assert [(night["night"], night["kind"], night["state"], night["over_capacity"]) for night in nights] == [
        ("2026-10-02", "planned", "happened", "no"),
        ("2026-10-03", "planned", "happened", "no"),
    ]
    roles = {row["home_key"]: row["role"] for row in rows(found["homes.csv"])}
    assert sorted(roles.values()) == ["hub", "satellite", "satellite"]
    assert roles[nights[0]["home_key"]] == "hub"
    (event,) = rows(found["events.csv"])
    assert (event["kind"], event["day"], event["called_off"], event["homes_came"]) == (
        "gathering",
        "2026-10-17",
        "no",
        "0",
    )


def test_who_only_waits_for_a_place_is_not_among_the_homes_that_go(homes: Households) -> None:
    at = factories.create_event(homes.constellation)
    factories.changed(Event(id=at.event_id), capacity=2)
    for person in (homes.anita, homes.okafors):
        answer_event(sees(person), at.id, Reply(Coming.GOING))
    found = rows(tables(sees(homes.manager), homes)["events.csv"])
    assert {row["day"]: row["homes_going"] for row in found} == {"2026-10-17": "0", "2026-12-19": "1"}


def test_the_schema_names_every_column_of_every_table(homes: Households) -> None:
    found = tables(sees(homes.manager), homes)
    schema = json.loads(found["schema.json"])
    for table in schema["tables"]:
        heading = found[table["file"]].splitlines()[0].split(",")
        assert heading == [column["name"] for column in table["columns"]]
    assert (schema["made_on"], schema["key_number"]) == ("2026-11-22", 1)


def test_keys_stay_the_same_until_the_service_renews_its_own(homes: Households) -> None:
    manager = sees(homes.manager)
    first, again = tables(manager, homes), tables(manager, homes)
    assert first == again
    assert tables(Viewer.system(), homes) == first
    renew_extract_key(manager, 1)
    later = tables(manager, homes)
    assert json.loads(later["schema.json"])["key_number"] == 2
    old, new = ({night["child_key"] for night in rows(one["nights.csv"])} for one in (first, later))
    assert (len(old), len(new), old & new) == (1, 1, set())
    with pytest.raises(ChangedMeanwhile):
        renew_extract_key(manager, 1)
    row = session().scalars(visible(manager, ExtractKey)).one()
    assert (row.number, row.renewed_by) == (2, homes.manager.id)


def test_a_key_can_be_made_before_anything_is_taken(homes: Households) -> None:
    assert extracts_page(sees(homes.manager)).key is None
    renew_extract_key(sees(homes.manager), 0)
    row = key_row(sees(homes.manager), homes.service.id)
    assert row is not None
    assert row.number == 1
    assert key_row(sees(homes.liaison), homes.service.id) is None


def test_each_extract_is_written_down_before_it_is_made(homes: Households) -> None:
    take_extract(sees(homes.manager), "fidelity", 12)
    take_tables(sees(homes.manager), homes.service.id)
    renew_extract_key(sees(homes.manager), 1)
    names = ";".join(table.name for table in all_tables())
    assert audited() == [
        ("took_extract", "fidelity"),
        ("took_pseudonymised_extract", names),
        ("renewed_extract_key", "key;number"),
    ]


def test_every_dashboard_can_be_taken_with_its_columns(homes: Households) -> None:
    for name, extract in all_extracts().items():
        text = take_extract(sees(homes.manager), name, 3)
        assert text.splitlines()[0].split(",") == list(extract.columns), name
        assert all(len(row) == len(extract.columns) for row in csv.reader(io.StringIO(text))), name


def test_the_zip_has_the_same_bytes_for_the_same_tables(homes: Households) -> None:
    manager = sees(homes.manager)
    with zipped(take_tables(manager, homes.service.id)) as one, zipped(take_tables(manager, homes.service.id)) as two:
        assert one.read() == two.read()
        names = zipfile.ZipFile(one).namelist()
    assert names[-1] == "schema.json"


def test_only_managers_take_extracts_and_only_of_their_service(homes: Households) -> None:
    for person in (homes.liaison, homes.moira, homes.finance):
        with pytest.raises(Forbidden):
            take_extract(sees(person), "fidelity", 12)
        with pytest.raises(Forbidden):
            take_tables(sees(person), homes.service.id)
    stranger = factories.create_person(Role.MANAGER, factories.create_service())
    with pytest.raises(NotFound):
        take_tables(sees(stranger), homes.service.id)
    with pytest.raises(NoSuchExtract):
        take_extract(sees(homes.manager), "people", 12)
    with pytest.raises(NotFound):
        renew_extract_key(Viewer.system(), 0)
    with pytest.raises(NotFound):
        extracts_page(Viewer.system())
    assert audited() == []
