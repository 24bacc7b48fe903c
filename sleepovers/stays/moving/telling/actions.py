"""Telling the homes that a move is about, within the transaction; the words name neither child nor home."""

import uuid
from collections.abc import Collection, Sequence

from flask_babel import gettext

from constellations.access import Viewer, find
from constellations.core import clock
from constellations.notices.actions import News, tell
from constellations.people.told.queries import carers_at, liaison_workers_of
from sleepovers.asks.telling.actions import journey_words, tell_social_workers
from sleepovers.models import Stay
from sleepovers.stays.moving import rules
from sleepovers.stays.moving.models import MoveLeg, StayMove


def tell_move_asked(viewer: Viewer, move: StayMove, stays: Sequence[Stay], homes: Collection[uuid.UUID]) -> None:
    """Tell the homes that their word is asked, and the liaison workers without a mail."""
    words = gettext("A sleepover may move to another home, if you agree: %(when)s.", when=journey_words(stays[0]))
    _tell(viewer, move, carers_at(homes), words, is_emergency=_is_tonight(stays))
    words = gettext("Somebody asks to move a sleepover to another home: %(when)s.", when=journey_words(stays[0]))
    _tell(viewer, move, liaison_workers_of(viewer, homes), words, by_mail=False)


def tell_moved(viewer: Viewer, move: StayMove, legs: Sequence[MoveLeg], homes: Collection[uuid.UUID]) -> None:
    """Tell the homes, the liaison workers and the children's social workers that it has moved."""
    stays = [find(Viewer.system(), Stay, leg.next_stay_id or leg.stay_id) for leg in legs]
    words = gettext("A sleepover has moved to another home: %(when)s.", when=journey_words(stays[0]))
    people = carers_at(homes) | liaison_workers_of(viewer, homes)
    _tell(viewer, move, people, words, is_emergency=_is_tonight(stays))
    tell_social_workers([stay.child_id for stay in stays])


def tell_ended(viewer: Viewer, move: StayMove, stays: Sequence[Stay], homes: Collection[uuid.UUID]) -> None:
    """Tell the homes that everything stays as it was."""
    words = gettext("A sleepover stays with the home where it is: %(when)s.", when=journey_words(stays[0]))
    _tell(viewer, move, carers_at(homes), words)


def _is_tonight(stays: Sequence[Stay]) -> bool:
    """Whether the bed of an emergency moves in the night for which it was found: nobody waits for the morning."""
    now = clock.now()
    return any(rules.is_for_tonight(stay.kind, stay.arrive, now) for stay in stays)


def _tell(
    viewer: Viewer,
    move: StayMove,
    people: Collection[uuid.UUID],
    words: str,
    by_mail: bool = True,
    is_emergency: bool = False,
) -> None:
    path = f"/moves/{move.id}"
    news = News(f"{path}/{clock.now().isoformat()}/{words}", words, path, is_emergency)
    tell({person for person in people if person != viewer.person_id}, news, by_mail)
