"""A stay card of JB, who lives with Anita and stays with Moira, and what is stored of it."""

import datetime as dt
import uuid
from collections.abc import Callable

from sqlalchemy import delete, select, update

from constellations.access import Viewer, covering
from constellations.children.models import Child, Placement
from constellations.core.database import session, transaction
from constellations.core.errors import RoostError
from constellations.models import Home, Person
from sleepovers.cards.actions import write_card
from sleepovers.cards.models import CardConfirmed, CardVersion, CardView
from sleepovers.cards.rules import CardWords
from tests import factories
from tests.sleepovers.households import Households, sees

SYSTEM = Viewer.system()

JAZ = CardWords(
    called="Jaz",
    routine="Tea at five, bath at half past six.",
    food="No nuts: pouch with the pen.",
    medication="Two puffs when wheezy.",
    night="Landing light on.",
    no_contact="Nobody but Anita collects.",
    missing="Anita first.",
    authority="Swimming yes, photos online no.",
    phones="Anita 07700 900111",
)

SECRETS = ("Jaz", "nuts", "puffs", "Landing", "collects", "900111", "Rabbit", "wheezy", "tired")
"""Words of cards, notes and bags that stand nowhere else."""


def fill_in(homes: Households, words: CardWords = JAZ, by: Person | None = None, version: int = 0) -> None:
    """Let JB's carer write the card."""
    write_card(sees(by or homes.anita), homes.jb.id, version, words)


def versions(child: Child) -> list[tuple[int, str]]:
    """The versions of a card that are stored: the number, and what the child is called."""
    session().rollback()
    rows = select(CardVersion).where(CardVersion.child_id == child.id).order_by(CardVersion.number)
    return [(row.number, CardWords.read(row.words).called) for row in session().scalars(covering(SYSTEM, rows))]


def views(child: Child) -> list[tuple[uuid.UUID | None, str, int]]:
    """Who read what of a child, in which version, in no order."""
    session().rollback()
    rows = select(CardView).where(CardView.child_id == child.id)
    return [(row.person_id, row.shown.value, row.number) for row in session().scalars(covering(SYSTEM, rows))]


def confirmed(stay_id: uuid.UUID) -> set[int]:
    """The versions that somebody said are right for a stay."""
    session().rollback()
    rows = select(CardConfirmed.number).where(CardConfirmed.stay_id == stay_id)
    return set(session().scalars(covering(SYSTEM, rows)))


def moved(child: Child, home: Home, on: dt.date) -> None:
    """Let a child live with another home from a day on."""
    with transaction() as here:
        now = update(Placement).where(Placement.child_id == child.id, Placement.ends_on.is_(None))
        here.execute(covering(SYSTEM, now.values(ends_on=on)))
    factories.stored(Placement(child_id=child.id, home_id=home.id, starts_on=on))


def unplaced(child: Child) -> None:
    """Let nobody know where a child lives."""
    with transaction() as here:
        here.execute(covering(SYSTEM, delete(Placement).where(Placement.child_id == child.id)))


def outcome(act: Callable[[], object]) -> str:
    """ "in" where somebody is let in, otherwise the name of the refusal."""
    try:
        act()
    except RoostError as refused:
        return type(refused).__name__
    return "in"
