"""wapiti walks through Roost as a manager and as a hub carer, and tries all that it knows on what it finds."""

import json
import os
import time
from pathlib import Path

import pytest

from constellations.permissions import Role
from tests import servers
from tests.attack.targets import Attacked
from tests.attack.tools import Finding, listens, note, run, unexplained
from tests.processes import process, wait_until

MODULES = "sql,xss,permanentxss,exec,file,crlf,redirect,cookieflags,http_headers,csp,csrf"
SECONDS = int(os.environ.get("ROOST_ATTACK_SECONDS", "240"))
"""How long it may walk, and then how long each kind of attack may take."""

STAY_OUT = ("sign-out", "sign-out/everywhere", "me/devices")


def wapiti(place: Path, address: str, seconds: int, cookie: str = "") -> list[Finding]:
    """What wapiti finds from an address on."""
    report = place / "report.json"
    words = ["-u", f"{address}/", "--scope", "folder", "-m", MODULES, "-f", "json", "-o", str(report), "-v", "0"]
    words += ["--flush-session", "--no-bugreport", "--store-session", str(place / "session")]
    words += ["--max-scan-time", str(seconds), "--max-attack-time", str(seconds // 4), "-d", "4"]
    words += [each for path in STAY_OUT for each in ("-x", f"{address}/{path}")]
    run("wapiti", [*words, *(("-H", f"Cookie: {cookie}") if cookie else ())], seconds * 15, place)
    said = json.loads(report.read_text())
    kinds = {**said["vulnerabilities"], **said["anomalies"]}
    return [
        Finding("wapiti", kind, f"{one['method']} {one['path']} {one['parameter']}")
        for kind, every in kinds.items()
        for one in every
    ]


def test_wapiti_finds_what_is_planted(tmp_path: Path) -> None:
    port = servers.free_port()
    with process(["-m", "tests.attack.toy", str(port)], dict(os.environ), tmp_path / "log"):
        wait_until(lambda: listens(port))
        found = {one.rule for one in wapiti(tmp_path, f"http://127.0.0.1:{port}", 120)}
    assert {"SQL Injection", "Reflected Cross Site Scripting", "Stored Cross Site Scripting"} <= found


@pytest.mark.parametrize("role", [Role.MANAGER, Role.HUB_CARER])
def test_wapiti_finds_nothing_in_roost(attacked: Attacked, tmp_path: Path, role: Role) -> None:
    began = time.monotonic()
    cookie, _token = attacked.signed_in(role)
    found = wapiti(tmp_path, attacked.address, SECONDS, cookie)
    note("wapiti", f"as {role.value}", len(list(attacked.app.url_map.iter_rules())), found, began)
    assert unexplained(found) == []
