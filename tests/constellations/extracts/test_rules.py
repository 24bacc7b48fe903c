"""Keys that are no keys, and the file that says what is in a set of tables."""

import datetime as dt
import json
import uuid

import pytest

from constellations.core.clock import ALWAYS
from constellations.core.errors import NotFound
from constellations.extracts import rules
from constellations.extracts.rules import Column, Kind, Mask

ROW = uuid.UUID("0197f000-0000-7000-8000-000000000001")


def test_the_same_key_has_the_same_mask_until_the_service_renews_its_own() -> None:
    first = Mask("one").of(ROW)
    assert first == Mask("one").of(ROW)
    assert first != Mask("two").of(ROW)
    assert first != Mask("one").of(uuid.UUID(int=7))
    assert first is not None
    assert len(first) == rules.MASK_LENGTH
    assert "0197f000" not in first
    assert Mask("one").of(None) is None


@pytest.mark.parametrize(("text", "expected"), [("3", 3), ("24", 24), ("7", 12), ("", 12), (None, 12), ("²", 12)])
def test_a_period_is_one_of_those_offered(text: str | None, expected: int) -> None:
    assert rules.period_of(text) == expected


@pytest.mark.parametrize(("day", "expected"), [(dt.date(2026, 11, 22), "2026-11"), (ALWAYS, None), (None, None)])
def test_of_a_day_only_its_month_is_told(day: dt.date | None, expected: str | None) -> None:
    assert rules.month_or_none(day, ALWAYS) == expected


@pytest.mark.parametrize(
    ("service", "expected"),
    [("Alder Brook", "alder-brook-extract-2026-11-22.zip"), ("../é", "service-extract-2026-11-22.zip")],
)
def test_a_file_is_called_after_its_service(service: str, expected: str) -> None:
    assert rules.zip_name(service, dt.date(2026, 11, 22)) == expected


def test_the_schema_says_every_column() -> None:
    columns = (Column("home_key", Kind.KEY, "the home"), Column("beds", Kind.NUMBER, "beds"))
    found = json.loads(rules.schema_written(dt.date(2026, 11, 22), 3, [("homes", "A row for each", columns)]))
    assert (found["version"], found["made_on"], found["key_number"]) == (1, "2026-11-22", 3)
    assert found["tables"] == [
        {
            "name": "homes",
            "file": "homes.csv",
            "words": "A row for each",
            "columns": [
                {"name": "home_key", "kind": "key", "words": "the home"},
                {"name": "beds", "kind": "number", "words": "beds"},
            ],
        }
    ]


def test_an_extract_that_is_not_there_is_not_found() -> None:
    assert issubclass(rules.NoSuchExtract, NotFound)
    assert rules.NoSuchExtract().words == "There is no such file to take. Choose one on the page of extracts."
