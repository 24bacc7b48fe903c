"""How the figures of asks are said, and what stands in their files."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from constellations.core.clock import Month
from constellations.core.tables import as_csv
from sleepovers.asks.unmet.figures.rules import Figures, Lead, Outcome, Wants, by_month
from sleepovers.policies.words import KIND_WORDS

OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.MET: _("met"),
    Outcome.DECLINED: _("declined"),
    Outcome.WITHDRAWN: _("withdrawn"),
    Outcome.UNANSWERED: _("no answer"),
    Outcome.CALLED_OFF: _("called off by the host"),
    Outcome.OPEN: _("still open"),
}
"""In the order in which they are shown."""

LEAD_WORDS: dict[Lead, str] = {
    Lead.SAME_DAY: _("on the day itself"),
    Lead.FEW_DAYS: _("1 to 3 days before"),
    Lead.TWO_WEEKS: _("4 to 14 days before"),
    Lead.LONGER: _("more than two weeks before"),
    Lead.UNKNOWN: _("not known (from the register)"),
}

FIGURE_COLUMNS = (
    *("month", "constellation", "asked", "offered"),
    *(outcome.value for outcome in Outcome),
    *("not_asked", "recorded_without_ask", "unmet", "unmet_in_100"),
)
ASK_COLUMNS = (
    *("first_day", "constellations", "families", "nights", "kind", "outcome", "offered", "days_before", "reason"),
)


def headline_words(figures: Figures) -> str:
    """Say the figure of the service: "Of 20 sleepovers that were wanted, 5 came to nothing (25 in 100)."."""
    said: str = ngettext(
        "Of %(num)s sleepover that was wanted, %(unmet)s came to nothing (%(share)s in 100).",
        "Of %(num)s sleepovers that were wanted, %(unmet)s came to nothing (%(share)s in 100).",
        figures.wanted,
        unmet=figures.unmet,
        share=figures.share,
    )
    return said


def figures_as_csv(
    months: Sequence[Month],
    names: Mapping[uuid.UUID, str],
    wants: Wants,
) -> str:
    """The same rows as `figure_rows` as a file."""
    return as_csv(FIGURE_COLUMNS, figure_rows(months, names, wants))


def figure_rows(months: Sequence[Month], names: Mapping[uuid.UUID, str], wants: Wants) -> list[list[object]]:
    """A row for each month and each constellation that is named; a family of two counts in both."""
    return [
        [str(month), name, *_numbers(figures)]
        for key, name in names.items()
        for month, figures in by_month(months, wants.of_constellation(key))
    ]


def asks_as_csv(names: Mapping[uuid.UUID, str], wants: Wants) -> str:
    """The same rows as `ask_rows` as a file."""
    return as_csv(ASK_COLUMNS, ask_rows(names, wants))


def ask_rows(names: Mapping[uuid.UUID, str], wants: Wants) -> list[tuple[object, ...]]:
    """A row for each ask, and for each night that was not asked for; no child is named."""
    rows: list[tuple[object, ...]] = []
    for ask in wants.asks:
        facts = (ask.nights, str(KIND_WORDS[ask.kind]), str(OUTCOME_WORDS[ask.outcome]), ask.is_offered)
        around = _around(names, ask.constellations)
        rows.append((ask.first_day, around, ";".join(ask.families), *facts, ask.lead_days, ask.reason))
    for one in wants.unasked:
        said = gettext("did not ask, knew it was full")
        around = _around(names, one.constellations)
        rows.append((one.night, around, one.family, None, None, said, False, None, None))
    return sorted(rows, key=lambda row: (str(row[0]), str(row[2])))


def _around(names: Mapping[uuid.UUID, str], keys: Collection[uuid.UUID]) -> str:
    return ";".join(sorted(names[key] for key in keys if key in names))


def _numbers(figures: Figures) -> list[object]:
    counted = [figures.number(outcome) for outcome in Outcome]
    return [figures.asked, figures.offered, *counted, figures.not_asked, figures.recorded, figures.unmet, figures.share]
