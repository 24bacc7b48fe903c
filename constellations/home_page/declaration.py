"""What a panel of the home page is: features declare theirs, `app.py` hands them over as a list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from constellations.access import Viewer
from constellations.permissions import Role

Contents = Callable[[Viewer], Mapping[str, object] | None]
"""What a panel's template shows to a viewer, or none where there is nothing that concerns them."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One piece of the home page; `template` is drawn with its contents, and `words` are its heading.

    A panel that stands aside is shown beside the others where the page is wide enough.
    """

    name: str
    words: str
    roles: frozenset[Role]
    template: str
    contents: Contents
    is_aside: bool = False
