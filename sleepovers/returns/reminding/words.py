"""How the return of a month that is over is asked for."""

from flask_babel import gettext

from constellations.core.clock import Month
from constellations.core.words import month_words


def reminder_news(month: Month) -> str:
    """Ask a hub for last month's return."""
    words = gettext("%(month)s is over. Its return is nearly written: answer two questions, and submit it.")
    return str(words % {"month": month_words(month)})


def unfinished_news(constellation: str, month: Month) -> str:
    """Ask staff for last month's return of a hub that cannot write it."""
    words = gettext("Nobody of the hub of %(name)s can sign in, so its return for %(month)s is yours to finish.")
    return str(words % {"name": constellation, "month": month_words(month)})
