"""What tools find that read the source: nothing but what is explained, and each shows first that it finds something."""

import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

from tests.attack.tools import Finding, note, out_of_date, run, unexplained
from tests.source import ROOT, sources

CODE = ("app.py", "constellations", "messaging", "sleepovers")
RULES = ROOT / "tests" / "attack" / "rules.yml"
PLANTED = """
import subprocess, tempfile, hashlib
PASSWORD = "hunter2hunter2"
def look(cursor, name):
    cursor.execute("SELECT * FROM person WHERE name = '%s'" % name)
    subprocess.call(name, shell=True)
    return hashlib.md5(name).hexdigest(), tempfile.mktemp(), eval(name)
"""
RULE = re.compile(
    r"(\S+)\n.*?\n    message: (.*?)\n.*?\n    metadata: \{file: (\S+), planted: (\".*?\")\}\n", re.DOTALL
)
OFFLINE = ("scan", "--metrics", "off", "--disable-version-check", "--no-git-ignore", "--json", "--quiet")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the house: its name, what it says, and what must make it speak, in a file of this name."""

    name: str
    message: str
    file: str
    planted: str


def bandit(place: Path, *paths: str) -> list[Finding]:
    """What bandit finds in these files and folders."""
    said = run("bandit", ["-r", *paths, "-f", "json", "-q"], 600, place)
    found = json.loads(said[said.index("{") :])
    assert found["errors"] == []
    return [Finding("bandit", one["test_id"], one["filename"].removeprefix("./")) for one in found["results"]]


def semgrep(place: Path, *paths: str) -> list[Finding]:
    """What the rules of the house find in these files and folders."""
    said = run("semgrep", [*OFFLINE, "--config", str(RULES), *paths], 900, place)
    found = json.loads(said[said.index("{") :])
    assert [error for error in found["errors"] if error.get("level") == "error"] == []
    return [Finding("semgrep", one["check_id"].rpartition(".")[2], one["path"]) for one in found["results"]]


def rules() -> list[Rule]:
    """The rules of the house."""
    written = RULES.read_text(encoding="utf-8").split("  - id: ")[1:]
    read = [found.groups() for found in map(RULE.match, written) if found]
    return [Rule(name, message, file, json.loads(planted)) for name, message, file, planted in read]


def test_bandit_finds_nothing_that_is_not_explained(tmp_path: Path) -> None:
    began, planted = time.monotonic(), tmp_path / "planted.py"
    planted.write_text(PLANTED)
    assert {"B105", "B608", "B602", "B324", "B306", "B307"} <= {one.rule for one in bandit(tmp_path, str(planted))}
    found = bandit(tmp_path, *CODE)
    note("bandit", "source", len(sources()), found, began)
    assert unexplained(found) == []
    assert out_of_date("bandit", found) == []


def test_semgrep_finds_nothing_that_is_not_explained(tmp_path: Path) -> None:
    began = time.monotonic()
    found = semgrep(tmp_path, *CODE, "templates")
    note("semgrep", "source and templates", len(sources()), found, began)
    assert unexplained(found) == []
    assert out_of_date("semgrep", found) == []


def test_every_rule_of_the_house_speaks(tmp_path: Path) -> None:
    for rule in rules():
        folder = tmp_path / "planted" / rule.name
        folder.mkdir(parents=True)
        (folder / rule.file).write_text(f"{rule.planted}\n")
    spoke = {(one.rule, Path(one.where).parent.name) for one in semgrep(tmp_path, str(tmp_path / "planted"))}
    assert len(rules()) >= 10
    assert [rule.name for rule in rules() if (rule.name, rule.name) not in spoke] == []


def test_every_rule_has_something_planted() -> None:
    assert len(rules()) == RULES.read_text(encoding="utf-8").count("- id: ")
    assert [rule.name for rule in rules() if not rule.message.endswith(".")] == []
