"""What was handed over and not loaded goes after an hour, though nobody hands over anything else."""

import datetime as dt
import io
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from werkzeug.datastructures import FileStorage

from constellations.core import clock as house_clock
from constellations.core.settings import EXTENSION
from constellations.jobs.actions import run_job
from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every, Outcome
from constellations.jobs.scheduler import jobs_of
from constellations.register.uploads import forget_upload, found_upload, keep_file, keep_upload, kept_file

SOMEBODY, ANOTHER = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture
def uploads(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where uploads lie, with nothing in it but a photo of a conversation and a folder of whoever runs the machine."""
    elsewhere = app.extensions[EXTENSION].model_copy(update={"data_folder": tmp_path})
    monkeypatch.setitem(app.extensions, EXTENSION, elsewhere)
    folder = tmp_path / "uploads"
    for within in ("messages/ab", "of.mine"):
        (folder / within).mkdir(parents=True)
    (folder / "messages" / "ab" / "abcd").write_bytes(b"a photo")
    return folder


@pytest.fixture
def sweep(app: Flask) -> Job:
    """The job as Roost has it."""
    (found,) = [job for job in jobs_of(app) if job.name == "sweep_uploads"]
    return found


def hand_over_register(person_id: uuid.UUID) -> str:
    """A register of one file, checked and not loaded; gives its token."""
    return keep_upload(person_id, [FileStorage(io.BytesIO(b"child\nJB\n"), "children.csv")], ["children"])


def hand_over_terms(person_id: uuid.UUID) -> str:
    """A list of terms, in the same way."""
    return keep_file(person_id, b"terms")


@pytest.mark.parametrize("hand_over", [hand_over_register, hand_over_terms])
def test_the_old_goes_and_the_young_stays(
    uploads: Path, sweep: Job, clock: time_machine.Traveller, hand_over: Callable[[uuid.UUID], str]
) -> None:
    old = hand_over(SOMEBODY)
    clock.shift(dt.timedelta(minutes=40))
    young = hand_over(ANOTHER)
    clock.shift(dt.timedelta(minutes=21))
    (run,) = run_job(sweep, house_clock.today())
    assert (run.outcome, run.found, run.words) == (Outcome.DONE, 1, "What was handed over 1 time.")
    assert sorted(path.name for path in uploads.iterdir()) == sorted([f"{ANOTHER}.{young}", "messages", "of.mine"])
    assert (uploads / "messages" / "ab" / "abcd").exists()
    assert found_upload(SOMEBODY, old) is None
    assert found_upload(ANOTHER, young) is not None
    assert run_job(sweep, house_clock.today()) == [], "there is nothing to say of it"


def test_it_looks_every_few_minutes_and_once_for_all(sweep: Job) -> None:
    assert isinstance(sweep.schedule, Every)
    assert sweep.schedule.seconds <= 600
    assert not sweep.per_service


def test_who_comes_back_late_does_not_begin_with_what_is_about_to_go(
    uploads: Path, clock: time_machine.Traveller
) -> None:
    token = hand_over_terms(SOMEBODY)
    clock.shift(dt.timedelta(minutes=54))
    assert kept_file(SOMEBODY, token) == b"terms"
    clock.shift(dt.timedelta(minutes=2))
    assert kept_file(SOMEBODY, token) is None
    forget_upload(SOMEBODY, token)
    assert not (uploads / f"{SOMEBODY}.{token}").exists(), "what was begun in time and has taken long goes at once"


def test_what_another_process_removes_at_the_same_moment_stops_nothing(uploads: Path, sweep: Job) -> None:
    # It is listed, and is not there when it is looked at.
    (uploads / f"{SOMEBODY}.{'0' * 32}").symlink_to(uploads / "gone")
    assert [run.outcome for run in run_job(sweep, house_clock.today())] == [Outcome.DONE]
    assert kept_file(ANOTHER, hand_over_terms(ANOTHER)) == b"terms"


def test_what_cannot_be_removed_fails_the_job_and_keeps_nobody_from_handing_over(
    uploads: Path, sweep: Job, clock: time_machine.Traveller
) -> None:
    token = hand_over_terms(SOMEBODY)
    kept = uploads / f"{SOMEBODY}.{token}"
    # As a folder that does not let go of its files: what leads elsewhere is not emptied.
    kept.rename(uploads.parent / "elsewhere")
    kept.symlink_to(uploads.parent / "elsewhere")
    clock.shift(dt.timedelta(minutes=61))
    (run,) = run_job(sweep, house_clock.today())
    assert (run.outcome, run.words) == (Outcome.FAILED, "It stopped with an error (OSError).")
    assert kept_file(ANOTHER, hand_over_terms(ANOTHER)) == b"terms"
