"""How well an installation is, from its parts."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Health(StrEnum):
    """A part that is down takes everything down; one that is degraded costs people something, but not the pages."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"


def worst(parts: Iterable[Health]) -> Health:
    """How well the whole is."""
    known = set(parts)
    return next((each for each in (Health.DOWN, Health.DEGRADED) if each in known), Health.OK)


def report(parts: Mapping[str, Health]) -> dict[str, str | dict[str, str]]:
    """The answer to a watchman: the whole, and each part."""
    return {"status": worst(parts.values()).value, "parts": {name: part.value for name, part in parts.items()}}
