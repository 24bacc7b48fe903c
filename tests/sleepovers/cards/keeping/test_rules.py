"""How long a card is kept: thirty days after what it served; the one that holds while somebody has the child."""

import datetime as dt

import pytest

from sleepovers.cards.keeping.rules import USUAL_DAYS, KeptCard, Lived, Slept, Written
from tests.sleepovers.households import day

TODAY = day("2026-11-22")
LAST_KEPT, TOO_OLD = day("2026-10-23"), day("2026-10-22")
SINCE = TODAY - dt.timedelta(days=USUAL_DAYS)
LIVES = (Lived(None),)


def card(*written: str, stays: tuple[tuple[str, str], ...] = (), homes: tuple[Lived, ...] = LIVES) -> KeptCard:
    """A card whose versions were written on these days."""
    versions = [Written(number, day(on)) for number, on in enumerate(written, 1)]
    return KeptCard(versions, [Slept(day(arrive), day(depart)) for arrive, depart in stays], homes)


@pytest.mark.parametrize(
    ("homes", "goes"),
    [
        ((Lived(None),), False),
        ((Lived(day("2026-11-23")),), False),
        ((Lived(day("2020-01-01")), Lived(None)), False),
        ((Lived(day("2026-11-22")),), False),
        ((Lived(LAST_KEPT),), False),
        ((Lived(TOO_OLD),), True),
        ((), True),
    ],
)
def test_the_card_that_holds_stays_while_the_child_lives_with_somebody(homes: tuple[Lived, ...], goes: bool) -> None:
    kept = card("2024-01-01", homes=homes)
    assert kept.goes_whole(SINCE, TODAY) is goes
    assert kept.too_old(SINCE, TODAY) == ([1] if goes else [])


@pytest.mark.parametrize(
    ("stays", "goes"),
    [
        ((("2026-10-20", "2026-10-23"),), False),
        ((("2026-12-24", "2026-12-26"),), False),
        ((("2026-10-19", "2026-10-22"), ("2026-01-02", "2026-01-03")), True),
    ],
)
def test_the_card_of_a_child_who_lives_with_nobody_goes_after_its_last_sleepover(
    stays: tuple[tuple[str, str], ...], goes: bool
) -> None:
    assert card("2024-01-01", stays=stays, homes=()).goes_whole(SINCE, TODAY) is goes


def test_a_card_that_was_only_just_written_stays_wherever_the_child_lives() -> None:
    assert not card("2026-10-23", homes=()).goes_whole(SINCE, TODAY)
    assert card("2024-01-01", "2026-10-22", homes=()).too_old(SINCE, TODAY) == [1, 2]


@pytest.mark.parametrize(
    ("written", "stays", "gone"),
    [
        (("2024-01-01",), (), []),
        (("2026-01-01", "2026-10-22", "2026-11-01"), (), [1]),
        (("2026-01-01", "2026-10-23", "2026-11-01"), (), []),
        # While the first held, a sleepover began that ended within the thirty days; another was over before.
        (("2026-01-01", "2026-10-20"), (("2026-10-19", "2026-10-23"), ("2026-03-01", "2026-03-03")), []),
        (("2026-01-01", "2026-10-20"), (("2026-10-19", "2026-10-22"),), [1]),
        # The host may read it from the day before: what was changed on that day may have been read.
        (("2026-01-01", "2026-10-20"), (("2026-10-21", "2026-10-30"),), []),
        (("2026-01-01", "2026-10-20"), (("2026-10-22", "2026-10-30"),), [1]),
        # The sleepover was over before the version was written.
        (("2026-01-01", "2026-09-20", "2026-10-01"), (("2025-12-01", "2025-12-31"),), [1, 2]),
    ],
)
def test_an_earlier_version_goes_thirty_days_after_the_last_sleepover_that_it_served(
    written: tuple[str, ...], stays: tuple[tuple[str, str], ...], gone: list[int]
) -> None:
    assert card(*written, stays=stays).too_old(SINCE, TODAY) == gone
