"""What may wait for somebody, as numbers: features declare theirs, `app.py` hands them over as a list."""

from collections.abc import Callable
from dataclasses import dataclass

from constellations.access import Viewer


@dataclass(frozen=True, slots=True)
class Waits:
    """One kind of thing: how many of it wait for a viewer, and the words for one and for several, which name nobody.

    `path` is the address within Roost at which one sees them, where the mail is to lead there.
    """

    one: str
    several: str
    count: Callable[[Viewer], int]
    path: str = ""
