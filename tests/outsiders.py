"""People around the small world of the walk, who see nothing of it."""

from constellations.models import Constellation, Person, Service
from constellations.permissions import Role
from constellations.rules import HomeRole
from tests import factories


def members(service: Service, constellation: Constellation) -> tuple[Person, ...]:
    """Carers of a hub and a satellite that join a constellation, and its liaison worker."""
    hub, satellite = factories.create_home(service), factories.create_home(service)
    factories.join(hub, constellation, HomeRole.HUB)
    factories.join(satellite, constellation)
    return (
        factories.create_person(Role.HUB_CARER, home=hub),
        factories.create_person(Role.SATELLITE_CARER, home=satellite),
        factories.create_person(Role.LIAISON, service, constellations=(constellation,)),
    )


def whole_service(service: Service) -> tuple[Person, ...]:
    """Those who see all of a service."""
    return tuple(factories.create_person(role, service) for role in (Role.MANAGER, Role.FINANCE))
