"""A return as rows of a file, under names that stay as they are."""

from collections.abc import Iterable

from constellations.core.tables import as_csv
from constellations.region.rules import shown
from sleepovers.returns.figures.facts import NAMES, OF_EVENTS
from sleepovers.returns.layout import Told

OF_PEOPLE = frozenset(name for name in NAMES if name.endswith("children")) | {"homes_joined", "homes_left"}
"""Numbers of people: small ones are left out above the constellation, because they could point at somebody."""

COLUMNS = (
    "service",
    "constellation",
    "month",
    "state",
    *NAMES,
    "averted_resignations",
    "averted_endings",
    "changed_since",
)
FAMILY_COLUMNS = (
    *("constellation", "month", "state", "family"),
    *(f"{kind}_{what}" for kind in OF_EVENTS for what in ("came", "held")),
    *("adults_came", "children_came", "helped_times", "helped_minutes"),
)


def returns_as_csv(returns: Iterable[Told], above: bool = False) -> str:
    """A row for each return; `above` the constellation small numbers of people are left out."""
    return as_csv(COLUMNS, [_row(one, above) for one in returns])


def families_as_csv(told: Told) -> str:
    """A row for each family of a return."""
    rows = [
        (
            told.constellation,
            str(told.month),
            told.state.value,
            one.home,
            *(number for kind in OF_EVENTS for number in (one.came[kind], one.held[kind])),
            *(one.adults, one.children, one.helped_times, one.helped_minutes),
        )
        for one in told.figures.families
    ]
    return as_csv(FAMILY_COLUMNS, rows)


def _row(told: Told, above: bool) -> list[object]:
    it, said = told.figures.numbers, told.answers
    numbers = [shown(it[name]) if above and name in OF_PEOPLE else it[name] for name in NAMES]
    averted = [
        shown(number) if above and number is not None else number for number in (said.resignations, said.endings)
    ]
    return [told.service, told.constellation, str(told.month), told.state.value, *numbers, *averted, bool(told.since)]
