"""What has a reference in the register, and the columns in which one stands."""

from collections.abc import Mapping
from enum import StrEnum


class KeyKind(StrEnum):
    """What a reference is of; each kind has its own."""

    CONSTELLATION = "constellation"
    HOME = "home"
    CHILD = "child"
    STAY = "stay"


COLUMNS: Mapping[str, KeyKind] = {
    "constellation": KeyKind.CONSTELLATION,
    "home": KeyKind.HOME,
    "host": KeyKind.HOME,
    "child": KeyKind.CHILD,
    "stay": KeyKind.STAY,
}
"""The columns of the register's files that hold a reference, by what it is of."""


def left_out_words(old: str, present: str) -> str:
    """What an import says of a row whose thing stands in the same file under the reference that it has now."""
    return f"{old} is kept as {present} by now, and {present} stands in this file too: this row was left out"
