"""Through what somebody is in a group; plain values, no database."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.errors import RuleBroken
from constellations.permissions import CARERS, Role


class Bond(StrEnum):
    """What ties somebody to a group: they are in it for as long as that holds, and not a moment longer.

    A constellation that they are around, a role that the service employs them in, or the service itself, as in
    support groups.
    """

    CONSTELLATION = "constellation"
    LIAISON = "liaison"
    MANAGER = "manager"
    FINANCE = "finance"
    SERVICE = "service"


AS_STAFF: dict[Role, Bond] = {
    Role.LIAISON: Bond.LIAISON,
    Role.MANAGER: Bond.MANAGER,
    Role.FINANCE: Bond.FINANCE,
}
"""How staff are in a group with whose people they share no constellation."""


class InNoConstellation(RuleBroken):
    """A carer whose home is in no constellation today."""

    about = "people"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is in no constellation now, so in no group of one. Talk to them directly.")


@dataclass(frozen=True, slots=True)
class Tie:
    """A bond, and the constellation where it is one."""

    bond: Bond
    through: uuid.UUID | None = None


def tie_of(name: str, role: Role, own: Collection[uuid.UUID], others: Collection[uuid.UUID]) -> Tie:
    """What ties somebody to a group, by the constellations around which they and the others are.

    One that they share, where there is one; a carer in a group with a manager alone, or with people of other
    constellations, is in it through their own. Raises InNoConstellation.
    """
    shared = sorted(set(own) & set(others)) or (sorted(own) if role in CARERS else [])
    if shared:
        return Tie(Bond.CONSTELLATION, shared[0])
    if role in CARERS:
        raise InNoConstellation(name)
    return Tie(AS_STAFF[role])
