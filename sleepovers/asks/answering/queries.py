"""What is shown to who answers an ask."""

import uuid

from constellations.access import Viewer
from constellations.core.errors import NotFound
from sleepovers.asks.look.queries import homes_around
from sleepovers.asks.page.queries import AskPage, ask_page
from sleepovers.asks.rules import NoLongerOpen, NotTheirsToAnswer


def page_to_answer(viewer: Viewer, ask_id: uuid.UUID, home_id: uuid.UUID) -> AskPage:
    """An ask that the viewer may answer for a home; raises NotFound, NotTheirsToAnswer, NoLongerOpen."""
    page = ask_page(viewer, ask_id)
    if all(home.home_id != home_id for home in page.homes):
        raise NotFound
    if viewer.is_carer and viewer.home_id != home_id:
        raise NotTheirsToAnswer
    if not page.is_open:
        raise NoLongerOpen(page.ask.state)
    return page


def homes_to_offer(viewer: Viewer, page: AskPage) -> list[tuple[str, str]]:
    """The homes around the children's own that were not asked yet."""
    asked = {home.home_id for home in page.homes} | page.family_ids
    around = {
        key: name
        for family_id in sorted(page.family_ids)
        for key, name, _role in homes_around(viewer, family_id)
        if key not in asked
    }
    return [(str(key), name) for key, name in around.items()]
