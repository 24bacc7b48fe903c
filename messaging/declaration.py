"""Conversations that belong to something another package knows: who reads it, who is in it, and what it is called."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import Select

from constellations.access import Viewer
from messaging.rules import ConversationKind

EXTENSION = "roost_circles"


@dataclass(frozen=True, slots=True)
class Circle:
    """Those around a stay or an ask.

    `seen` selects the ids of the subjects whose readers a viewer belongs to, `people` gives everybody who is in the
    conversation of one at this moment, `titles` what some are called for a viewer, and `service` whose one is.
    """

    kind: ConversationKind
    seen: Callable[[Viewer], Select[uuid.UUID]]
    people: Callable[[uuid.UUID], set[uuid.UUID]]
    titles: Callable[[Viewer, Collection[uuid.UUID]], Mapping[uuid.UUID, str]]
    service: Callable[[Viewer, uuid.UUID], uuid.UUID]


def init_circles(app: Flask, declared: Sequence[Circle]) -> None:
    """Let conversations know what they may belong to."""
    app.extensions[EXTENSION] = {circle.kind: circle for circle in declared}


def circles() -> Mapping[ConversationKind, Circle]:
    """What conversations may belong to, by kind."""
    found: Mapping[ConversationKind, Circle] = current_app.extensions.get(EXTENSION, {})
    return found
