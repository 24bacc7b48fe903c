"""What a service has set for itself."""

from constellations.access import Viewer, find
from constellations.core.errors import NotFound
from constellations.models import Service


def own_service(viewer: Viewer) -> Service:
    """The viewer's service; raises NotFound for a viewer of none."""
    if viewer.service_id is None:
        raise NotFound
    return find(viewer, Service, viewer.service_id)
