"""The page on which a service chooses for how long it keeps what is said."""

from collections import Counter
from dataclasses import dataclass

from constellations.access import Viewer
from constellations.core.errors import NotFound
from messaging.keeping.holds.queries import HoldLine, holds_of_service
from messaging.keeping.queries import retention_of
from messaging.keeping.removing.queries import would_go
from messaging.keeping.rules import Gone, KeptFor


@dataclass(frozen=True, slots=True)
class RetentionPage:
    """What a service has chosen, how much of what goes tonight, and what is held."""

    kept_for: KeptFor
    version: int
    tonight: Counter[Gone]
    holds: tuple[HoldLine, ...]


def retention_page(viewer: Viewer) -> RetentionPage:
    """The page of the viewer's service; raises NotFound for a viewer of none."""
    if viewer.service_id is None:
        raise NotFound
    row = retention_of(viewer, viewer.service_id)
    chosen = row.kept_for if row else KeptFor()
    return RetentionPage(
        kept_for=chosen,
        version=row.version if row else 0,
        tonight=would_go(viewer.service_id, chosen, viewer.today),
        holds=holds_of_service(viewer),
    )
