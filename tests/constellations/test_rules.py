"""The rules of constellations: when they differ from the model, and when dated rows overlap."""

import datetime as dt

import pytest

from constellations.rules import ConstellationKind, Fidelity, FidelityPoint, Span, fidelity

MOCKINGBIRD, HIVE = ConstellationKind.MOCKINGBIRD, ConstellationKind.HIVE
ONE_SHORT = FidelityPoint(Fidelity.ONE_SHORT, 6)


def day(number: int) -> dt.date:
    return dt.date(2026, 11, number)


@pytest.mark.parametrize(
    ("kind", "hub_beds", "satellites", "expected"),
    [
        (MOCKINGBIRD, 2, 7, ()),
        (MOCKINGBIRD, 2, 10, ()),
        (MOCKINGBIRD, 2, 6, (ONE_SHORT,)),
        (MOCKINGBIRD, 2, 5, (FidelityPoint(Fidelity.TOO_FEW, 5),)),
        (MOCKINGBIRD, 2, 11, (FidelityPoint(Fidelity.TOO_MANY, 11),)),
        (MOCKINGBIRD, 1, 8, (FidelityPoint(Fidelity.FEW_HUB_BEDS, 1),)),
        (MOCKINGBIRD, None, 8, (FidelityPoint(Fidelity.NO_HUB, 0),)),
        (MOCKINGBIRD, None, 6, (FidelityPoint(Fidelity.NO_HUB, 0), ONE_SHORT)),
        (HIVE, 0, 1, ()),
        (HIVE, 0, 20, ()),
        (HIVE, 0, 21, (FidelityPoint(Fidelity.TOO_MANY, 21),)),
        (HIVE, 0, 0, (FidelityPoint(Fidelity.TOO_FEW, 0),)),
        (HIVE, None, 15, (FidelityPoint(Fidelity.NO_HUB, 0),)),
    ],
)
def test_what_differs_from_the_model_is_said(
    kind: ConstellationKind, hub_beds: int | None, satellites: int, expected: tuple[FidelityPoint, ...]
) -> None:
    assert fidelity(kind, hub_beds, satellites) == expected


@pytest.mark.parametrize(
    ("other", "overlapping"),
    [
        (Span(day(1), day(9)), False),
        (Span(day(1), day(10)), False),
        (Span(day(1), day(11)), True),
        (Span(day(10), day(11)), True),
        (Span(day(12), day(15)), True),
        (Span(day(10), day(20)), True),
        (Span(day(19), day(30)), True),
        (Span(day(20), day(30)), False),
        (Span(day(21), day(30)), False),
        (Span(day(1), day(30)), True),
        (Span(day(1)), True),
        (Span(day(19)), True),
        (Span(day(20)), False),
    ],
)
def test_two_spans_overlap_where_they_have_a_day_in_common(other: Span, overlapping: bool) -> None:
    span = Span(day(10), day(20))
    assert (span.overlaps(other), other.overlaps(span)) == (overlapping, overlapping)


def test_two_spans_without_an_end_overlap() -> None:
    assert Span(day(1)).overlaps(Span(day(30)))


@pytest.mark.parametrize(("number", "held"), [(9, False), (10, True), (19, True), (20, False)])
def test_a_span_holds_from_its_first_day_up_to_its_end(number: int, held: bool) -> None:
    assert (day(number) in Span(day(10), day(20))) is held


def test_a_span_without_an_end_holds_until_further_notice() -> None:
    assert dt.date(2099, 1, 1) in Span(day(10))
