"""Giving a night back to the stay that had left it to a later one in the small hours."""

import datetime as dt
from collections.abc import Collection

from flask_babel import gettext

from constellations.access import Viewer
from constellations.core.database import session
from constellations.core.words import day_words
from sleepovers.asks.telling.actions import tell_of_stay
from sleepovers.models import Stay
from sleepovers.nights.actions import Telling, nights_held, settle
from sleepovers.nights.handover.queries import Ends, given_up, other_stays
from sleepovers.nights.rules import state_of_stay
from sleepovers.nights.taking.actions import take_nights
from sleepovers.rules import NightState, given_up_night


def give_back_nights(telling: Telling, stay: Stay, before: Ends, gone: Collection[dt.date]) -> None:
    """Let the earlier stay have again, still to be told, what of these nights it had left to this stay.

    `before` is when this stay began and ended while it had them. Within the running transaction.
    """
    if not gone:
        return
    session().flush()
    others = other_stays(stay.child_id, stay.id)
    for other in others:
        ends = (other.arrive, other.depart)
        night = given_up_night(ends, before)
        if night is None or night not in gone:
            continue
        if night not in given_up(ends, [one for one in others if one is not other]):
            _give_back(telling, other, night)


def _give_back(telling: Telling, stay: Stay, night: dt.date) -> None:
    take_nights(telling, stay, {}, {night: NightState.PLANNED})
    session().flush()
    nights = nights_held(Viewer.system(), stay)
    settle(telling.viewer, stay, state_of_stay([row.state for row in nights]), "corrected_stay")
    words = gettext("What happened on the night of %(night)s has to be said again.", night=day_words(night))
    tell_of_stay(telling.viewer, stay, words)
