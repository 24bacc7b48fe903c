"""How a home's month of nights is said."""

from flask_babel import gettext, ngettext

from constellations.core.clock import Month
from constellations.core.words import month_words


def load_words(counted: int, planned: int, threshold: int, month: Month) -> str:
    """Say how far a month has come, as `14 of 16 nights in November 2026; 2 more planned`."""
    numbers = {"counted": counted, "threshold": threshold, "beyond": counted - threshold, "month": month_words(month)}
    if counted > threshold:
        said = gettext("%(counted)s nights in %(month)s, %(beyond)s beyond the %(threshold)s", **numbers)
    else:
        said = gettext("%(counted)s of %(threshold)s nights in %(month)s", **numbers)
    return f"{said}{_planned_words(planned)}"


def other_home_words(home: str, nights: int, planned: int, month: Month) -> str:
    """Say the same of somebody else's home: its nights, without a limit, since money hangs on that."""
    said = ngettext(
        "%(home)s has %(num)s night in %(month)s",
        "%(home)s has %(num)s nights in %(month)s",
        nights,
        home=home,
        month=month_words(month),
    )
    return f"{said}{_planned_words(planned)}"


def _planned_words(planned: int) -> str:
    if not planned:
        return ""
    more: str = ngettext("; %(num)s more planned", "; %(num)s more planned", planned)
    return more


def forecast_words(home: str, month: Month, nights: int, added: int, threshold: int, knows_limit: bool) -> str:
    """Say where a stay would bring a month: `October 2026: 14 of 16. This makes 17: an uplift will be due.`.

    To those whom the limit does not concern: `Moira has 14 nights in October 2026.`.
    """
    if not knows_limit:
        return f"{other_home_words(home, nights, 0, month)}."
    numbers = {"month": month_words(month), "nights": nights, "threshold": threshold, "total": nights + added}
    if nights > threshold:
        said: str = gettext("%(month)s: %(nights)s nights, more than %(threshold)s.", **numbers)
    else:
        said = gettext("%(month)s: %(nights)s of %(threshold)s.", **numbers)
    if not added:
        return said
    if nights + added > threshold:
        makes: str = gettext("This makes %(total)s: an uplift will be due.", **numbers)
    else:
        makes = gettext("This makes %(total)s.", **numbers)
    return f"{said} {makes}"
