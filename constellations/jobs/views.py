"""The ledger of what Roost does by itself."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from constellations.access import Viewer
from constellations.activity.jobs import TRAIL_CHECKS
from constellations.core import clock
from constellations.core.errors import RuleBroken
from constellations.guard import current_viewer, requires
from constellations.jobs.actions import run_for_own_service
from constellations.jobs.declaration import Job
from constellations.jobs.queries import found_last, given_up_on, last_beat, last_good_runs, ledger
from constellations.jobs.rules import OUTCOME_WORDS, Outcome, is_alive, next_time
from constellations.jobs.scheduler import jobs_of
from constellations.notices.outbox.queries import mails_laid_aside
from constellations.notices.push.queries import pushes_laid_aside
from constellations.notices.texts.queries import texts_laid_aside
from constellations.permissions import Permission

pages = Blueprint("jobs", __name__, url_prefix="/jobs")


@pages.get("")
@requires(Permission.SEE_JOBS)
def jobs() -> ResponseReturnValue:
    """Each job with its last good run and its next, and all runs."""
    viewer, now = current_viewer(), clock.now()
    named = {job.name: job for job in jobs_of(current_app)}
    return render_template(
        "jobs/jobs.html",
        jobs=[(job, None if job.is_frequent else next_time(job.schedule, now)) for job in named.values()],
        words={name: job.words for name, job in named.items()},
        good=last_good_runs(viewer),
        given_up=given_up_on(viewer, named.values(), now),
        runs=ledger(viewer, request.args.get("page", 1, type=int)),
        outcome_words=OUTCOME_WORDS,
        broken_trails=found_last(viewer, [job.name for job in TRAIL_CHECKS]),
        is_alive=is_alive(last_beat(viewer), now),
        laid_aside=mails_laid_aside(Viewer.system()),
        pushes_aside=pushes_laid_aside(Viewer.system()),
        texts_aside=texts_laid_aside(Viewer.system()),
        may_run=viewer.may(Permission.SET_SERVICE),
    )


@pages.post("/run")
@requires(Permission.SET_SERVICE)
def run() -> ResponseReturnValue:
    """Run one job now, for one's own service."""
    runs = run_for_own_service(current_viewer(), _job_called(request.form.get("name", "")))
    if all(each.outcome is not Outcome.FAILED for each in runs):
        flash(gettext("It ran. What it found stands in the list of runs."), "success")
    else:
        flash(gettext("It failed. Roost tries again within the hour, and nothing is lost."), "error")
    return redirect(url_for("jobs.jobs"))


def _job_called(name: str) -> Job:
    for job in jobs_of(current_app):
        if job.name == name and job.per_service:
            return job
    raise RuleBroken(gettext("There is no job of that name. Go back and choose one from the list."))
