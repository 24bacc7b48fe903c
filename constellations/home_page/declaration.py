"""What a panel of the home page is: features declare theirs, `app.py` hands them over as a list."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from constellations.access import Viewer
from constellations.permissions import Role

Contents = Callable[[Viewer], Mapping[str, object] | None]
"""What a panel's template shows to a viewer, or none where there is nothing that concerns them."""


class Place(StrEnum):
    """Where a panel stands on a page that is wide enough; on a phone they follow one another."""

    MAIN = "main"
    ASIDE = "aside"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Panel:
    """One piece of the home page; `template` is drawn with its contents, and `words` are its heading.

    One that `is_first` stands before all others: what cannot wait, and what the day's work begins with.
    """

    name: str
    words: str
    roles: frozenset[Role]
    template: str
    contents: Contents
    place: Place = Place.MAIN
    is_first: bool = False


def first_first(panels: Iterable[Panel]) -> tuple[Panel, ...]:
    """Panels in their order, those that are to be first before the others."""
    return tuple(sorted(panels, key=lambda panel: not panel.is_first))
