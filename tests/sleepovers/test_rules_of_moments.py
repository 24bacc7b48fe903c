"""Dates and London wall times as the register writes them."""

import datetime as dt

import pytest

from sleepovers.rules import Moment


def moment(text: str) -> Moment:
    """A moment of 2026."""
    return Moment.parse(f"2026-{text}")


@pytest.mark.parametrize("text", ["2026-10-30", "2026-11-01T01:40", "2028-02-29T00:00", "1900-01-01T23:59"])
def test_a_moment_goes_back_to_the_text_it_was_read_from(text: str) -> None:
    assert Moment.parse(text).iso == text


def test_a_moment_is_a_date_and_a_time_where_one_is_given() -> None:
    assert Moment.parse("2026-10-30") == Moment(dt.date(2026, 10, 30), None)
    assert Moment.parse("2026-11-01T01:40") == Moment(dt.date(2026, 11, 1), dt.time(1, 40))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 2026-10-30",
        "2026-10-30\n",
        "2026-10",
        "20261030",
        "2026-W44-5",
        "2026-1-3",
        "30/10/2026",
        "2026-10-30T",
        "2026-10-30T1:40",
        "2026-10-30T01",
        "2026-10-30 01:40",
        "2026-10-30t01:40",
        "2026-10-30T01:40:00",
        "2026-10-30T01:40Z",
        "2026-10-30T01:40+01:00",
        "2026-02-29",
        "2026-13-01",
        "2026-10-30T24:00",
        "2026-10-30T12:60",
        "1899-12-31",
        "0001-01-01T01:00",
        "٢٠٢٦-10-30",
    ],
)
def test_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Moment.parse(text)


def test_as_text_a_date_alone_goes_before_every_time_of_that_date() -> None:
    written = ["2026-10-30T23:59", "2026-10-31", "2026-10-31T00:00", "2026-10-31T09:05", "2026-10-31T10:00"]
    assert sorted(Moment.parse(text).iso for text in reversed(written)) == written


@pytest.mark.parametrize(
    ("text", "small"),
    [("10-30", False), ("10-30T00:00", True), ("10-30T05:59", True), ("10-30T06:00", False), ("10-30T23:59", False)],
)
def test_the_small_hours_are_those_before_six(text: str, small: bool) -> None:
    assert moment(text).in_small_hours is small
