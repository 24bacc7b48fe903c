"""How it is said what sleepovers have to do with a family's need: of nights and beds, never of a child."""

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext, ngettext

from constellations.core.clock import Month
from constellations.core.words import date_words, day_words, listed_words, month_words
from sleepovers.watching.rules import Asked


def strain_words(nights: tuple[int, Month] | None, weekends_since: dt.date | None, stay_nights: int | None) -> str:
    """Say what a home has had, as `17 nights in November 2026 and no free weekend since 29 August`."""
    said: list[str] = []
    if nights is not None:
        number, month = nights
        counted = ngettext("%(num)s night", "%(num)s nights", number)
        said.append(gettext("%(nights)s in %(month)s", nights=counted, month=month_words(month)))
    if weekends_since is not None:
        said.append(gettext("no free weekend since %(day)s", day=date_words(weekends_since)))
    if stay_nights is not None:
        said.append(ngettext("a stay of %(num)s night", "a stay of %(num)s nights", stay_nights))
    return listed_words(said)


def unmet_words(asks: Sequence[Asked]) -> str:
    """Say how often nothing came of an ask, as `ask unmet twice, last for Fri 20 Nov`."""
    day = day_words(asks[-1].first_day)
    if len(asks) == 1:
        words: str = gettext("ask unmet, for %(day)s", day=day)
    elif len(asks) == 2:
        words = gettext("ask unmet twice, last for %(day)s", day=day)
    else:
        words = gettext("ask unmet %(number)s times, last for %(day)s", number=len(asks), day=day)
    return words
