"""The panel of the home page on which carers ask whom to ask, one press from every phone number."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.home_page.declaration import Panel, Place
from constellations.permissions import CARERS
from constellations.service.queries import own_service


def who_to_ask(viewer: Viewer) -> Mapping[str, object] | None:
    """The phone out of hours; the question itself is answered on a page of its own."""
    return {"out_of_hours": own_service(viewer).out_of_hours_phone}


PANELS = (Panel("who-to-ask", "Who do I ask?", CARERS, "home_page/_who_to_ask.html", who_to_ask, place=Place.ASIDE),)
"""In the order in which they are shown."""
