"""sqlmap on every parameter of an address and every field of a form, signed in as whoever may send it."""

import os
import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests import servers
from tests.attack.targets import Attacked, Target, as_request, targets
from tests.attack.tools import Finding, listens, note, run, unexplained
from tests.processes import process, wait_until

AT_ONCE = 2
FOR_ONE = 900
"""Seconds for all fields of one form."""

SETTINGS = (
    *("--batch", "--level=1", "--risk=1", "--dbms=SQLite", "--technique=BE", "--flush-session", "--disable-coloring"),
    # A refusal (404, 422, 409) is an answer like another one.
    *("--ignore-code=*", "--ignore-redirects", "--timeout=20", "--retries=1"),
)
"""What ends within minutes, some thirty requests for each field. Besides, tests/test_typed_words.py looks into each
statement that reaches the database."""

VULNERABLE = re.compile(r"^Parameter: (\S+) \(", re.MULTILINE)
SOME = int(os.environ.get("ROOST_ATTACK_SOME", "0"))
"""Only so many of the targets, for who works on the attack itself."""


def sqlmap(place: Path, request: str) -> str:
    """What sqlmap says of one request."""
    place.mkdir(parents=True)
    file = place / "request.txt"
    file.write_text(request)
    return run("sqlmap", ["-r", str(file), f"--output-dir={place / 'out'}", *SETTINGS], FOR_ONE, place)


def test_sqlmap_finds_what_is_planted(tmp_path: Path) -> None:
    port = servers.free_port()
    with process(["-m", "tests.attack.toy", str(port)], dict(os.environ), tmp_path / "log"):
        wait_until(lambda: listens(port))
        said = sqlmap(tmp_path / "toy", f"GET /item?id=1 HTTP/1.1\nHost: 127.0.0.1:{port}\n\n")
    assert VULNERABLE.findall(said) == ["id"]


def test_sqlmap_finds_nothing_in_roost(attacked: Attacked, tmp_path: Path) -> None:
    began, every = time.monotonic(), targets(attacked)
    chosen = every[:: max(1, len(every) // SOME)] if SOME else every
    assert len(every) > 100
    with ThreadPoolExecutor(AT_ONCE) as workers:
        said = list(workers.map(lambda pair: _attack(attacked, tmp_path, *pair), enumerate(chosen)))
    assert len(said) == len(chosen)
    found = [finding for of_one in said for finding in of_one]
    note("sqlmap", "parameters and fields", sum(len(target.fields) for target in chosen), found, began)
    assert unexplained(found) == []


def _attack(attacked: Attacked, place: Path, number: int, target: Target) -> Sequence[Finding]:
    with attacked.app.app_context():
        request = as_request(attacked, target)
    said = sqlmap(place / str(number), request)
    assert "all tested parameters do not appear to be injectable" in said or VULNERABLE.search(said), said[-2000:]
    return [Finding("sqlmap", name, f"{target.method} {target.endpoint}") for name in VULNERABLE.findall(said)]
