"""Each sentence of the register format about warnings: told and kept, never in the way."""

from pathlib import Path

import pytest
from flask import Flask

from constellations.register.models import ImportRun, ImportWarning
from tests.registers import Register, Row, rows, warned


def test_an_import_is_kept_with_its_warnings(register: Register) -> None:
    assert len(rows(ImportRun.id)) == 2
    assert any("has 3 satellites" in str(words) for (words,) in rows(ImportWarning.words))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"arrive": "2026-11-20", "state": "asked"}, "asked for, and its first day is past"),
        ({"arrive": "2026-11-20", "depart": "2026-11-21", "state": "agreed"}, "agreed, and it is over"),
        ({"arrive": "2026-09-01", "depart": "2026-09-29"}, "28 nights: that is a new placement"),
        ({"arrive": "2026-11-09", "depart": "2026-11-10", "host": "Lone"}, "in no constellation"),
        ({"arrive": "2026-11-09", "depart": "2026-11-10", "kind": "day_care"}, "day care over a night"),
    ],
    ids=lambda case: case if isinstance(case, str) else "",
)
def test_an_odd_stay_is_loaded_with_a_warning(register: Register, change: Row, words: str) -> None:
    register.add("stays", **{"stay": "S9", "child": "C3", "depart": "2026-12-02", **change})
    outcome = register.load()
    assert outcome.stored, outcome.problems
    assert f"stay S9{'' if words.startswith('in no') else ' '}" in warned(outcome)
    assert words in warned(outcome)


def test_a_stay_under_way_is_no_warning(register: Register) -> None:
    cells = {"stay": "S9", "child": "C3", "arrive": "2026-11-20", "depart": "2026-11-24", "state": "agreed"}
    assert "S9" not in warned(register.add("stays", **cells).load())


def test_a_constellation_without_hub_and_a_carer_whose_home_is_none_are_warned_of(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path).set("memberships", 0, left_on="2026-03-01")
    told_of = warned(register.load())
    assert "constellation Robin has no hub on 2026-03-01" in told_of
    assert "hub@example.org is a hub carer, but the home Hub is no hub today" in told_of
    assert "constellation Robin has 3 satellites" in told_of
    assert "Wren" not in told_of


def test_a_constellation_that_nobody_joined_has_no_hub(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path).add("constellations", constellation="Jay", kind="hive")
    assert "constellation Jay has no hub on 2026-11-22" in warned(register.load())
    register.add("memberships", home="Lone", constellation="Jay", joined_on="2026-11-01")
    assert "Jay has no hub" not in warned(register.load())


@pytest.mark.parametrize(
    ("arrive", "is_refused"), [("2026-11-21", False), ("2026-11-22T01:40", False), ("2026-11-22", True)]
)
def test_a_stay_under_way_is_loaded_whatever_its_home_is_by_now(
    register: Register, arrive: str, is_refused: bool
) -> None:
    cells = {"stay": "S9", "child": "C3", "host": "Away", "arrive": arrive, "depart": "2026-11-24", "state": "agreed"}
    outcome = register.add("stays", **cells).load()
    assert [problem.column for problem in outcome.problems] == ["host"] * is_refused
    assert outcome.stored is not is_refused


def test_a_due_month_without_a_rate_is_warned_of(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path).set("rates", 0, valid_from="2026-10-19")
    register.add("stays", stay="D1", child="C3", arrive="2026-10-01", depart="2026-10-18")
    assert "home Hub is due an uplift in 2026-10, and no rate is set" in warned(register.load())
    assert "due an uplift" not in warned(register.set("rates", 0, valid_from="2026-10-01").load())


def test_a_file_that_is_not_of_the_register_is_named_and_left_alone(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.files["notes"] = [{"note": "ring Ash"}]
    outcome = register.load()
    assert outcome.stored
    assert "notes.csv: is no file of the register" in warned(outcome)
