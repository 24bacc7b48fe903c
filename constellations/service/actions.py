"""Changing what a service sets for itself."""

from dataclasses import dataclass

from constellations.access import Viewer, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.feeds.entries.actions import let_feeds_follow_all
from constellations.models import Service
from constellations.permissions import Permission
from constellations.rules import Nation
from constellations.service.rules import USUAL_CLOSING_DAY
from constellations.words import in_words


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a service sets: its name, its word for a stay, whom carers phone out of hours, and what they may send.

    `closing_day` is the day of the next month from which staff are asked to close a month.
    """

    name: str
    sleepover_word: str
    out_of_hours_phone: str | None
    photos_allowed: bool = False
    documents_allowed: bool = False
    closing_day: int = USUAL_CLOSING_DAY
    nation: Nation = Nation.ENGLAND

    def __str__(self) -> str:
        files = ("photos" * self.photos_allowed, "documents" * self.documents_allowed)
        closing = f"closing from day {self.closing_day}" if self.closing_day != USUAL_CLOSING_DAY else ""
        nation = f"days of {in_words(self.nation)}" if self.nation is not Nation.ENGLAND else ""
        said = (self.name, self.sleepover_word, self.out_of_hours_phone, *files, closing, nation)
        return ", ".join(filter(None, said))


FIELDS = (
    *("name", "sleepover_word", "out_of_hours_phone", "photos_allowed", "documents_allowed", "closing_day"),
    "nation",
)


def set_service(viewer: Viewer, chosen: Chosen, version: int) -> None:
    """Change the settings of the viewer's service; raises ChangedMeanwhile where the page was a stale one.

    The trail names those that are others now, and nothing is written where none is.
    """
    viewer.must(Permission.SET_SERVICE)
    if viewer.service_id is None:
        raise NotFound
    with transaction():
        service = hold(viewer, Service, viewer.service_id)
        before = _set_now(service)
        if service.version != version:
            raise ChangedMeanwhile(str(before), str(chosen))
        if service.sleepover_word != chosen.sleepover_word:
            let_feeds_follow_all([service.id])
        service.name, service.sleepover_word = chosen.name, chosen.sleepover_word
        service.out_of_hours_phone = chosen.out_of_hours_phone
        service.photos_allowed, service.documents_allowed = chosen.photos_allowed, chosen.documents_allowed
        service.closing_day, service.nation = chosen.closing_day, chosen.nation
        changed = [name for name in FIELDS if getattr(before, name) != getattr(chosen, name)]
        if changed:
            record(viewer, "set_service", service.id)
            audit(viewer, Change("set_service", "service", service.id, changed), service.id)


def _set_now(service: Service) -> Chosen:
    return Chosen(
        name=service.name,
        sleepover_word=service.sleepover_word,
        out_of_hours_phone=service.out_of_hours_phone,
        photos_allowed=service.photos_allowed,
        documents_allowed=service.documents_allowed,
        closing_day=service.closing_day,
        nation=service.nation,
    )
