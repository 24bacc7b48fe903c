"""How long the ledger of jobs is kept."""

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from constellations.jobs.models import JobRun
from constellations.jobs.rules import GOOD
from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import Cut, Limits, Unit
from constellations.keeping.whose.queries import of_service

_later = aliased(JobRun)


def _has_a_later_good_one(cut: Cut) -> ColumnElement[bool]:
    """The last good run of a job says which days are done, however long ago it was."""
    return exists().where(
        _later.name == JobRun.name,
        of_service(_later.service_id, cut),
        _later.outcome.in_(GOOD),
        _later.until > JobRun.until,
    )


KEPT = (
    Kept(
        kind="job_runs",
        words=_("Runs of jobs"),
        counted_from=_("the day of the run; the last good run of each job stays"),
        source=_("Roost’s own: that records went when they should is also in the audit trail, which stays."),
        unit=Unit.MONTHS,
        usual=12,
        limits=Limits(1, 60),
        tables=(JobRun,),
        rows=(
            Rows(
                JobRun,
                lambda cut: (
                    of_service(JobRun.service_id, cut),
                    JobRun.started_at < cut.begins,
                    _has_a_later_good_one(cut),
                ),
            ),
        ),
    ),
)
