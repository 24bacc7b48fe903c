"""How the length of a course is said."""

from flask_babel import gettext, ngettext

HOUR = 60


def hours_words(minutes: int) -> str:
    """Say how long, as `1 hour`, `2 hours 30 minutes` or `45 minutes`."""
    hours, rest = divmod(minutes, HOUR)
    whole = ngettext("%(num)s hour", "%(num)s hours", hours)
    part = ngettext("%(num)s minute", "%(num)s minutes", rest)
    if not rest:
        return str(whole)
    return str(gettext("%(hours)s %(minutes)s", hours=whole, minutes=part)) if hours else str(part)
