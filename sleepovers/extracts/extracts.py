"""The dashboards of sleepovers as files, and their pseudonymised tables; docs/extracts.md says what is in them."""

from collections.abc import Iterable, Iterator, Sequence

from constellations.access import Viewer
from constellations.core.clock import Month
from constellations.extracts.declaration import Extract, Table
from constellations.extracts.rules import Column, Kind
from constellations.permissions import Permission
from sleepovers.asks.unmet.figures.queries import figures_page
from sleepovers.asks.unmet.words import ASK_COLUMNS, FIGURE_COLUMNS, ask_rows, figure_rows
from sleepovers.claims.queries import uplift_rows
from sleepovers.claims.report import COLUMNS as UPLIFT_COLUMNS
from sleepovers.extracts import queries
from sleepovers.fidelity.extracts import FIDELITY
from sleepovers.nights_off.balances.queries import homes_with_balances
from sleepovers.rest.queries import rest_page

Row = Sequence[object]


def unmet_figures(viewer: Viewer, months: Sequence[Month]) -> Iterable[Row]:
    """Asks by month and constellation, and what became of them."""
    page = figures_page(viewer, len(months))
    return figure_rows(page.months, page.names, page.wants)


def unmet_asks(viewer: Viewer, months: Sequence[Month]) -> Iterable[Row]:
    """Every ask with its reason."""
    page = figures_page(viewer, len(months))
    return ask_rows(page.names, page.wants)


def uplifts(viewer: Viewer, months: Sequence[Month]) -> Iterator[Row]:
    """A row for each month and each home that hosted in it."""
    for month in months:
        for row in uplift_rows(viewer, month):
            values = dict(row.figures)
            yield [_cell(values[column]) for column in UPLIFT_COLUMNS]


def _cell(value: object) -> object:
    return ";".join(map(str, value)) if isinstance(value, list) else value


def rest(viewer: Viewer, _months: Sequence[Month]) -> Iterator[Row]:
    """A row for each home that could do with a rest today."""
    running = Month.of(viewer.today)
    for _key, home, full, weekends in rest_page(viewer).homes:
        nights, level = (full.nights, full.level) if full else (None, None)
        is_running = full is not None and full.month == running
        this, last = (nights, None) if is_running else (None, nights)
        yield home, this, level, weekends is not None, last


def nights_off(viewer: Viewer, _months: Sequence[Month]) -> Iterator[Row]:
    """A row for each home, of the year that runs."""
    for _key, home, one in homes_with_balances(viewer):
        yield home, one.year.starts_on, one.unit, one.allowance, one.used, one.agreed, one.left


P = Permission

EXTRACTS = (
    FIDELITY,
    Extract(
        "unmet_figures",
        "Asks by month, and what came to nothing",
        FIGURE_COLUMNS,
        unmet_figures,
        P.SEE_UNMET_ASKS,
        True,
    ),
    Extract("unmet_asks", "Every ask, with its reason", ASK_COLUMNS, unmet_asks, P.SEE_UNMET_ASKS, True),
    Extract("uplifts", "Uplift months of all homes", UPLIFT_COLUMNS, uplifts, P.SEE_UPLIFTS, True),
    Extract(
        "rest",
        "Homes that could do with a rest",
        ("home", "nights_this_month", "level", "no_free_weekend", "nights_last_month"),
        rest,
        P.SEE_STRAIN,
    ),
    Extract(
        "nights_off",
        "Nights off of each home in this year",
        ("home", "year_from", "unit", "allowance", "used", "agreed", "left"),
        nights_off,
        P.SEE_NIGHTS_OFF,
    ),
)
"""In the order in which they are offered."""

NIGHTS = Table(
    "nights",
    "A row for each night of each child at a home of the service",
    (
        Column("night", Kind.DAY, "the date on which it begins"),
        Column("home_key", Kind.KEY, "the home that hosts"),
        Column("child_key", Kind.KEY, "the child: to count different ones, and for nothing else"),
        Column("stay_key", Kind.KEY, "the stay that the night belongs to"),
        Column("kind", Kind.WORD, "planned, emergency, respite, day_care or outreach"),
        Column("state", Kind.WORD, "planned, happened, not_stayed or absent"),
        Column("over_capacity", Kind.YES_NO, "whether no bed was free for it"),
    ),
    queries.nights,
)

TABLES = (NIGHTS,)
"""In the order in which they are written."""
