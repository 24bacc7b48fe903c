"""What is well, what should be looked at and what is wrong with an installation, and what to do; plain values."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from constellations.core.errors import RuleBroken
from constellations.jobs.rules import WaitedFor

SECONDS_OFF, SECONDS_WRONG = 5, 30
"""How far our clock may be off before somebody looks, and before codes and Notify refuse us."""

DAYS_OF_CERTIFICATE, LAST_DAYS = 21, 3
"""Before its end a certificate is renewed by itself; this late it was not."""

FREE_BYTES, LEAST_BYTES = 2_000_000_000, 500_000_000
"""Room on a disk below which somebody should make more, and below which pages show that photos may not be taken."""

BACKUP_AGE, OLDEST_BACKUP = dt.timedelta(hours=26), dt.timedelta(days=3)
"""A backup is made every night; after three without one too much would be lost."""

NIGHT, THREE_NIGHTS = dt.timedelta(hours=30), dt.timedelta(days=3)

LATE_MAIL = dt.timedelta(minutes=15)

OLDEST_SERVER = 14
"""The oldest PostgreSQL that is still looked after by its makers."""


class Verdict(StrEnum):
    """How a thing is; the worst of all is the status with which the command ends."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, in words, and what to do where it is not well."""

    what: str
    verdict: Verdict
    words: str
    advice: str = ""


class NotFit(RuleBroken):
    """Something is so that a production must not start."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        super().__init__(
            "Roost does not start: " + " ".join(f"{each.what} {each.words}. {each.advice}" for each in findings)
        )


def exit_status(findings: Iterable[Finding]) -> int:
    """0 where all is well, 1 where something should be looked at, 2 where something is wrong."""
    return max((list(Verdict).index(each.verdict) for each in findings), default=0)


def as_lines(findings: Iterable[Finding]) -> str:
    """For somebody who reads: a line each, and beneath it what to do."""
    lines = []
    for each in findings:
        lines.append(f"{each.verdict.value:<4}  {each.what}: {each.words}")
        if each.advice and each.verdict is not Verdict.OK:
            lines.append(f"      {each.advice}")
    return "\n".join(lines)


def as_json(findings: Iterable[Finding]) -> str:
    """For a program."""
    return json.dumps([asdict(each) for each in findings], indent=1)


def must_be_fit(findings: Iterable[Finding]) -> None:
    """Raise NotFit where one of them is wrong."""
    wrong = [each for each in findings if each.verdict is Verdict.FAIL]
    if wrong:
        raise NotFit(wrong)


def of_stage(stage: str, is_production: bool) -> Finding:
    """Whether Roost is as strict as families need it."""
    if is_production:
        return Finding("settings", Verdict.OK, "production, complete")
    advice = "For real families set ROOST_ENV=production: docs/operations/running.md lists what it needs."
    return Finding("settings", Verdict.WARN, f"ROOST_ENV is {stage}, which is not strict", advice)


def of_key_files(modes: Mapping[str, int]) -> Finding:
    """Whether nobody but Roost reads the files of keys; `modes` are their permission bits."""
    open_to_others = [name for name, mode in modes.items() if mode & 0o077]
    if open_to_others:
        advice = f"chmod 600 {' '.join(open_to_others)}"
        return Finding("files of keys", Verdict.FAIL, "others may read them", advice)
    return Finding(
        "files of keys", Verdict.OK, f"{len(modes)}, read by Roost alone" if modes else "none, from the environment"
    )


def of_seals(newest: int, older: int, lost: int) -> Finding:
    """Whether what is sealed opens, and with which keys."""
    if lost:
        advice = "Put the key that sealed them back into ROOST_FIELD_KEYS, behind the others."
        return Finding("sealed texts", Verdict.FAIL, f"{lost} open with no key", advice)
    if older:
        return Finding("sealed texts", Verdict.WARN, f"{older} are sealed with older keys", "Run: roost keys rotate")
    return Finding("sealed texts", Verdict.OK, f"{newest}, all with the first key")


def of_trail(whose: str, links: int, broken_at: int | None) -> Finding:
    """Whether each link of a service's audit trail, or of the installation's, follows from the one before."""
    what = f"audit trail of {whose}"
    if broken_at is None:
        return Finding(what, Verdict.OK, f"whole, {links} links")
    advice = (
        "Somebody worked on the database past Roost. Remove no backup and keep those from before: they are evidence. "
        "Tell the data protection officer: docs/governance/breach-plan.md"
    )
    return Finding(what, Verdict.FAIL, f"altered or cut off at link {broken_at}", advice)


def of_fallbacks(count: int) -> Finding:
    """Whether earlier secret keys are still accepted."""
    if not count:
        return Finding("earlier secret keys", Verdict.OK, "none is accepted")
    advice = "90 days after it was changed SECRET_KEY_FALLBACKS may be emptied."
    return Finding("earlier secret keys", Verdict.WARN, f"{count} still open what they signed", advice)


def of_tables(revision: str, newest: str) -> Finding:
    """Whether the tables are those of this version."""
    if revision == newest:
        return Finding("tables", Verdict.OK, revision)
    words = f"{revision or 'none'}, and this version needs {newest}"
    return Finding("tables", Verdict.FAIL, words, "Make a backup, then run: roost init")


def of_sqlite(journal: str, check: str) -> Finding:
    """Whether the embedded database is whole and may be read while it is written."""
    if check != "ok":
        advice = "Stop Roost, keep the file, and put the last backup back: docs/operations/backup-and-restore.md"
        return Finding("database", Verdict.FAIL, "SQLite finds its file damaged", advice)
    if journal != "wal":
        advice = "Put the file on a disk of this machine: shares of a network cannot do it."
        return Finding("database", Verdict.WARN, f"SQLite with journal mode {journal}", advice)
    return Finding("database", Verdict.OK, "SQLite, whole, journal mode wal")


def of_server(major: int, connections: int, at_most: int) -> Finding:
    """Whether the database server is one that is looked after, with room for our connections."""
    if major < OLDEST_SERVER:
        return Finding(
            "database", Verdict.WARN, f"PostgreSQL {major}, which is too old", "Plan an upgrade of the server."
        )
    if connections > 0.9 * at_most:
        advice = "Raise max_connections: each instance takes up to 30, and the jobs 15."
        return Finding("database", Verdict.WARN, f"{connections} of {at_most} connections are taken", advice)
    return Finding("database", Verdict.OK, f"PostgreSQL {major}, {connections} of {at_most} connections taken")


def of_kept_clock(is_kept: bool | None) -> Finding:
    """Whether this machine keeps its clock right; none where its kernel does not say."""
    if is_kept:
        return Finding("clock", Verdict.OK, "this machine keeps it right")
    advice = "Let the machine keep its clock (timedatectl): codes, links and Notify depend on it."
    return Finding("clock", Verdict.WARN, "not compared" if is_kept is None else "nothing keeps it right", advice)


def of_clock(whose: str, seconds: float | None) -> Finding:
    """How far our clock is off another's; none where that could not be asked."""
    what = f"clock beside {whose}"
    if seconds is None:
        return Finding(what, Verdict.WARN, "could not be compared", "Let the machine keep its clock: timedatectl")
    if abs(seconds) < SECONDS_OFF:
        return Finding(what, Verdict.OK, "the same")
    verdict = Verdict.WARN if abs(seconds) < SECONDS_WRONG else Verdict.FAIL
    advice = "Let both machines keep their clocks (timedatectl): codes, links and Notify depend on it."
    return Finding(what, verdict, f"{abs(seconds):.0f} seconds {'ahead' if seconds > 0 else 'behind'}", advice)


def of_certificate(days: float | None, why: str = "") -> Finding:
    """How long the certificate of PUBLIC_URL is still good; none, and why, where nobody answered there."""
    if days is None:
        advice = "From this machine PUBLIC_URL was not reached; look at it from a phone outside."
        return Finding("public address", Verdict.WARN, f"no answer ({why})", advice)
    if days >= DAYS_OF_CERTIFICATE:
        return Finding("public address", Verdict.OK, f"answers, certificate good for {days:.0f} days")
    verdict = Verdict.WARN if days >= LAST_DAYS else Verdict.FAIL
    advice = "See why the proxy does not renew its certificate."
    return Finding("public address", verdict, f"certificate good for {days:.0f} days", advice)


def of_proxies(is_https: bool, proxies: int) -> Finding:
    """Whether Roost is told how many proxies stand before it."""
    if is_https and not proxies:
        advice = "Set TRUSTED_PROXIES to the number of proxies; without it all people share one address."
        return Finding("proxies", Verdict.WARN, "TLS must end at one, and TRUSTED_PROXIES is 0", advice)
    return Finding("proxies", Verdict.OK, f"{proxies} trusted")


def of_disk(folder: str, free: int) -> Finding:
    """How much room there is where data lies."""
    words, advice = f"{free / 1e9:.1f} GB free", "Make room, or a larger disk: a full one stores nothing."
    verdict = Verdict.OK if free >= FREE_BYTES else Verdict.WARN if free >= LEAST_BYTES else Verdict.FAIL
    return Finding(f"disk of {folder}", verdict, words, advice)


def of_folder(folder: str, why: str) -> Finding:
    """Whether Roost may write where it must; `why` not is empty where it may."""
    if not why:
        return Finding(f"folder {folder}", Verdict.OK, "may be written to")
    return Finding(f"folder {folder}", Verdict.FAIL, why, "Give the folder to the user that Roost runs as.")


def of_line(what: str, why: str, advice: str, verdict: Verdict = Verdict.FAIL) -> Finding:
    """Whether something beyond this process answers; `why` not is empty where it does."""
    return Finding(what, verdict, why, advice) if why else Finding(what, Verdict.OK, "answers")


def of_absence(what: str, words: str, advice: str) -> Finding:
    """Something that this installation does without, and what that costs."""
    return Finding(what, Verdict.WARN, words, advice)


def of_jobs_process(is_alive: bool) -> Finding:
    """Whether some process runs the jobs."""
    if is_alive:
        return Finding("jobs", Verdict.OK, "a process runs them")
    advice = "Start Roost (SQLite), or roost jobs beside it (PostgreSQL): alerts and emergencies wait for it."
    return Finding("jobs", Verdict.FAIL, "no process runs them", advice)


def of_nights(waited: Mapping[str, WaitedFor], now: dt.datetime) -> Finding:
    """Since when somebody waits for each nightly job; one that never ran for them has its first night."""
    ages = {name: now - one.since for name, one in waited.items()}
    missed = sorted(name for name, age in ages.items() if age > NIGHT)
    if not missed:
        ran = sum(one.has_run for one in waited.values())
        waiting = len(waited) - ran
        words = f"all {ran} ran well within a night" if not waiting else f"{ran} ran well, {waiting} not yet"
        return Finding("nightly jobs", Verdict.OK, words)
    verdict = Verdict.FAIL if any(age > THREE_NIGHTS for age in ages.values()) else Verdict.WARN
    advice = "The page Jobs says what went wrong; roost jobs run NAME tries again."
    return Finding("nightly jobs", verdict, f"missed: {', '.join(missed)}", advice)


def of_mail_waiting(count: int, oldest_tried: dt.datetime | None, now: dt.datetime) -> Finding:
    """Whether mail leaves."""
    if oldest_tried is not None and now - oldest_tried > LATE_MAIL:
        minutes = (now - oldest_tried).total_seconds() / 60
        advice = "See whether the mail server of MAIL_URL takes mail, and the page Jobs."
        return Finding("waiting mail", Verdict.WARN, f"{count}, the oldest tried for {minutes:.0f} minutes", advice)
    return Finding("waiting mail", Verdict.OK, str(count))


def of_backup(last: dt.datetime | None, now: dt.datetime, is_production: bool) -> Finding:
    """How old the newest backup is."""
    advice = "Let roost backup FOLDER run every night: docs/operations/backup-and-restore.md"
    if last is None:
        return Finding("backup", Verdict.FAIL if is_production else Verdict.WARN, "none was ever made", advice)
    hours = (now - last).total_seconds() / 3600
    verdict = Verdict.OK if now - last < BACKUP_AGE else Verdict.WARN if now - last < OLDEST_BACKUP else Verdict.FAIL
    return Finding("backup", verdict, f"the newest is {hours:.0f} hours old", advice)
