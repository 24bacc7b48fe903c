"""What is watched besides signs of life: features declare theirs, `app.py` hands them over as a list."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from flask import Flask, current_app

from constellations.access import Viewer
from constellations.engagement.needs.rules import Fact

Watch = Callable[[Viewer, Collection[uuid.UUID]], Mapping[uuid.UUID, Sequence[Fact]]]
"""What a viewer is to know of some homes besides their silence, in a fixed number of queries; names no child."""

EXTENSION = "roost_watches"


def init_watches(app: Flask, watches: Iterable[Watch]) -> None:
    """Take what features watch, in the order in which it is said."""
    app.extensions[EXTENSION] = tuple(watches)


def watched(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Fact]]:
    """Everything that is watched of these homes."""
    watches: tuple[Watch, ...] = current_app.extensions[EXTENSION]
    found: defaultdict[uuid.UUID, list[Fact]] = defaultdict(list)
    for watch in watches:
        for home_id, facts in watch(viewer, home_ids).items():
            if home_id in home_ids:
                found[home_id] += facts
    return found
