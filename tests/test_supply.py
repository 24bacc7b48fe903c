"""What Roost is made of: all by hash, nothing older than a known fault allows, and a bill that leaves none out."""

import json
import re

import pytest

from tests.sbom import NPM_LOCK, PYTHON_LOCK, bill, npm_parts, python_parts
from tests.source import ROOT

PYTHON_LOCKS = sorted(path.name for path in ROOT.glob("requirements*.txt"))
NPM_LOCKS = (NPM_LOCK, "tests/browser/package-lock.json", "tests/clients/package-lock.json")

FLOORS = {"python-socketio": (5, 16, 3), "python-engineio": (4, 13, 3), "flask-socketio": (5, 7, 0)}
"""Where faults were put right that let a stranger take a server's memory, or what it holds."""


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_every_python_package_is_locked_by_its_hash(lock: str) -> None:
    named = re.findall(r"^[\w.-]+(?:\[[\w,-]+\])?==", (ROOT / lock).read_text(), re.MULTILINE)
    parts = list(python_parts(lock))
    assert len(parts) == len(named) > 0
    assert [part.name for part in parts if not part.hashes] == []
    text = (ROOT / lock).read_text()
    assert not re.search(r"^(-e|--index-url|--extra-index-url|--find-links|git\+|https?:)", text, re.MULTILINE)


@pytest.mark.parametrize("lock", NPM_LOCKS)
def test_every_npm_package_is_locked_by_its_hash(lock: str) -> None:
    parts = list(npm_parts(lock))
    assert parts
    assert [part.name for part in parts if [len(one) for one in part.hashes] != [128]] == []


def test_nothing_is_installed_past_the_locks() -> None:
    made = (ROOT / "Makefile").read_text()
    installs = re.findall(r"\$\(PIP\)[^\n]*--requirement[^\n]*", made)
    assert installs
    assert [line for line in installs if "--require-hashes" not in line] == []
    assert "npm install" not in made
    assert "npm ci" in made


def test_no_package_is_older_than_the_mending_of_a_known_fault() -> None:
    locked = {part.name: tuple(map(int, re.findall(r"\d+", part.version)[:3])) for part in python_parts()}
    assert {name for name, floor in FLOORS.items() if locked[name] < floor} == set()
    asked = (ROOT / "pyproject.toml").read_text()
    assert '"python-socketio>=5.16.3"' in asked
    assert '"python-engineio>=4.13.3"' in asked


def test_the_bill_names_every_locked_package_and_is_always_the_same() -> None:
    said = bill()
    components = said["components"]
    assert isinstance(components, list)
    urls = [component["purl"] for component in components]
    assert set(urls) == {part.url for part in (*python_parts(PYTHON_LOCK), *npm_parts(NPM_LOCK))}
    assert len(urls) == len(set(urls)) > 50
    assert (said["bomFormat"], said["specVersion"]) == ("CycloneDX", "1.6")
    assert json.dumps(bill()) == json.dumps(said)
    assert {"name", "version", "type", "bom-ref", "purl"} <= set(components[0])
