"""Whom a Monday is seen to for, and what waits for somebody."""

import datetime as dt
from collections.abc import Iterable, Sequence

from flask import Flask, current_app
from flask_babel import ngettext
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.settings import current_settings
from constellations.models import Person
from constellations.notices.alerts.queries import wishes_of
from constellations.notices.digest.declaration import Waits
from constellations.notices.models import Digest

EXTENSION = "roost_waits"


def init_digest(app: Flask, kinds: Iterable[Waits]) -> None:
    """Take the kinds of things that features hand over, in the order in which they are counted."""
    app.extensions[EXTENSION] = tuple(kinds)


def people_to_sum_up_for(viewer: Viewer, monday: dt.date) -> list[Person]:
    """Who can sign in, wants the digest, and has not been seen to for this Monday; the viewer must be the system."""
    done = select(Digest.person_id).where(Digest.monday == monday)
    here = select(Person).where(Person.left_at.is_(None), Person.password_hash.is_not(None), Person.id.not_in(done))
    found = session().scalars(covering(viewer, here.order_by(Person.id))).all()
    wishes = wishes_of(viewer, {person.id for person in found})
    return [person for person in found if wishes[person.id].monday_digest]


def waiting_words(viewer: Viewer) -> list[str]:
    """What waits for the viewer, as `3 nights to confirm`, with its address; nothing of what there is none."""
    kinds: Sequence[Waits] = current_app.extensions[EXTENSION]
    counted = ((kind, kind.count(viewer)) for kind in kinds)
    here = current_settings().public_url.rstrip("/")
    found = ((kind, ngettext(kind.one, kind.several, count)) for kind, count in counted if count)
    return [f"{words}: {here}{kind.path}" if kind.path else words for kind, words in found]
