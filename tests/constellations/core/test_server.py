"""The production server as a process: pages, a live line, its logs, and that it refuses a database it does not know."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from constellations import schema
from constellations.core.database import Database, database, session, transaction
from constellations.core.seals import new_field_key
from constellations.core.server import must_wait_rightly, workers_for
from constellations.core.settings import read_settings
from constellations.core.whole_requests import WholeRequests
from constellations.notices.actions import News, tell
from constellations.permissions import Role
from tests import servers
from tests.client import client_of
from tests.factories import create_home, create_person, create_service
from tests.live_line import Refused, live_line
from tests.processes import ROOST, ROOT, environment, process, wait_until

SECRET = "5e8d3c1f0b9a47265e8d3c1f0b9a4726af"


@dataclass
class Served:
    """A served Roost: the application in this process too, its port and its lines."""

    app: Flask
    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def get(self, path: str) -> str:
        """A page; raises URLError while nobody answers."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return str(answer.read().decode())

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            return "ok" in self.get("/health/live")
        except (urllib.error.URLError, OSError):
            return False

    def worker(self) -> int | None:
        """The number of the process that answers; none while there is none."""
        listed = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        return int(listed.stdout) if listed.stdout.strip() else None


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Roost on each database, served by `roost serve`: started once for several tests, for that takes seconds."""
    tmp_path = tmp_path_factory.mktemp("served")
    url = f"sqlite:///{tmp_path / 'roost.db'}" if request.param == "sqlite" else servers.fresh_postgres()
    told = environment(tmp_path, url, ROOST_ENV="test", SECRET_KEY=SECRET)
    app = create_app(read_settings(told))
    port, log = servers.free_port(), tmp_path / "log"
    with app.app_context():
        schema.upgrade(database())
        with process([*ROOST, "serve", "--port", str(port)], told, log) as running:
            here = Served(app, port, log, running)
            wait_until(here.is_up)
            yield here
        session().close()
        database().engine.dispose()


def test_the_served_roost_has_pages_and_live_lines_and_logs_no_secret(served: Served) -> None:
    carer = create_person(Role.HUB_CARER, home=create_home(create_service()))
    with transaction():
        tell([carer.id], News("nights-16", "You have hosted 16 nights.", "/nights"))
    cookie = client_of(served.app, carer).get_cookie("roost")
    assert cookie is not None
    with pytest.raises(Refused, match="401"), live_line(served.port, ""):
        pass
    with live_line(served.port, f"roost={cookie.value}") as line:
        assert line.ask("look_at_notices") == {"ok": True, "unread": 1}
        assert '"database":"ok"' in served.get("/health/ready?child=Josephine")
    assert "Roost" in served.get("/sign-in?next=/nights%3Fchild%3DJosephine")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        served.get("/invitation/k3JxV0q9wZ-8sQyB2mN7fLr5TtUaHdEc?child=Josephine")
    written = served.log.read_text()
    assert "answered" in written
    for secret in ("Josephine", "k3JxV0q9wZ", cookie.value, SECRET, carer.email):
        assert secret not in written


def test_beside_an_embedded_database_the_server_runs_the_jobs(served: Served) -> None:
    if database().is_sqlite:
        wait_until(lambda: '"jobs":"ok"' in served.get("/health/ready"))
    else:
        assert '"jobs":"degraded"' in served.get("/health/ready")


@pytest.mark.proof
def test_mail_leaves_a_server_beside_an_embedded_database_by_itself(served: Served) -> None:
    if not database().is_sqlite:
        return
    carer = create_person(Role.HUB_CARER, home=create_home(create_service()))
    with transaction():
        tell([carer.id], News("x", "y", "/notices", is_emergency=True))
    folder = served.log.parent / "mail"

    def written() -> list[str]:
        """The mails to this carer."""
        return [text for file in folder.glob("*.eml") if carer.email in (text := file.read_text())]

    wait_until(lambda: bool(written()), seconds=90)
    assert len(written()) == 1


def test_after_setup_alone_python_app_py_serves(tmp_path: Path) -> None:
    told = environment(tmp_path, "", ROOST_ENV="development")
    port = servers.free_port()
    with process(["app.py", "--port", str(port)], told, tmp_path / "log") as running:
        here = Served(create_app(read_settings(told)), port, tmp_path / "log", running)
        wait_until(here.is_up)
        assert '"tables":"ok"' in here.get("/health/ready")


def test_in_production_a_database_of_another_version_is_not_served(tmp_path: Path) -> None:
    production = {"ROOST_ENV": "production", "PUBLIC_URL": "https://roost.example", "MAIL_URL": "smtp://127.0.0.1:25"}
    told = environment(tmp_path, "", SECRET_KEY=SECRET, ROOST_FIELD_KEYS=new_field_key(), **production)
    words = [sys.executable, *ROOST, "serve", "--port", str(servers.free_port())]
    refused = subprocess.run(words, cwd=ROOT, env=told, capture_output=True, text=True, timeout=60)
    assert refused.returncode == 2
    assert "Run: roost init" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_each_database_has_the_workers_that_suit_it(tmp_path: Path) -> None:
    embedded = workers_for(Database(f"sqlite:///{tmp_path / 'x.db'}"))
    grown = workers_for(Database("postgresql+psycopg://localhost/x"))
    assert embedded["worker_class"] is WholeRequests
    assert grown["worker_class"] == "gevent"


def test_beside_postgresql_no_server_is_begun_where_what_was_imported_waits_for_itself_alone(tmp_path: Path) -> None:
    must_wait_rightly(Database(f"sqlite:///{tmp_path / 'x.db'}"))
    with pytest.raises(RuntimeError, match=r"constellations\.start"):
        must_wait_rightly(Database("postgresql+psycopg://localhost/x"))


def test_in_the_place_of_a_worker_that_died_there_is_another(served: Served) -> None:
    worker = served.worker()
    assert worker is not None
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: served.is_up() and served.worker() != worker)
    assert '"database":"ok"' in served.get("/health/ready")
