"""What is asked of who wants everything sealed anew; plain values."""

from collections.abc import Mapping
from dataclasses import dataclass

from constellations.core.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Sealings:
    """How many texts of one column the newest key sealed, how many an older one, and how many no key opens."""

    newest: int = 0
    older: int = 0
    lost: int = 0


class SealsLost(RuleBroken):
    """Some texts open with none of the keys: one is missing, and nothing is begun without it."""

    def __init__(self, lost: str) -> None:
        super().__init__(
            f"No key that Roost has opens these: {lost}. Nothing was changed. Put the key that is missing back, "
            "behind the others, then try again."
        )


def must_all_open(columns: Mapping[str, Sealings]) -> None:
    """Raise SealsLost, with the columns and how many of each, where some text opens with no key."""
    lost = [f"{name} ({found.lost})" for name, found in columns.items() if found.lost]
    if lost:
        raise SealsLost(", ".join(lost))
