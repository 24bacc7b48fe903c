"""What the doctor says of each thing, at the edges, and how the command ends."""

import datetime as dt
import json

import pytest

from constellations.doctor import rules
from constellations.doctor.rules import Finding, NotFit, Verdict, as_json, as_lines, exit_status, must_be_fit
from constellations.jobs.rules import WaitedFor

OK, WARN, FAIL = Verdict.OK, Verdict.WARN, Verdict.FAIL
NOW = dt.datetime(2026, 11, 27, 9, tzinfo=dt.UTC)
GIGABYTE = 1_000_000_000


def ago(**time: int) -> dt.datetime:
    """A moment before now."""
    return NOW - dt.timedelta(**time)


def ran(**time: int) -> WaitedFor:
    """A job whose last good run was so long ago."""
    return WaitedFor(ago(**time), has_run=True)


def never_ran(**time: int) -> WaitedFor:
    """A job for which somebody has waited so long, and that never ran for them."""
    return WaitedFor(ago(**time), has_run=False)


def of(verdict: Verdict) -> Finding:
    """A finding that is so."""
    return Finding("thing", verdict, "is so", "Do this.")


CASES = [
    (rules.of_stage("production", True), OK, "complete"),
    (rules.of_stage("development", False), WARN, "ROOST_ENV is development"),
    (rules.of_key_files({}), OK, "none, from the environment"),
    (rules.of_key_files({"/k": 0o600}), OK, "1, read by Roost alone"),
    (rules.of_key_files({"/k": 0o640, "/l": 0o600}), FAIL, "others may read them"),
    (rules.of_seals(4, 0, 0), OK, "4, all with the first key"),
    (rules.of_seals(4, 2, 0), WARN, "2 are sealed with older keys"),
    (rules.of_seals(4, 2, 1), FAIL, "1 open with no key"),
    (rules.of_trail("north", 1200, None), OK, "whole, 1200 links"),
    (rules.of_trail("north", 1200, 3), FAIL, "altered or cut off at link 3"),
    (rules.of_fallbacks(0), OK, "none is accepted"),
    (rules.of_fallbacks(1), WARN, "1 still open"),
    (rules.of_tables("0033", "0033"), OK, "0033"),
    (rules.of_tables("0032", "0033"), FAIL, "this version needs 0033"),
    (rules.of_tables("", "0033"), FAIL, "none, and"),
    (rules.of_sqlite("wal", "ok"), OK, "whole"),
    (rules.of_sqlite("delete", "ok"), WARN, "journal mode delete"),
    (rules.of_sqlite("wal", "row 3 missing"), FAIL, "damaged"),
    (rules.of_server(18, 10, 100), OK, "PostgreSQL 18, 10 of 100"),
    (rules.of_server(13, 10, 100), WARN, "too old"),
    (rules.of_server(18, 90, 100), OK, "90 of 100"),
    (rules.of_server(18, 91, 100), WARN, "91 of 100 connections are taken"),
    (rules.of_kept_clock(True), OK, "keeps it right"),
    (rules.of_kept_clock(False), WARN, "nothing keeps it right"),
    (rules.of_kept_clock(None), WARN, "not compared"),
    (rules.of_clock("it", None), WARN, "could not be compared"),
    (rules.of_clock("it", 4.9), OK, "the same"),
    (rules.of_clock("it", 5), WARN, "5 seconds ahead"),
    (rules.of_clock("it", -29), WARN, "29 seconds behind"),
    (rules.of_clock("it", -30), FAIL, "30 seconds behind"),
    (rules.of_certificate(None, "timed out"), WARN, "no answer (timed out)"),
    (rules.of_certificate(21), OK, "good for 21 days"),
    (rules.of_certificate(20), WARN, "good for 20 days"),
    (rules.of_certificate(2), FAIL, "good for 2 days"),
    (rules.of_proxies(True, 0), WARN, "TRUSTED_PROXIES is 0"),
    (rules.of_proxies(True, 1), OK, "1 trusted"),
    (rules.of_proxies(False, 0), OK, "0 trusted"),
    (rules.of_disk("/d", 2 * GIGABYTE), OK, "2.0 GB free"),
    (rules.of_disk("/d", 2 * GIGABYTE - 1), WARN, "2.0 GB free"),
    (rules.of_disk("/d", GIGABYTE // 2 - 1), FAIL, "0.5 GB free"),
    (rules.of_folder("/d", ""), OK, "may be written to"),
    (rules.of_folder("/d", "Permission denied"), FAIL, "Permission denied"),
    (rules.of_line("redis", "", "x"), OK, "answers"),
    (rules.of_line("redis", "no answer", "x"), FAIL, "no answer"),
    (rules.of_line("redis", "no answer", "x", WARN), WARN, "no answer"),
    (rules.of_absence("pushes", "no PUSH_KEY", "x"), WARN, "no PUSH_KEY"),
    (rules.of_jobs_process(True), OK, "a process runs them"),
    (rules.of_jobs_process(False), FAIL, "no process runs them"),
    (rules.of_nights({"a": ran(hours=30), "b": ran(hours=1)}, NOW), OK, "all 2 ran well"),
    (rules.of_nights({"a": ran(hours=30), "b": never_ran(hours=30)}, NOW), OK, "1 ran well, 1 not yet"),
    (rules.of_nights({"a": ran(hours=31), "b": ran(hours=1)}, NOW), WARN, "missed: a"),
    (rules.of_nights({"a": ran(hours=1), "b": never_ran(hours=31)}, NOW), WARN, "missed: b"),
    (rules.of_nights({"a": never_ran(days=4), "b": ran(hours=31)}, NOW), FAIL, "missed: a, b"),
    (rules.of_mail_waiting(0, None, NOW), OK, "0"),
    (rules.of_mail_waiting(3, ago(minutes=15), NOW), OK, "3"),
    (rules.of_mail_waiting(3, ago(minutes=16), NOW), WARN, "the oldest tried for 16 minutes"),
    (rules.of_backup(None, NOW, True), FAIL, "none was ever made"),
    (rules.of_backup(None, NOW, False), WARN, "none was ever made"),
    (rules.of_backup(ago(hours=25), NOW, True), OK, "25 hours old"),
    (rules.of_backup(ago(hours=26), NOW, True), WARN, "26 hours old"),
    (rules.of_backup(ago(days=3), NOW, True), FAIL, "72 hours old"),
]


@pytest.mark.parametrize(("found", "verdict", "says"), CASES)
def test_each_thing_is_judged_and_said_in_words(found: Finding, verdict: Verdict, says: str) -> None:
    assert found.verdict is verdict
    assert says in found.words
    assert found.verdict is OK or found.advice, "what is not well says what to do"


@pytest.mark.parametrize(
    ("verdicts", "status"), [([], 0), ([OK, OK], 0), ([OK, WARN], 1), ([WARN, FAIL, OK], 2), ([FAIL], 2)]
)
def test_the_command_ends_with_the_worst_of_all(verdicts: list[Verdict], status: int) -> None:
    assert exit_status([of(verdict) for verdict in verdicts]) == status


def test_advice_stands_beneath_what_needs_it() -> None:
    assert as_lines([of(OK), of(FAIL), Finding("bare", WARN, "is so")]).splitlines() == [
        "ok    thing: is so",
        "fail  thing: is so",
        "      Do this.",
        "warn  bare: is so",
    ]


def test_a_program_reads_the_same() -> None:
    assert json.loads(as_json([of(WARN)])) == [
        {"what": "thing", "verdict": "warn", "words": "is so", "advice": "Do this."}
    ]


def test_a_production_starts_with_what_is_to_be_looked_at_and_not_with_what_is_wrong() -> None:
    must_be_fit([of(OK), of(WARN)])
    with pytest.raises(NotFit) as refused:
        must_be_fit([of(OK), of(FAIL)])
    assert refused.value.words == "Roost does not start: thing is so. Do this."
