"""Which numbers are large enough to be shown without telling of single homes."""

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
