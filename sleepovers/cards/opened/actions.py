"""Telling who keeps a child's card that a host has opened it by what they wrote down alone."""

from flask_babel import gettext

from constellations.access import Viewer
from constellations.core import clock
from constellations.notices.actions import News, tell
from constellations.people.told.queries import carers_at, staff_near
from sleepovers.asks.telling.actions import journey_words
from sleepovers.asks.telling.queries import homes_of_children
from sleepovers.cards.rules import window_of
from sleepovers.models import Stay
from sleepovers.nights.handover.queries import Ends


def tell_where_opened(viewer: Viewer, stay: Stay, before: Ends | None = None) -> None:
    """Alert the child's home and its liaison workers, or else the managers, at any hour, where a host reads the card
    now because of what they wrote down; `before` are the ends that the stay had, as long as it was theirs.

    Who takes a child in at 02:00 needs the card at once, so nobody is asked first: they are told instead. Within a
    transaction.
    """
    now = clock.now()
    was_open = before is not None and now in window_of(*before)
    if not viewer.is_carer or was_open or now not in window_of(stay.arrive, stay.depart):
        return
    homes = homes_of_children([stay.child_id], viewer.today)
    people = carers_at(homes) | staff_near(viewer, homes, stay.service_id)
    words = gettext(
        "A home can read a stay card because of a sleepover that it wrote down itself: %(when)s. "
        "Phone if that is wrong.",
        when=journey_words(stay),
    )
    path = f"/stays/{stay.id}"
    news = News(f"{path}/opened/{now.isoformat()}", words, path, is_emergency=True)
    tell(people - {viewer.person_id}, news)
