"""Telling people of a count that reached a level: 12, 15, 16 and beyond 16, each once."""

import uuid
from collections.abc import Mapping

from constellations.access import Viewer
from constellations.core.clock import Month
from constellations.notices.actions import News, tell
from sleepovers.claims.telling.queries import concerned_with
from sleepovers.claims.words import carer_news, liaison_news
from sleepovers.uplift import levels_reached


def tell_of_counts(month: Month, threshold: int, counted: Mapping[uuid.UUID, int]) -> None:
    """Tell the carers of homes and their liaison workers of the highest level reached, each once for each level.

    Within the running transaction. Who comes to 16 in one go is told of 16 alone. Only an uplift that is due is worth
    a mail.
    """
    for home_id, home in concerned_with(Viewer.system(), month, counted.keys()).items():
        level = max(levels_reached(counted[home_id], threshold), default=None)
        if level is None:
            continue
        once, path = f"uplift/{month}/{home_id}/{level}", f"/uplifts/{month}/{home_id}"
        by_mail, figures = level > threshold, (month, counted[home_id], threshold)
        tell(home.carers, News(once, carer_news(*figures), path), by_mail)
        tell(home.liaison_workers, News(once, liaison_news(home.home_name, *figures), path), by_mail)
