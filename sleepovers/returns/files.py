"""A return as rows of a file, under names that stay as they are."""

from collections.abc import Iterable, Mapping

from constellations.core.tables import as_csv
from constellations.region.rules import Flow, rounded, shown
from sleepovers.returns.figures.facts import NAMES, OF_EVENTS
from sleepovers.returns.layout import Told

OF_CHILDREN = frozenset(name for name in NAMES if name.endswith("children"))
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


def told_above(numbers: Mapping[str, int]) -> dict[str, int | None]:
    """The numbers for who is further away than the homes, without small ones and what gives them away.

    Of two months the homes say what joined and left: so homes are told to the nearest five, and who joined and who left
    together or not at all.
    """
    joined, left = numbers["homes_joined"], numbers["homes_left"]
    flow = Flow(numbers["homes"] - joined + left, joined, left)
    return {
        **{name: shown(number) if name in OF_CHILDREN else number for name, number in numbers.items()},
        "homes": rounded(flow.at_end),
        "homes_joined": joined if flow.is_told else None,
        "homes_left": left if flow.is_told else None,
    }


def _row(told: Told, above: bool) -> list[object]:
    said = told.answers
    it = told_above(told.figures.numbers) if above else told.figures.numbers
    numbers = [it[name] for name in NAMES]
    averted = [
        shown(number) if above and number is not None else number for number in (said.resignations, said.endings)
    ]
    return [told.service, told.constellation, str(told.month), told.state.value, *numbers, *averted, bool(told.since)]
