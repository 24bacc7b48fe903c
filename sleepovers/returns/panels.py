"""What the home page and the Monday digest say of support logs and returns."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.home_page.declaration import Panel, Place
from constellations.notices.digest.declaration import Waits
from constellations.permissions import CARERS, Role
from sleepovers.returns.figures.facts import Help
from sleepovers.returns.queries import number_to_finish, number_to_lock, returns_to_finish, returns_to_lock
from sleepovers.returns.reading.queries import constellations_read
from sleepovers.returns.words import HELP_WORDS


def own_log(viewer: Viewer) -> Mapping[str, object] | None:
    """To a hub: the way into its support log, and the returns that wait for it."""
    read = constellations_read(viewer)
    waiting = returns_to_finish(viewer, read) if read else []
    hubs = [one.constellation for one in read if one.constellation.id in viewer.hub_of]
    if not hubs and not waiting:
        return None
    return {"hubs": hubs, "waiting": waiting, "kinds": list(Help), "words": HELP_WORDS}


def to_lock(viewer: Viewer) -> Mapping[str, object] | None:
    """To staff: the returns that were submitted, and those that no hub can finish."""
    waiting, unfinished = returns_to_lock(viewer), returns_to_finish(viewer)
    return {"waiting": waiting, "unfinished": unfinished} if waiting or unfinished else None


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
