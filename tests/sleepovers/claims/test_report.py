"""The report's row in its three forms."""

import csv
import io
import json

import pytest

from sleepovers.claims.report import COLUMNS, Figures, as_csv, as_json, as_table

KEYS = [
    "service",
    "home",
    "constellations",
    "month",
    "child_nights",
    "nights",
    "counted",
    "basis",
    "threshold",
    "beyond",
    "due",
    "amount_pence",
    "amount_reason",
    "policy_valid_from",
    "status",
]


def figures(home: str = "hub-1", constellations: tuple[str, ...] = ("East", "West")) -> Figures:
    """The row of the register format."""
    return Figures(
        service="Rowan",
        home=home,
        constellations=list(constellations),
        month="2026-10",
        child_nights=19,
        nights=14,
        counted=19,
        basis="child_nights",
        threshold=16,
        beyond=3,
        due=True,
        amount_pence=12000,
        amount_reason=None,
        policy_valid_from="2026-04-01",
        status="flagged",
    )


def test_the_columns_are_those_of_the_format_in_its_order() -> None:
    assert list(COLUMNS) == KEYS


def test_json_has_exactly_these_keys_and_true_nulls() -> None:
    (row,) = json.loads(as_json([figures()]))
    assert list(row) == KEYS
    assert row["amount_reason"] is None
    assert row["due"] is True
    assert row["constellations"] == ["East", "West"]
    assert as_json([]) == "[]"


def test_csv_joins_constellations_and_leaves_nulls_blank() -> None:
    header, row = csv.reader(io.StringIO(as_csv([figures()])))
    assert header == KEYS
    cells = dict(zip(header, row, strict=True))
    assert (cells["constellations"], cells["due"], cells["amount_reason"]) == ("East;West", "yes", "")
    assert cells["amount_pence"] == "12000"


@pytest.mark.parametrize("home", ["=1+1", "+44", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_no_text_of_a_csv_is_taken_for_a_formula(home: str) -> None:
    _, row = csv.reader(io.StringIO(as_csv([figures(home, (home,))]), newline=""))
    assert (row[1], row[2]) == (f"'{home}", f"'{home}")


def test_the_table_stands_in_columns_and_moves_no_cursor() -> None:
    header, first, second = as_table([figures("a\x1b[2Jb"), figures("a-much-longer-name")]).splitlines()
    assert header.split() == KEYS
    assert "\x1b" not in first
    assert first.index("East;West") == second.index("East;West") == header.index("constellations")
