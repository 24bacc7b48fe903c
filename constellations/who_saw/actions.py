"""Taking a report of who saw what: that is a look too, and written down as one."""

from constellations.access import Viewer
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import transaction
from constellations.who_saw.queries import WhoSaw, who_saw
from constellations.who_saw.rules import Asked


def take_report(viewer: Viewer, asked: Asked, title: str) -> WhoSaw:
    """The report, written down before anybody reads it. Raises TooManyLines."""
    report = who_saw(viewer, asked, title)
    with transaction():
        record(viewer, "asked_who_saw", asked.key, service_id=asked.service_id)
        audit(viewer, Change("took_report_of_who_saw", asked.about.value, asked.key), asked.service_id)
    return report
