"""Changing what a service sets for itself."""

from dataclasses import dataclass

from constellations.access import Viewer, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.models import Service
from constellations.permissions import Permission


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a service sets: what it is called, its word for a stay, and whom carers phone out of hours."""

    name: str
    sleepover_word: str
    out_of_hours_phone: str | None

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.sleepover_word, self.out_of_hours_phone)))


def set_service(viewer: Viewer, chosen: Chosen, version: int) -> None:
    """Change the settings of the viewer's service; raises ChangedMeanwhile where the page was a stale one."""
    viewer.must(Permission.SET_SERVICE)
    if viewer.service_id is None:
        raise NotFound
    with transaction():
        service = hold(viewer, Service, viewer.service_id)
        before = Chosen(service.name, service.sleepover_word, service.out_of_hours_phone)
        if service.version != version:
            raise ChangedMeanwhile(str(before), str(chosen))
        service.name, service.sleepover_word = chosen.name, chosen.sleepover_word
        service.out_of_hours_phone = chosen.out_of_hours_phone
        record(viewer, "set_service", service.id)
        fields = ["name", "sleepover_word", "out_of_hours_phone"]
        audit(viewer, Change("set_service", "service", service.id, fields), service.id)
