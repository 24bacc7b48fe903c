"""The courses of the first year, and how far carers have come with them."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from constellations.models import Home, HomeTerms, Membership, Person
from constellations.permissions import CARERS, Permission
from constellations.support.learning.models import LearningEntry
from constellations.support.milestones.rules import anniversary
from constellations.support.pathway.models import PathwayCourse
from constellations.support.pathway.rules import Step, Taken, Took, is_first_year, progress
from constellations.support.queries import is_here


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a carer has come, and until when the first year lasts."""

    person_id: uuid.UUID
    who: str
    home: str
    year_ends: dt.date
    taken: Sequence[Taken]

    @property
    def done(self) -> int:
        """How many courses were taken."""
        return sum(one.on is not None for one in self.taken)

    @property
    def minutes_left(self) -> int:
        """How long those to come take."""
        return sum(one.step.minutes for one in self.taken if one.on is None)


def steps(viewer: Viewer) -> tuple[Step, ...]:
    """The courses of the first year at the viewer's service, by name."""
    listed = visible(viewer, PathwayCourse).where(
        PathwayCourse.service_id == viewer.service_id, PathwayCourse.is_listed
    )
    rows = session().scalars(listed.order_by(PathwayCourse.name, PathwayCourse.id))
    return tuple(Step(row.id, row.name, row.minutes) for row in rows)


def first_years(viewer: Viewer) -> tuple[Progress, ...]:
    """Carers in their first year whom staff look after; a carer's own where it is one. Three queries."""
    viewer.must(Permission.SEE_LEARNING)
    asked = (
        select(Person.id, Person.name, Home.name, Home.approved_on)
        .join(Home, Home.id == Person.home_id)
        .where(Person.role.in_(CARERS), Person.left_at.is_(None), Home.approved_on.is_not(None))
        .order_by(Home.approved_on, Home.name, Person.name, Person.id)
    )
    if viewer.is_carer:
        asked = asked.where(Person.id == viewer.person_id)
    else:
        asked = asked.where(is_here(viewer))
    rows = session().execute(covering(viewer, asked, Home, through=(Person, HomeTerms, Membership)))
    here = [(key, who, home, since) for key, who, home, since in rows if since and is_first_year(since, viewer.today)]
    log, of_year = _log(viewer, [one[0] for one in here]), steps(viewer)
    return tuple(
        Progress(key, who, home, anniversary(since, since.year + 1), progress(of_year, log[key]))
        for key, who, home, since in here
    )


def _log(viewer: Viewer, person_ids: Sequence[uuid.UUID]) -> defaultdict[uuid.UUID, list[Took]]:
    found: defaultdict[uuid.UUID, list[Took]] = defaultdict(list)
    for row in session().scalars(visible(viewer, LearningEntry).where(LearningEntry.person_id.in_(person_ids))):
        found[row.person_id].append(Took(row.pathway_course_id, row.course, row.learned_on))
    return found
