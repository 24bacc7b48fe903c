"""Looking at an installation part by part; the viewer must be the system, and nothing is changed or sent."""

import stat
from collections.abc import Iterator

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from constellations import schema
from constellations.access import Viewer, covering, visible
from constellations.activity.queries import trails
from constellations.core import clock
from constellations.core.asking import ask, why_no_redis, why_not_written
from constellations.core.condition import condition_of_file, condition_of_server
from constellations.core.database import database, session
from constellations.core.dumps import dumps_with, is_empty
from constellations.core.errors import RoostError
from constellations.core.kept_clock import is_clock_kept
from constellations.core.mail import why_no_mail
from constellations.core.settings import current_settings
from constellations.doctor import rules
from constellations.doctor.declaration import checks_of
from constellations.doctor.rules import Finding, Verdict
from constellations.health.queries import folders, room_of
from constellations.jobs.models import BACKUP_BEAT
from constellations.jobs.queries import last_beat, waited_for, when_last
from constellations.jobs.rules import is_alive
from constellations.jobs.scheduler import jobs_of
from constellations.models import Service
from constellations.notices.notify.models import NotifyAccount
from constellations.notices.outbox.queries import waiting_in
from constellations.sealing.queries import sealings

START = "docs/operations/running.md"


def findings(viewer: Viewer) -> Iterator[Finding]:
    """Everything that was looked at, in order; without a database, or its tables, what can be seen without."""
    yield from _of_settings()
    yield from _of_places()
    yield from _of_lines()
    try:
        revision = _revision()
        yield rules.of_tables(revision, schema.newest(database()))
        if revision:
            yield from _of_database()
        if revision == schema.newest(database()):
            yield from _of_stored(viewer)
    except SQLAlchemyError as failure:
        advice = "See whether the server of DATABASE_URL runs and lets this user in; a damaged file: put a backup back."
        yield rules.of_line("database", f"no answer ({type(failure).__name__})", advice)


def fitness(viewer: Viewer) -> list[Finding]:
    """What features say must be so before a production starts."""
    return [check(viewer) for check in checks_of()]


def _of_settings() -> Iterator[Finding]:
    settings = current_settings()
    yield rules.of_stage(settings.stage.value, settings.is_production)
    yield rules.of_key_files({str(file): stat.S_IMODE(file.stat().st_mode) for file in settings.key_files})
    yield rules.of_fallbacks(len(settings.secret_key_fallbacks))
    yield rules.of_proxies(settings.public_url.startswith("https://"), settings.trusted_proxies)
    if settings.push_key is None:
        yield rules.of_absence("pushes", "no PUSH_KEY", "For alerts on phones make one with: roost push-key")
    if settings.metrics_token is None:
        advice = "To be told before people notice, set one: docs/operations/monitoring.md"
        yield rules.of_absence("figures", "no METRICS_TOKEN", advice)


def _of_places() -> Iterator[Finding]:
    for folder in dict.fromkeys(folders(current_settings())):
        yield rules.of_folder(str(folder), why_not_written(folder))
        yield rules.of_disk(str(folder), room_of(folder)[0])


def _of_lines() -> Iterator[Finding]:
    """What Roost speaks with."""
    settings = current_settings()
    answered = ask(settings.public_url, "/health/live")
    if settings.public_url.startswith("https://"):
        yield rules.of_certificate(answered.certificate_days, answered.why or "no certificate")
    yield rules.of_kept_clock(is_clock_kept())
    if settings.redis_url:
        advice = "Start Redis, or correct REDIS_URL: until then what is new comes a minute late."
        yield rules.of_line("redis", _no_answer(why_no_redis(settings.redis_url)), advice, Verdict.WARN)
    if settings.mail_url:
        advice = "Correct MAIL_URL, or see why its server does not let Roost in."
        yield rules.of_line("mail server", _no_answer(why_no_mail(settings.mail_url)), advice)
    else:
        yield rules.of_absence("mail server", "no MAIL_URL: mails become files", f"Set it: {START}")


def _of_database() -> Iterator[Finding]:
    here = database()
    if here.is_sqlite:
        file = condition_of_file(here)
        yield rules.of_sqlite(file.journal, file.check)
    else:
        server = condition_of_server(here)
        yield rules.of_server(server.major, server.connections, server.at_most)
        yield rules.of_clock("the database", server.seconds_ahead)
    try:
        yield Finding("program of backups", Verdict.OK, dumps_with(here))
    except RoostError as missing:
        yield Finding("program of backups", Verdict.FAIL, "not there", missing.words)


def _of_stored(viewer: Viewer) -> Iterator[Finding]:
    now, settings = clock.now(), current_settings()
    found = sealings(viewer).values()
    yield rules.of_seals(*(sum(getattr(each, of) for each in found) for of in ("newest", "older", "lost")))
    yield from _of_trails(viewer)
    yield from fitness(viewer)
    yield rules.of_jobs_process(is_alive(last_beat(viewer), now))
    nightly = [job for job in jobs_of(current_app) if not job.is_frequent]
    yield rules.of_nights(waited_for(viewer, nightly), now)
    mail = waiting_in(viewer, "mail")
    yield rules.of_mail_waiting(mail.count, mail.oldest_tried, now)
    if session().scalar(covering(viewer, select(NotifyAccount.service_id).limit(1))) is not None:
        answered = ask(settings.notify_url, "/_status")
        advice = "The machine must reach GOV.UK Notify (port 443): docs/operations/notify.md"
        yield rules.of_line("notify", _no_answer(answered.why), advice)
        if not answered.why:
            yield rules.of_clock("notify", answered.seconds_ahead)
    yield rules.of_backup(when_last(viewer, BACKUP_BEAT), now, settings.is_production)


def _of_trails(viewer: Viewer) -> Iterator[Finding]:
    services = session().execute(visible(viewer, Service).with_only_columns(Service.id, Service.key))
    keys = {row[0]: row[1] for row in services}
    for trail in trails(viewer):
        whose = "the installation" if trail.service_id is None else keys.get(trail.service_id, str(trail.service_id))
        yield rules.of_trail(whose, trail.links, trail.broken_at)


def _revision() -> str:
    """The last step of the database; empty where there is none, and none is made by asking."""
    if is_empty(database()):
        return ""
    with database().engine.connect() as connection:
        return schema.revision_of(connection)


def _no_answer(why: str) -> str:
    return why and f"no answer ({why})"
