"""The doctor looks at real parts: each that is away or wrong is a line with what to do, and nothing is sent."""

import datetime as dt
import json
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text, update

from constellations import schema
from constellations.activity.actions import audit
from constellations.activity.models import AuditEntry
from constellations.activity.rules import Change
from constellations.core import clock as core_clock
from constellations.core.asking import ask, why_not_written
from constellations.core.condition import condition_of_file
from constellations.core.database import database, session, transaction
from constellations.doctor.queries import findings
from constellations.doctor.rules import Finding, Verdict, exit_status
from constellations.jobs.actions import beat
from constellations.jobs.models import BACKUP_BEAT, Heartbeat
from sleepovers.demo.families import SERVICE
from tests.constellations.backup.place import PATH_WITH_PROGRAMS, SYSTEM, Place, fill, make_tables, place, urls
from tests.factories import create_service
from tests.mail_server import running_mail_server
from tests.servers import free_port, running_redis
from tests.tampering import tamper

OK, WARN, FAIL = Verdict.OK, Verdict.WARN, Verdict.FAIL
NOBODY = "http://127.0.0.1:9"


@pytest.fixture(params=["sqlite", "postgresql"])
def here(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """An installation with its tables."""
    monkeypatch.setenv("PATH", PATH_WITH_PROGRAMS)
    with place(tmp_path / "here", urls(request.param, tmp_path / "here"), PUBLIC_URL=NOBODY) as found:
        make_tables()
        yield found


def looked() -> dict[str, Finding]:
    """Everything that was found, by what was looked at."""
    session().rollback()
    return {found.what: found for found in findings(SYSTEM)}


def test_an_installation_that_is_well_says_so_of_each_part(here: Place) -> None:
    fill()
    beat()
    with transaction() as at_work:
        at_work.merge(Heartbeat(name=BACKUP_BEAT, at=core_clock.now() - dt.timedelta(hours=6)))
    found = looked()
    well = (
        "tables",
        "database",
        "program of backups",
        "sealed texts",
        "jobs",
        "nightly jobs",
        "waiting mail",
        "backup",
    )
    assert {what: found[what].verdict for what in well} == dict.fromkeys(well, OK)
    assert found[f"folder {here.folder}"].verdict is OK
    assert found["demo service"].words == "none"
    assert (found["settings"].verdict, found["mail server"].verdict) == (WARN, WARN)


def test_a_link_that_was_altered_is_named_with_its_service_and_what_to_do(here: Place) -> None:
    north, south = create_service(), create_service()
    for service_id in (north.id, south.id, None):
        for number in range(3):
            with transaction():
                audit(SYSTEM, Change("try", "home", uuid.UUID(int=number)), service_id)
    trails = [f"audit trail of {whose}" for whose in (north.key, south.key, "the installation")]
    found = looked()
    assert {what: (found[what].verdict, found[what].words) for what in trails} == dict.fromkeys(
        trails, (OK, "whole, 3 links")
    )
    tamper(update(AuditEntry).where(AuditEntry.chain == south.id, AuditEntry.seq == 2).values(action="looked"))
    found = looked()
    assert [found[what].verdict for what in trails] == [OK, FAIL, OK]
    altered = found[f"audit trail of {south.key}"]
    assert altered.words == "altered or cut off at link 2"
    assert "docs/governance/breach-plan.md" in altered.advice
    assert exit_status(found.values()) == 2


def test_without_jobs_or_a_backup_and_with_other_tables_it_says_what_to_do(here: Place) -> None:
    found = looked()
    assert (found["jobs"].verdict, found["backup"].words) == (FAIL, "none was ever made")
    with database().engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of_another_version'"))
    found = looked()
    assert (found["tables"].verdict, found["tables"].advice) == (FAIL, "Make a backup, then run: roost init")
    assert "jobs" not in found, "tables of another version are not asked"


def test_redis_and_the_mail_server_are_asked_and_no_mail_is_sent(tmp_path: Path) -> None:
    with running_mail_server() as mail, running_redis() as redis:
        url = f"sqlite:///{tmp_path / 'roost.db'}"
        with place(tmp_path, url, MAIL_URL=mail.url, REDIS_URL=redis.url, PUBLIC_URL=NOBODY):
            found = looked()
            assert (found["mail server"].verdict, found["redis"].verdict) == (OK, OK)
            assert (mail.lines, mail.taken) == (1, [])
            redis.kill()
            assert looked()["redis"].verdict is WARN
    with place(tmp_path, url, MAIL_URL=f"smtp://127.0.0.1:{free_port()}", PUBLIC_URL=NOBODY):
        assert looked()["mail server"].words == "no answer (ConnectionRefusedError)"


def test_looking_makes_no_database(tmp_path: Path) -> None:
    with place(tmp_path, f"sqlite:///{tmp_path / 'roost.db'}", PUBLIC_URL=NOBODY):
        found = looked()
        assert found["tables"].words.startswith("none, and this version needs")
    assert not (tmp_path / "roost.db").exists()


def test_a_server_that_is_not_there_is_one_line_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    with place(tmp_path, f"postgresql://nobody@127.0.0.1:{free_port()}/roost", PUBLIC_URL=NOBODY):
        found = looked()
    assert found["database"].words == "no answer (OperationalError)"
    assert found["mail server"].verdict is WARN


def test_a_damaged_file_is_found(tmp_path: Path) -> None:
    with place(tmp_path, f"sqlite:///{tmp_path / 'roost.db'}"):
        make_tables()
        fill()
    file = tmp_path / "roost.db"
    content = bytearray(file.read_bytes())
    # The second half of the pages becomes nonsense; the first ones, which say what is where, stay.
    content[len(content) // 2 :] = b"\x07" * (len(content) - len(content) // 2)
    file.write_bytes(bytes(content))
    with place(tmp_path, f"sqlite:///{file}"):
        assert condition_of_file(database()).check != "ok"


def test_the_demo_service_keeps_a_production_from_starting(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    create_service(key=SERVICE)
    assert looked()["demo service"].verdict is OK
    monkeypatch.setattr("sleepovers.demo.queries.current_settings", lambda: _Production)
    assert looked()["demo service"].verdict is FAIL


class _Production:
    is_production = True


def test_a_folder_that_takes_nothing_says_why(tmp_path: Path) -> None:
    assert why_not_written(tmp_path) == ""
    shutil.rmtree(tmp_path)
    assert why_not_written(tmp_path) == "No such file or directory"


def test_an_address_where_nobody_is_says_why() -> None:
    assert ask(f"http://127.0.0.1:{free_port()}", "/").why == "ConnectionRefusedError"


def test_the_newest_step_is_known_and_one_of_tomorrow_is_not(here: Place) -> None:
    assert schema.knows(database(), schema.newest(database()))
    assert not schema.knows(database(), "9999_of_tomorrow")


def test_what_is_found_can_be_read_by_a_program(here: Place) -> None:
    said = json.loads(json.dumps([found.verdict for found in looked().values()]))
    assert set(said) <= {"ok", "warn", "fail"}
