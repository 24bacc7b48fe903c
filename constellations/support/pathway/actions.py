"""Listing the courses of the first year."""

import uuid

from constellations.access import Viewer, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.models import Service
from constellations.permissions import Permission
from constellations.support.pathway.models import PathwayCourse
from constellations.support.pathway.queries import steps
from constellations.support.pathway.rules import check_new_course


def list_course(viewer: Viewer, name: str, minutes: int) -> uuid.UUID:
    """Add a course to those of the first year; raises TooManyCourses, CourseThere."""
    viewer.must(Permission.SET_SERVICE)
    if viewer.service_id is None:
        raise NotFound
    with transaction():
        service_id = hold(viewer, Service, viewer.service_id).id
        check_new_course(name, [one.name for one in steps(viewer)])
        row = PathwayCourse(service_id=service_id, name=name, minutes=minutes)
        session().add(row)
        session().flush()
        _note(viewer, "listed_course", row, ("name", "minutes"))
        return row.id


def take_course_out(viewer: Viewer, course_id: uuid.UUID) -> None:
    """Take a course out of the list; logs that name it keep it. Raises NotFound."""
    viewer.must(Permission.SET_SERVICE)
    with transaction():
        row = hold(viewer, PathwayCourse, course_id)
        row.is_listed = False
        _note(viewer, "took_course_out", row, ("is_listed",))


def _note(viewer: Viewer, action: str, row: PathwayCourse, fields: tuple[str, ...]) -> None:
    record(viewer, action, row.id, service_id=row.service_id)
    audit(viewer, Change(action, "pathway_course", row.id, fields), row.service_id)
