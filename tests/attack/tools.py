"""The tools of the attack, each in an environment of its own, and the table of what they did."""

import json
import os
import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import fasteners

from tests.source import ROOT

OUTPUT = ROOT / "tests" / "output"
FOUND = OUTPUT / "attack.json"
PLACES = {"bandit": ".venv-attack", "semgrep": ".venv-attack", "sqlmap": ".venv-attack", "wapiti": ".venv-wapiti"}
KNOWN = ROOT / "docs" / "security" / "attack.md"
HEADINGS, RULED = "| Tool |", "|---"


class NoTool(AssertionError):
    """A tool is not installed; the words say what to do."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a tool says: its name for it, and where."""

    tool: str
    rule: str
    where: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a tool, what it was set on and how many that were, what was found, and how long it took."""

    tool: str
    on: str
    tried: int
    found: int
    explained: int
    seconds: float


def run(tool: str, words: Sequence[str], seconds: float, place: Path) -> str:
    """What a tool writes; it may end with any status, for some tell so that they found something."""
    folder = ROOT / PLACES[tool] / "bin"
    if not (folder / tool).is_file():
        raise NoTool(f"{tool} is not installed: run make attack.")
    # Of its own home, so that no settings or earlier finds of whoever runs it play a part.
    told = {"HOME": str(place), "PATH": f"{folder}:{os.environ['PATH']}", "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
    more = {"SEMGREP_SEND_METRICS": "off", "TMPDIR": tempfile.gettempdir()}
    ran = subprocess.run(
        [str(folder / tool), *words], cwd=ROOT, env={**told, **more}, capture_output=True, text=True, timeout=seconds
    )
    return ran.stdout + ran.stderr


def listens(port: int) -> bool:
    """Whether somebody does, on this machine."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def explained() -> list[Finding]:
    """What docs/security/attack.md says is none, and why."""
    rows, of_table = [], False
    for line in KNOWN.read_text(encoding="utf-8").splitlines():
        of_table = line.startswith(HEADINGS) or (of_table and line.startswith("|"))
        if of_table and not line.startswith((HEADINGS, RULED)):
            tool, rule, where, why = (cell.strip(" `") for cell in line.strip("|").split("|"))
            assert len(why.split()) > 3, f"no reason: {line}"
            rows.append(Finding(tool, rule, where))
    return rows


def unexplained(found: Sequence[Finding]) -> list[Finding]:
    """What was found and is not explained."""
    known = explained()
    return [one for one in found if not any(_is(one, row) for row in known)]


def out_of_date(tool: str, found: Sequence[Finding]) -> list[Finding]:
    """What is explained of a tool and was not found any more."""
    return [row for row in explained() if row.tool == tool and not any(_is(one, row) for one in found)]


def _is(found: Finding, known: Finding) -> bool:
    return (found.tool, found.rule) == (known.tool, known.rule) and re.fullmatch(
        known.where.replace("*", ".*"), found.where
    ) is not None


def note(tool: str, on: str, tried: int, found: Sequence[Finding], began: float) -> None:
    """Write a line of the table."""
    OUTPUT.mkdir(exist_ok=True)
    known = len(found) - len(unexplained(found))
    row = Row(tool, on, tried, len(found), known, round(time.monotonic() - began, 1))
    with fasteners.InterProcessLock(OUTPUT / ".attack.lock"):
        rows = json.loads(FOUND.read_text()) if FOUND.is_file() else []
        FOUND.write_text(json.dumps([*rows, asdict(row)], indent=2))
