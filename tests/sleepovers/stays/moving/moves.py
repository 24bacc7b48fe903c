"""Stays that are to move, for the tests of moving: booked, asked about, and read as they are stored."""

import uuid

from constellations.children.models import Child
from constellations.models import Home, Person
from constellations.permissions import Role
from sleepovers.models import Stay
from sleepovers.rules import StayState
from sleepovers.stays.moving.actions import MoveWish, agree_to_move, ask_to_move
from sleepovers.stays.moving.models import StayMove
from sleepovers.stays.moving.rules import MoveState
from tests import factories
from tests.registers import rows
from tests.sleepovers.asks.asking import agree, ask_for, stays_from
from tests.sleepovers.households import Households, sees, stored_stay


def booked(homes: Households, arrive: str = "2026-11-27") -> Stay:
    """JB is to stay with the hub until Sunday, as it was asked and agreed."""
    ask_id = ask_for(homes, arrive=arrive)
    agree(ask_id, homes.hub, homes.moira)
    return stays_from(ask_id)[0]


def brook(homes: Households, beds: int = 2) -> tuple[Home, Person]:
    """One satellite more, and its carer."""
    home = factories.create_home(homes.service, "Brook", beds=beds)
    factories.join(home, homes.constellation)
    return home, factories.create_person(Role.SATELLITE_CARER, home=home, name="Bea Brook")


def agreed_stay(child: Child, host: Home, arrive: str = "2026-11-27", depart: str = "2026-11-29", bed: int = 1) -> Stay:
    """A stay that is to come, or runs, in a bed."""
    return factories.create_stay(child, host, arrive, depart, StayState.AGREED, bed=bed)


def move_of(person: Person, stay: Stay, to_home: Home, reason: str | None = None) -> uuid.UUID:
    """Ask on the newest page to move a stay to a home."""
    return ask_to_move(sees(person), MoveWish(stay.id, stored_stay(stay).version, to_home.id, reason=reason))


def swap_of(person: Person, stay: Stay, other: Stay) -> uuid.UUID:
    """Ask on the newest page to swap the homes of two stays."""
    return ask_to_move(sees(person), MoveWish(stay.id, stored_stay(stay).version, with_stay_id=other.id))


def all_agree(move_id: uuid.UUID, *people: Person) -> list[bool]:
    """Each says yes in turn; gives after which it was moved."""
    return [agree_to_move(sees(person), move_id) for person in people]


def move_states() -> list[MoveState]:
    """What became of every wish to move."""
    return [row[0] for row in rows(StayMove.state, StayMove.asked_at)]
