"""Two instances, Redis and nginx as docs/operations has them: what is written on one is heard on the other."""

import http.client
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from constellations.core.ids import new_id
from tests import servers
from tests.constellations.test_sockets_between_processes import somebody_listens
from tests.faults.installation import Installation, Instance, make_room
from tests.faults.polling import Polling
from tests.faults.wire import Wire
from tests.processes import ROOT, wait_until

pytestmark = pytest.mark.faults

# The paths of an ordinary user have no servers in them.
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
EXAMPLE = ROOT / "docs" / "operations" / "nginx.conf"
LARGEST = 64 * 1024


def as_here(folder: Path, port: int, instances: tuple[int, int]) -> str:
    """The example file, but with ports and folders of a test, and without TLS, for which there is no certificate."""
    text = EXAMPLE.read_text()
    changes = {
        r"    server \{\n        listen 80;.*?\n    \}\n": "",
        r"listen 443 ssl;": f"listen 127.0.0.1:{port};",
        r"\n *ssl_\w+ +[^\n]*;": "",
        r"127\.0\.0\.1:8001": f"127.0.0.1:{instances[0]}",
        r"127\.0\.0\.1:8002": f"127.0.0.1:{instances[1]}",
        r"/run/nginx\.pid": str(folder / "nginx.pid"),
        r"/var/log/nginx/error\.log crit": str(folder / "error.log"),
        r"\nhttp \{": "\nhttp {"
        + "".join(
            f"\n    {what}_temp_path {folder / what};" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        ),
    }
    for pattern, words in changes.items():
        text, count = re.subn(pattern, words, text, flags=re.DOTALL)
        assert count, f"the example has no {pattern}"
    return text


@contextmanager
def nginx(folder: Path, instances: tuple[int, int]) -> Iterator[int]:
    """The example at work before two instances; its port."""
    if NGINX is None:
        pytest.skip("nginx is not installed here: docs/operations/nginx.conf is not tried")
    port = servers.free_port()
    (folder / "nginx.conf").write_text(as_here(folder, port, instances))
    words = [NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-g", "daemon off;"]
    with (folder / "nginx.log").open("wb") as log, subprocess.Popen(words, stdout=log, stderr=log) as running:
        try:
            wait_until(lambda: somebody_listens(port) or running.poll() is not None)
            assert running.poll() is None, (folder / "nginx.log").read_text()
            yield port
        finally:
            running.terminate()
            running.wait(30)


def way_to(instance: Instance, port: int) -> str:
    """A cookie of nginx that leads to an instance."""
    for number in range(100):
        cookie, before = f"roost_way=way-{number}", len(instance.log.read_text())
        assert ask(port, "/health/live", cookie).status == http.client.OK
        if len(instance.log.read_text()) > before:
            return cookie
    raise LookupError


def ask(port: int, path: str, cookie: str, method: str = "GET", body: str | None = None) -> http.client.HTTPResponse:
    """An answer, of which the body is not read."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request(method, path, body, {"Cookie": cookie})
        return line.getresponse()
    finally:
        line.close()


def test_what_is_written_on_one_instance_is_heard_on_the_other_by_websocket_and_by_polling(
    grown: Installation, tmp_path: Path
) -> None:
    room = make_room(grown.app, 4)
    with grown.serving() as one, grown.serving() as two, nginx(tmp_path, (one.port, two.port)) as port:
        ways = [way_to(one, port), way_to(two, port)]
        cookies = [f"{cookie}; {ways[number % 2]}" for number, cookie in enumerate(room.cookies)]
        lines: list[Wire | Polling] = [Wire(port, cookies[0]), Wire(port, cookies[1])]
        lines += [Polling(port, cookies[2]), Polling(port, cookies[3])]
        for number, line in enumerate(lines):
            words = {"conversation": str(room.conversation_id), "client_id": str(new_id()), "body": f"From {number}"}
            assert line.ask("post_message", words)["seq"] == number + 1
        for line in lines:
            heard = [line.wait_for("message_posted")["body"] for _ in lines]
            assert heard == [f"From {number}" for number in range(len(lines))]
            line.close()
        given = ask(port, "/sign-in", "").getheader("Set-Cookie") or ""
        kept = ask(port, "/sign-in", ways[0])
        large = ask(port, "/socket.io/?EIO=4&transport=polling", cookies[0], "POST", "x" * (LARGEST + 1))
    assert re.search(r"roost_way=\w+; Path=/; Secure; HttpOnly; SameSite=Lax", given)
    assert "roost_way" not in (kept.getheader("Set-Cookie") or "")
    assert large.status == http.client.REQUEST_ENTITY_TOO_LARGE
    assert room.cookies[0] not in (tmp_path / "error.log").read_text()


def test_when_an_instance_dies_its_people_are_led_to_the_other(grown: Installation, tmp_path: Path) -> None:
    with grown.serving() as one, grown.serving() as two, nginx(tmp_path, (one.port, two.port)) as port:
        way = way_to(two, port)
        two.running.kill()
        two.running.wait()
        wait_until(lambda: ask(port, "/health/live", way).status == http.client.OK, 50)
        before = len(one.log.read_text())
        assert ask(port, "/health/live", way).status == http.client.OK
        assert len(one.log.read_text()) > before
