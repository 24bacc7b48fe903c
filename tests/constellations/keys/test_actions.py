"""References that are corrected go on finding what they found, also in the files of a register."""

from pathlib import Path

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.activity.models import Activity
from constellations.children.actions import ChildFacts, correct_child
from constellations.children.models import Child
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.corrections import ChangedMeanwhile, KeyTaken
from constellations.homes.actions import HomeNames, rename_home
from constellations.keys.actions import rename_constellation
from constellations.keys.models import OldKey
from constellations.keys.rules import KeyKind
from constellations.models import Constellation, Home, Service
from constellations.permissions import Role
from constellations.rules import StayAuthority
from sleepovers.asks.models import Ask
from sleepovers.models import Stay
from sleepovers.stays.keys.actions import correct_stay_key
from tests import factories
from tests.client import client_of
from tests.registers import Register, expected, key_of, rows, told, warned
from tests.sleepovers.households import Households, sees

EVERYTHING = Viewer.system()


def north() -> Service:
    """The service of the register."""
    return session().scalars(visible(EVERYTHING, Service).where(Service.key == "North")).one()


def rename(homes: Households, key: str, version: int) -> None:
    """Give the Patels another reference."""
    rename_home(sees(homes.manager), homes.patel.id, HomeNames(key, "Patel", None, None), version)


def test_a_corrected_reference_is_unique_and_the_old_one_is_kept(homes: Households) -> None:
    rename(homes, "P-1", 1)
    rename(homes, "P-2", 2)
    assert sorted(rows(OldKey.key, OldKey.present)) == [("P-1", "P-2"), ("Patel", "P-2")]
    okafor = HomeNames("Patel", "Okafor", None, None)
    with pytest.raises(KeyTaken):
        rename_home(sees(homes.manager), homes.okafor.id, okafor, 1)
    rename(homes, "Patel", 3)
    assert sorted(rows(OldKey.key, OldKey.present)) == [("P-1", "Patel"), ("P-2", "Patel")]


def test_a_constellation_has_a_name_and_a_reference(app: Flask, homes: Households) -> None:
    client, path = client_of(app, homes.manager), f"/constellations/{homes.constellation.id}/names"
    assert "Harbour" in client.get(path).text
    assert client.post(path, data={"name": "The Harbour", "key": "H-1", "version": "1"}).status_code == 302
    assert rows(Constellation.name, Constellation.key) == [("The Harbour", "H-1")]
    assert rows(OldKey.key, OldKey.present) == [("Harbour", "H-1")]
    with pytest.raises(ChangedMeanwhile):
        rename_constellation(sees(homes.manager), homes.constellation.id, "Harbour", "H-2", 1)
    factories.create_constellation(homes.service, "Valley")
    with pytest.raises(KeyTaken):
        rename_constellation(sees(homes.manager), homes.constellation.id, "Harbour", "Valley", 2)


def test_the_reference_of_a_stay_is_that_of_its_ask(app: Flask, homes: Households) -> None:
    stay, ask = (
        homes.stay("2026-12-04", "2026-12-06"),
        factories.create_ask((homes.jb,), (homes.hub,), "2026-12-04", "2026-12-06"),
    )
    factories.changed(stay, ask_id=ask.id)
    factories.changed(ask, key=stay.key)
    client, path = client_of(app, homes.liaison), f"/stays/{stay.id}/reference"
    assert client.post(path, data={"key": "S-99", "version": "1"}).status_code == 302
    assert (rows(Stay.key), rows(Ask.key)) == ([("S-99",)], [("S-99",)])
    assert ("corrected_stay_key",) in rows(Activity.action)
    with pytest.raises(ChangedMeanwhile):
        correct_stay_key(sees(homes.manager), stay.id, "S-100", 1)
    other = homes.stay("2026-12-11", "2026-12-13")
    with pytest.raises(KeyTaken):
        correct_stay_key(sees(homes.manager), other.id, stay.key, 1)


def test_a_register_that_uses_old_references_finds_what_they_are_now(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path).of_north()
    assert register.load("North").stored
    manager = sees(factories.create_person(Role.MANAGER, north()))
    rename_home(manager, key_of(Home, "Hub"), HomeNames("H-1", "Moira", "Leeds", None), 1)
    child = session().scalars(visible(EVERYTHING, Child).where(Child.key == "C1")).one()
    correct_child(manager, child.id, ChildFacts("C-1", "AB", Month(2015, 3), StayAuthority.UNKNOWN, False), 1)
    outcome = register.load("North")
    assert [(one.file, one.added, one.changed) for one in outcome.counts if one.added or one.changed] == []
    assert outcome.problem_count == 0
    assert sorted(key for (key,) in rows(Home.key))[:2] == ["Ash", "Away"]
    assert "Hub" not in {key for (key,) in rows(Home.key)}


def test_what_stands_in_a_file_under_both_references_is_read_once(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path).of_north()
    assert register.load("North").stored
    manager = sees(factories.create_person(Role.MANAGER, north()))
    child = session().scalars(visible(EVERYTHING, Child).where(Child.key == "C1")).one()
    correct_child(manager, child.id, ChildFacts("C-1", "AB", Month(2015, 3), StayAuthority.UNKNOWN, False), 1)
    outcome = register.add("children", child="C-1").load("North")
    assert outcome.problem_count == 0
    assert "C1 is kept as C-1 by now" in warned(outcome)
    assert ("C-1",) in rows(Child.key)
    assert ("C1",) not in rows(Child.key)


def test_an_old_reference_of_another_service_is_refused_without_saying_whose(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path)
    assert register.load().stored
    factories.stored(
        OldKey(kind=KeyKind.HOME, key="Oak", service_id=north().id, subject_id=key_of(Home, "Ash"), present="Ash")
    )
    outcome = register.add("homes", home="Oak", service="South").only("homes").load("South")
    assert ("homes", 8, "home", "Oak") in told(outcome)
    assert "key already used" in expected(outcome)
    assert "Ash" not in expected(outcome)
