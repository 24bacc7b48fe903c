"""How a few nights are said together."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from flask_babel import gettext, ngettext

from constellations.core.words import day_words

_DAY = dt.timedelta(days=1)


def few_nights_words(nights: Sequence[dt.date]) -> str:
    """Say nights in order, as `Fri 20 Nov`, `Fri 20 Nov and Sat 21 Nov` or `Fri 20 Nov to Sun 22 Nov, 3 nights`."""
    if len(nights) > 2 and all(after - before == _DAY for before, after in pairwise(nights)):
        count = ngettext("%(num)s night", "%(num)s nights", len(nights))
        said: str = gettext(
            "%(first)s to %(last)s, %(count)s", first=day_words(nights[0]), last=day_words(nights[-1]), count=count
        )
        return said
    *others, last = map(day_words, nights)
    together: str = gettext("%(nights)s and %(last)s", nights=", ".join(others), last=last) if others else last
    return together
