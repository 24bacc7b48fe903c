"""Each sentence of the register format about errors, as a change of one row in a register that is right."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from constellations.core.database import database
from constellations.models import Service
from tests.registers import Register, expected, told


@dataclass(frozen=True)
class Case:
    """A change of the right register, and where it must be found."""

    says: str
    file: str
    cells: dict[str, str]
    row: int
    column: str
    words: str = ""
    number: int | None = None
    """The row to change, from 0; without it one is added."""
    more: dict[str, dict[str, str]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.says.replace(" ", "-")


def at(says: str, file: str, number: int, column: str, value: str, words: str = "") -> Case:
    """One cell of a row is changed."""
    return Case(says, file, {column: value}, number + 2, column, words, number)


def stay(child: str, host: str, arrive: str, depart: str, state: str = "happened", key: str = "S9") -> dict[str, str]:
    """The cells of one stay more."""
    return {"stay": key, "child": child, "host": host, "arrive": arrive, "depart": depart, "state": state}


CELLS = [
    at("a missing key", "homes", 1, "home", ""),
    at("a service that is nowhere", "homes", 1, "service", "West", "services.csv"),
    at("more than 20 beds", "homes", 1, "beds", "21", "0 to 20"),
    at("beds that are no number", "homes", 1, "beds", "two"),
    at("beds below nought", "homes", 1, "beds", "-1"),
    at("nobody approved", "homes", 1, "approved_children", "0", "1 to 20"),
    at("a status that is no word", "homes", 1, "status", "Active", "active"),
    at("a kind that is no word", "constellations", 0, "kind", "nest", "mockingbird"),
    at("a date in another form", "memberships", 1, "joined_on", "01/01/2026", "2026-10-30"),
    at("a date that is none", "memberships", 1, "joined_on", "2026-02-30"),
    at("a year typed wrongly", "memberships", 1, "joined_on", "2926-01-01", "1900 to 2099"),
    at("a role that is no word", "memberships", 1, "role", "nest", "satellite"),
    at("an end not after the start", "memberships", 1, "left_on", "2026-01-01", "after 2026-01-01"),
    at("a home that is nowhere", "memberships", 1, "home", "Oak", "homes.csv"),
    at("a constellation that is nowhere", "memberships", 1, "constellation", "Jay", "constellations.csv"),
    at("no email", "people", 1, "email", "ash", "email"),
    at("an address that is none", "people", 1, "email", "ash@@example.org", "email"),
    at("no name", "people", 1, "name", ""),
    at("a role nobody has", "people", 1, "role", "carer"),
    at("a carer without home", "people", 1, "home", "", "home of a carer"),
    at("staff with a home", "people", 3, "home", "Ash"),
    at("staff without service", "people", 3, "service", ""),
    at("a liaison worker without constellation", "people", 2, "constellation", ""),
    at("a constellation of a liaison worker that is nowhere", "people", 2, "constellation", "Jay"),
    at("a manager with constellations", "people", 3, "constellation", "Robin"),
    at("a regional viewer with a service", "people", 4, "service", "North", "nothing"),
    at("a region that is nowhere", "people", 4, "region", "The Moon"),
    at("a name for initials", "children", 0, "initials", "Amelia", "never a name"),
    at("initials with a full stop", "children", 0, "initials", "A.B"),
    at("a day of birth", "children", 0, "born", "2015-03-04", "2015-03"),
    at("a birth in the future", "children", 0, "born", "2026-12", "begun"),
    at("a status of a child that is no word", "children", 0, "status", "fostered"),
    at("a placement that ends before it starts", "placements", 0, "to", "2025-12-31", "after"),
    at("a child that is nowhere", "placements", 0, "child", "C7", "children.csv"),
    at("a placement in a home that is nowhere", "placements", 0, "home", "Oak"),
    at("a policy from mid-month", "policies", 0, "valid_from", "2026-01-15", "1st"),
    at("satellites alone", "policies", 0, "eligible_roles", "satellite", "hub"),
    at("a basis that is no word", "policies", 0, "basis", "beds"),
    at("a shape that is no word", "policies", 0, "shape", "round"),
    at("a kind that is not counted", "policies", 0, "counted_kinds", "planned;holiday"),
    at("no status counted", "policies", 0, "counted_statuses", ""),
    at("pounds and pence", "rates", 0, "per_night_pence", "40.00", "whole number"),
    at("a rate that sets nothing", "rates", 0, "per_night_pence", "", "flat_pence"),
    at("a stay of a child that is nowhere", "stays", 0, "child", "C7"),
    at("a stay at a home that is nowhere", "stays", 0, "host", "Oak"),
    at("a departure before the arrival", "stays", 0, "depart", "2026-10-01"),
    at("a time with an offset", "stays", 0, "arrive", "2026-10-02T12:00Z"),
    at("a time without a date", "stays", 0, "arrive", "12:00"),
    at("a kind of stay that is no word", "stays", 0, "kind", "holiday"),
    at("a state that is no word", "stays", 0, "state", "done"),
    at("happened in the future", "stays", 2, "depart", "2026-12-06", "future"),
]

ROWS = [
    Case("a repeated key", "homes", {"home": "Hub"}, 8, "home", "once"),
    Case("a key but for case", "homes", {"home": "hub"}, 8, "home", "case or spacing"),
    Case("a key but for spacing", "homes", {"home": "South  Hub"}, 8, "home", "case or spacing"),
    Case("a repeated pair", "placements", {"home": "Birch"}, 6, "child", "once"),
    Case(
        "memberships of one home that overlap",
        "memberships",
        {"home": "Ash", "joined_on": "2026-05-01", "role": "satellite"},
        7,
        "joined_on",
        "Ash (row 3)",
    ),
    Case("two hubs on one day", "memberships", {"home": "Lone", "joined_on": "2026-05-01"}, 7, "role", "Hub (row 2)"),
    Case("placements that overlap", "placements", {"from": "2026-05-01", "home": "Birch"}, 6, "from", "2026-01-01"),
    Case("a membership across services", "memberships", {"home": "South Hub", "role": "satellite"}, 7, "constellation"),
    Case(
        "a placement across services",
        "placements",
        {"from": "2027-01-01", "home": "South Hub", "child": "C1"},
        6,
        "home",
    ),
    Case(
        "a stay across services",
        "stays",
        stay("C9", "Hub", "2026-10-09", "2026-10-10"),
        8,
        "child",
    ),
    Case(
        "a person across services",
        "people",
        {"email": "x@example.org", "home": "South Hub", "service": "North"},
        7,
        "home",
    ),
    Case(
        "a liaison worker across services",
        "people",
        {"email": "x@example.org", "role": "liaison", "home": "", "constellation": "Wren", "service": "North"},
        7,
        "constellation",
    ),
    Case(
        "a child hosted where it is placed",
        "stays",
        stay("C1", "Ash", "2026-11-01", "2026-11-02"),
        8,
        "host",
    ),
    Case(
        "a stay before the birth",
        "stays",
        stay("C3", "Hub", "2015-02-27", "2015-02-28"),
        8,
        "arrive",
    ),
    Case(
        "an agreed stay at a home that is away",
        "stays",
        stay("C1", "Away", "2026-12-24", "2026-12-27", "agreed"),
        8,
        "host",
        "away",
    ),
    Case(
        "two places on one night",
        "stays",
        stay("C1", "Birch", "2026-10-03", "2026-10-04"),
        8,
        "arrive",
        "S9 and S1",
    ),
    Case(
        "an agreed stay without a bed",
        "stays",
        stay("C3", "Ash", "2026-12-04", "2026-12-05", "agreed"),
        9,
        "host",
        "free bed on the night of 2026-12-04",
        more={
            "stays": {
                "stay": "S8",
                "child": "C2",
                "host": "Ash",
                "arrive": "2026-12-04",
                "depart": "2026-12-05",
                "state": "agreed",
            }
        },
    ),
]


@pytest.mark.parametrize("case", [*CELLS, *ROWS], ids=str)
def test_what_is_wrong_is_found_where_it_is(app: Flask, tmp_path: Path, case: Case) -> None:
    register = Register(tmp_path)
    for file, cells in case.more.items():
        register.add(file, **cells)
    if case.number is None:
        register.add(case.file, **case.cells)
    else:
        register.set(case.file, case.number, **case.cells)
    if case.says == "happened in the future":
        register.set("stays", 2, state="happened")
    outcome = register.load()
    value = case.cells.get(case.column, "")
    found = [one for one in told(outcome) if one[:3] == (case.file, case.row, case.column)]
    assert found, told(outcome)
    assert value == "" or found[0][3] == value
    assert case.words in expected(outcome)
    assert not outcome.stored
    with database().engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Service.__table__)) == 0


def test_a_right_register_has_nothing_wrong(app: Flask, tmp_path: Path) -> None:
    outcome = Register(tmp_path).load()
    assert outcome.problems == ()
    assert outcome.stored
