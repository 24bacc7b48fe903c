"""Which nights a home can say are wrong: pure values, no clock of their own."""

import datetime as dt

from flask_babel import gettext

from constellations.core.errors import RuleBroken
from constellations.core.words import day_words


class NoSuchNight(RuleBroken):
    """A night of a stay that is not, or no longer, one of this home."""

    about = "which"

    def __init__(self, night: dt.date) -> None:
        super().__init__(
            gettext(
                "The stay has no night of %(night)s in this home. Choose a night from the list, "
                "or enter one that is not listed.",
                night=day_words(night),
            )
        )
