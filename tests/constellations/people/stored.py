"""Looking into what is stored of people."""

import uuid

from constellations.access import Viewer, visible
from constellations.activity.models import AuditEntry
from constellations.core.database import session
from constellations.models import Person, Service
from constellations.notices.models import Notice


def person_called(name: str) -> Person:
    """The one person of a name."""
    return session().scalars(visible(Viewer.system(), Person).where(Person.name == name)).one()


def audited(service: Service) -> list[tuple[str, str, uuid.UUID | None]]:
    """The links of a service's chain: action, table, and the id of what was changed."""
    links = visible(Viewer.system(), AuditEntry).where(AuditEntry.chain == service.id).order_by(AuditEntry.seq)
    return [(link.action, link.subject, link.subject_id) for link in session().scalars(links)]


def notices_of(person: Person) -> list[Notice]:
    """What somebody was told."""
    return list(session().scalars(visible(Viewer.system(), Notice).where(Notice.person_id == person.id)))
