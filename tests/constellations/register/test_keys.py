"""Keys that are stored, and keys of a file that differ from them in case or spacing only."""

from pathlib import Path

import pytest
from flask import Flask

from constellations.children.models import Child
from constellations.core.clock import Month
from constellations.models import Service
from tests import factories
from tests.registers import Register, everything, key_of, rows, told

STORED = [
    ("services", "service", "NORTH"),
    ("services", "service", "Nor th"),
    ("constellations", "constellation", "robin"),
    ("homes", "home", "hub"),
    ("homes", "home", "South\N{NO-BREAK SPACE}Hub"),
    ("children", "child", "c1"),
    ("stays", "stay", "s 1"),
]


@pytest.mark.parametrize(("file", "column", "key"), STORED)
def test_a_key_is_refused_that_is_stored_but_for_case_or_spacing(
    app: Flask, tmp_path: Path, file: str, column: str, key: str
) -> None:
    register = Register(tmp_path)
    assert register.load().stored
    outcome = register.set(file, 0, **{column: key}).only(file).load()
    assert (file, 2, column, key) in told(outcome)
    assert not outcome.stored


def test_a_stored_no_break_space_is_spacing_too(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path).add("homes", home="Old\N{NO-BREAK SPACE}Oak")
    assert register.load().stored
    outcome = register.set("homes", 6, home="Old Oak").only("homes").load()
    assert ("homes", 8, "home", "Old Oak") in told(outcome)


def test_a_service_is_not_made_twice(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path)
    assert register.load().stored
    assert not register.only("services").set("services", 0, service="north").load().stored
    assert sorted(rows(Service.key)) == [("North",), ("South",)]


@pytest.mark.parametrize("file", ["children", "placements", "stays"])
def test_the_key_of_a_child_still_to_be_named_is_nobodys(app: Flask, tmp_path: Path, file: str) -> None:
    register = Register(tmp_path)
    assert register.load().stored
    unnamed = Child(key="U-1", service_id=key_of(Service, "North"), initials="?", born=Month(2026, 11), is_unnamed=True)
    factories.stored(unnamed)
    before = everything()
    outcome = register.set(file, 0, child="U-1").only(file).load()
    assert (file, 2, "child", "U-1") in told(outcome)
    assert not outcome.stored
    assert everything() == before
