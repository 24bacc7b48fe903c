"""Live lines of one process, and news told in another: Redis carries it, and its death holds nobody up."""

import socket
import time
from pathlib import Path

from app import create_app
from constellations.accounts.actions import end_devices_of
from constellations.core.database import Base, database, session, transaction
from constellations.core.settings import read_settings
from constellations.core.sockets import EXTENSION, Lines
from constellations.notices.actions import News, tell
from constellations.permissions import Role
from tests import servers
from tests.client import client_of
from tests.factories import create_home, create_person, create_service
from tests.live_line import live_line
from tests.processes import ROOST, environment, process, wait_until


def test_news_told_in_one_process_reaches_the_lines_of_another_and_who_is_signed_out_in_one_is_cut_in_all(
    tmp_path: Path,
) -> None:
    url, port = servers.fresh_postgres(), servers.free_port()
    with servers.running_redis() as redis:
        told = environment(tmp_path, url, ROOST_ENV="test", REDIS_URL=redis.url)
        app = create_app(read_settings(told))
        with app.app_context(), process([*ROOST, "init"], told, tmp_path / "log") as init:
            assert init.wait(60) == 0
            Base.metadata.create_all(database().engine)
            carer = create_person(Role.HUB_CARER, home=create_home(create_service()))
            cookie = client_of(app, carer).get_cookie("roost")
            assert cookie is not None
            with process([*ROOST, "serve", "--port", str(port)], told, tmp_path / "log"):
                wait_until(lambda: somebody_listens(port))
                with live_line(port, f"roost={cookie.value}") as line:
                    assert line.ask("look_at_notices") == {"ok": True, "unread": 0}
                    with transaction():
                        tell([carer.id], News("a", "one", "/notices"))
                    assert line.wait_for("notice_told", 30) == {"unread": 1}
                    redis.freeze()
                    began = time.monotonic()
                    with transaction():
                        tell([carer.id], News("b", "two", "/notices"))
                    seconds = time.monotonic() - began
                    redis.thaw()
                    assert line.ask("look_at_notices") == {"ok": True, "unread": 2}
                    # Ended here, and their line is to another process, which looks every few seconds (LOOK_SECONDS).
                    with transaction():
                        end_devices_of(carer.id)
                    assert line.is_cut(50)
            session().close()
            database().engine.dispose()
    lines: Lines = app.extensions[EXTENSION]
    assert lines.owners == {}
    # Redis out of breath costs its own time-outs, twice two seconds, to whoever waits for it: nobody may.
    assert seconds < 2, f"telling took {seconds:.1f} s while Redis stood still"


def somebody_listens(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
