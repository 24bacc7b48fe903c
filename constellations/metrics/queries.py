"""What is told to who watches over the installation and knows the token; nobody else learns that it is there."""

import hmac
from collections.abc import Iterable

from flask import current_app
from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy.exc import SQLAlchemyError

from constellations.access import Viewer
from constellations.activity.jobs import TRAIL_CHECKS
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.core.metering import written
from constellations.core.settings import current_settings
from constellations.jobs.models import BACKUP_BEAT, JOBS_BEAT
from constellations.jobs.queries import found_last, waited_for, when_last
from constellations.jobs.scheduler import jobs_of
from constellations.metrics.declaration import Figure, figures_of
from constellations.notices.outbox.queries import OUTBOXES, waiting_in


def must_know_token(given: str | None) -> None:
    """Raise NotFound unless that is the token of METRICS_TOKEN; without one nobody knows it."""
    token = current_settings().metrics_token
    if token is None or not hmac.compare_digest((given or "").encode(), token.encode()):
        raise NotFound


def all_figures(viewer: Viewer) -> bytes:
    """Every figure as Prometheus reads them; without a database those of the process. The viewer must be the system."""
    return written(lambda: list(_stored(viewer)))


def _stored(viewer: Viewer) -> Iterable[Metric]:
    try:
        found = [(figure, figure.read(viewer)) for figure in figures_of()]
    except SQLAlchemyError:
        session().rollback()
        yield GaugeMetricFamily("roost_database_up", "Whether the database answers.", value=0)
        return
    yield GaugeMetricFamily("roost_database_up", "Whether the database answers.", value=1)
    for figure, values in found:
        told = GaugeMetricFamily(figure.name, figure.words, labels=[figure.label] if figure.label else [])
        for label, value in values.items():
            told.add_metric([label] if figure.label else [], value)
        yield told


def _waiting(viewer: Viewer) -> dict[str, float]:
    return {name: waiting_in(viewer, name).count for name in OUTBOXES}


def _waiting_since(viewer: Viewer) -> dict[str, float]:
    oldest = {name: waiting_in(viewer, name).oldest for name in OUTBOXES}
    return {name: (clock.now() - at).total_seconds() for name, at in oldest.items() if at is not None}


def _good_runs(viewer: Viewer) -> dict[str, float]:
    waited = waited_for(viewer, jobs_of(current_app))
    return {name: (clock.now() - one.since).total_seconds() for name, one in waited.items()}


def _broken_trails(viewer: Viewer) -> dict[str, float]:
    found = found_last(viewer, [job.name for job in TRAIL_CHECKS])
    return {} if found is None else {"": found}


def _since(beat: str, viewer: Viewer) -> dict[str, float]:
    at = when_last(viewer, beat)
    return {} if at is None else {"": (clock.now() - at).total_seconds()}


FIGURES = (
    Figure("roost_outbox_waiting", "What waits to be sent.", _waiting, "outbox"),
    Figure("roost_outbox_oldest_seconds", "For how long the oldest of it has waited.", _waiting_since, "outbox"),
    Figure("roost_job_good_seconds", "How long somebody has waited for each job to run well.", _good_runs, "job"),
    Figure("roost_jobs_beat_seconds", "How long ago the jobs' process was alive.", lambda who: _since(JOBS_BEAT, who)),
    Figure("roost_audit_broken", "How many audit trails were last found altered or cut off.", _broken_trails),
    Figure("roost_backup_seconds", "How long ago the newest backup was made.", lambda who: _since(BACKUP_BEAT, who)),
)
"""What constellations hand over."""
