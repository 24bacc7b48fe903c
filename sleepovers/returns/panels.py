"""What the home page and the Monday digest say of support logs and returns."""

from collections.abc import Mapping

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.home_page.declaration import Panel, Place
from constellations.models import Constellation
from constellations.notices.digest.declaration import Waits
from constellations.permissions import CARERS, Role
from sleepovers.returns.figures.facts import Help
from sleepovers.returns.queries import number_to_finish, number_to_lock, returns_to_finish, returns_to_lock
from sleepovers.returns.words import HELP_WORDS


def own_log(viewer: Viewer) -> Mapping[str, object] | None:
    """To a hub: the way into its support log, and the returns that wait for it."""
    waiting = returns_to_finish(viewer)
    asked = select(Constellation).where(Constellation.id.in_(viewer.hub_of)).order_by(Constellation.name)
    hubs = session().scalars(covering(viewer, asked, Constellation)).all() if viewer.hub_of else []
    if not hubs and not waiting:
        return None
    return {"hubs": hubs, "waiting": waiting, "kinds": list(Help), "words": HELP_WORDS}


def to_lock(viewer: Viewer) -> Mapping[str, object] | None:
    """To staff: the returns that were submitted."""
    waiting = returns_to_lock(viewer)
    return {"waiting": waiting} if waiting else None


PANELS = (
    Panel("support-log", "Did you help somebody?", CARERS, "home_page/_support_log.html", own_log),
    Panel(
        "returns",
        "Returns to look at",
        frozenset({Role.LIAISON, Role.MANAGER}),
        "home_page/_returns.html",
        to_lock,
        Place.ASIDE,
    ),
)

WAITS = (
    Waits("%(num)s monthly return to finish", "%(num)s monthly returns to finish", number_to_finish),
    Waits("%(num)s monthly return to look at", "%(num)s monthly returns to look at", number_to_lock),
)
