"""Which numbers are large enough to be shown without telling of single homes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

SMALLEST_SHOWN = 5
"""A smaller number than this could point at somebody; nought points at nobody."""


ROUNDED_TO = 5
"""How exact a size is told where small numbers are hidden."""


def may_be_shown(number: int) -> bool:
    """Whether a number points at nobody."""
    return number == 0 or number >= SMALLEST_SHOWN


def rounded(number: int) -> int | None:
    """A size to the nearest five, or none where it is too small to be shown."""
    return ROUNDED_TO * round(number / ROUNDED_TO) if may_be_shown(number) else None


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

    def plus(self, other: "Told") -> "Told":
        """Both together, told no nearer than each."""
        return Told(self.least + other.least, self.most + other.most)


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


@dataclass(frozen=True, slots=True)
class Flow:
    """How many were there, how many joined after that, and how many left."""

    at_start: int = 0
    joined: int = 0
    left: int = 0

    @property
    def at_end(self) -> int:
        """How many are there then."""
        return self.at_start + self.joined - self.left

    @property
    def has_told_sizes(self) -> bool:
        """Whether both sizes point at nobody."""
        return may_be_shown(self.at_start) and may_be_shown(self.at_end)

    @property
    def is_told(self) -> bool:
        """Whether all four point at nobody: told beside the others, one of two would give the small one away."""
        return self.has_told_sizes and may_be_shown(self.joined) and may_be_shown(self.left)


def told_flow(flow: Flow) -> tuple[Told, Told]:
    """How many joined, and how many left: both exactly, or both only between two ends.

    What is hidden is told as everything that it can be for somebody who knows both sizes, but for those that are
    small: the smaller of the two numbers keeps a block of neighbours, and the other is as far from it as the sizes are.
    """
    if flow.is_told:
        return Told(flow.joined, flow.joined), Told(flow.left, flow.left)
    first = SMALLEST_SHOWN * (min(flow.joined, flow.left) // SMALLEST_SHOWN)
    alike = [
        Flow(start, less + max(end - start, 0), less + max(start - end, 0))
        for start, end in product(_alike(flow.at_start), _alike(flow.at_end))
        for less in range(first, first + SMALLEST_SHOWN)
    ]
    hidden = [one for one in alike if not one.is_told]
    return _between(one.joined for one in hidden), _between(one.left for one in hidden)


def told_flow_sum(flows: Sequence[Flow]) -> tuple[Told, Told]:
    """How many joined, and how many left, in all: beside it every hidden number can still be several.

    Of lines with sizes that are told the two sums say the same, for the difference of the two columns is known. What
    the other lines add is told no nearer than in those lines, since two sums would say more than one.
    """
    joined, left = (
        told_sum(
            [(one.joined, one.left)[n] for one in flows if one.has_told_sizes],
            [told_flow(one)[n] for one in flows if one.has_told_sizes],
        )
        for n in (0, 1)
    )
    for one in flows:
        if not one.has_told_sizes:
            more_joined, more_left = told_flow(one)
            joined, left = joined.plus(more_joined), left.plus(more_left)
    return joined, left


def _alike(number: int) -> Sequence[int]:
    """What a number may be for somebody to whom small ones are not told."""
    return (number,) if may_be_shown(number) else range(1, SMALLEST_SHOWN)


def _between(numbers: Iterable[int]) -> Told:
    found = sorted(numbers)
    return Told(found[0], found[-1])


def told_share(part: Told, whole: Told) -> int | None:
    """How many in a hundred, of what is told exactly; none of anything else, and of nothing."""
    if not (part.is_exact and whole.is_exact and whole.least):
        return None
    return round(100 * part.least / whole.least)
