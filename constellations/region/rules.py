"""Which numbers are large enough to be shown without telling of single homes."""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST_SHOWN = 5
"""A smaller number than this could point at somebody; nought points at nobody."""


def may_be_shown(number: int) -> bool:
    """Whether a number points at nobody."""
    return number == 0 or number >= SMALLEST_SHOWN


def shown(number: int) -> int | None:
    """The number, or none where it is too small to be shown."""
    return number if may_be_shown(number) else None


def share(part: int, whole: int) -> int | None:
    """How many in a hundred; none of nothing, and where the part or the rest is too small to be shown."""
    if whole < SMALLEST_SHOWN or not may_be_shown(part) or not may_be_shown(whole - part):
        return None
    return round(100 * part / whole)


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """A number as it is told: exactly, where both ends are the same, or only between which two it lies.

    What is hidden keeps at least four possible values, whoever works it out, also from the sum of a column: see
    `told_sum`. It is worked out of nothing but told numbers in which order lines stand, and what rates say.
    """

    least: int
    most: int

    @property
    def is_exact(self) -> bool:
        """Whether this is the number itself."""
        return self.least == self.most


FEW = SMALLEST_SHOWN - 1
"""The largest number that is not told."""


def told(number: int) -> Told:
    """A number on its own."""
    return Told(number, number) if may_be_shown(number) else Told(1, FEW)


def told_part(part: int, whole: int) -> Told:
    """A number that is a part of another one, told too: neither it nor the rest may be small.

    Where the whole is long enough it is told at which end the part lies, else only that something is at both.
    """
    if not may_be_shown(whole):
        return Told(0, FEW)
    if may_be_shown(part) and may_be_shown(whole - part):
        return Told(part, part)
    if whole <= 2 * FEW:
        return Told(1, whole - 1)
    return Told(1, FEW) if part <= FEW else Told(whole - FEW, whole - 1)


def told_sum(numbers: Sequence[int], parts: Sequence[Told]) -> Told:
    """The sum of a column, as exactly as it may be told beside how its numbers are told.

    The sums that would be possible are cut into blocks of at least four neighbours, beginning with the least of them:
    the blocks follow from what is told already, and only in which of them the sum lies is told beside it. So every
    hidden number can still be at least four different ones: with the others as low and as high as they can be, a
    block of four sums leaves room for each of four neighbouring values of one number.
    """
    least, most = sum(one.least for one in parts), sum(one.most for one in parts)
    blocks = max((most - least + 1) // FEW, 1)
    block = min((sum(numbers) - least) // FEW, blocks - 1)
    begins = least + block * FEW
    return Told(begins, most if block == blocks - 1 else begins + FEW - 1)


def told_share(part: Told, whole: Told) -> int | None:
    """How many in a hundred, of what is told exactly; none of anything else, and of nothing."""
    if not (part.is_exact and whole.is_exact and whole.least):
        return None
    return round(100 * part.least / whole.least)
