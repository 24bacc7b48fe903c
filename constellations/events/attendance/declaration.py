"""Who knows which thanks are hidden because they worry somebody: handed over by `app.py`."""

import uuid
from collections.abc import Callable, Collection, Mapping

from flask import Flask, current_app

EXTENSION = "roost_hidden_thanks"

HiddenThanks = Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, bool]]
"""The dates of events, of some, whose thanks are hidden; and whether for good, or while somebody looks at them."""


def init_thanks(app: Flask, hidden: HiddenThanks) -> None:
    """Let registers know which of their thanks are hidden."""
    app.extensions[EXTENSION] = hidden


def thanks_hidden(occurrence_id: uuid.UUID) -> bool | None:
    """Whether the thanks of one date are hidden for good, or (false) for a while; none where they are not."""
    hidden: HiddenThanks | None = current_app.extensions.get(EXTENSION)
    return hidden([occurrence_id]).get(occurrence_id) if hidden else None
