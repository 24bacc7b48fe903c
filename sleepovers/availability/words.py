"""How a weekly pattern is said."""

from collections.abc import Collection

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from sleepovers.availability.rules import WEEK

WEEKDAY_WORDS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def pattern_words(closed_weekdays: Collection[int]) -> str:
    """Say on which nights a home can usually have a child, as `Friday and Saturday`, or `every night`."""
    possible = [str(WEEKDAY_WORDS[weekday]) for weekday in WEEK if weekday not in closed_weekdays]
    if not possible:
        return str(gettext("no night"))
    if len(possible) == len(WEEK):
        return str(gettext("every night"))
    *others, last = possible
    return str(gettext("%(others)s and %(last)s", others=", ".join(others), last=last)) if others else last
