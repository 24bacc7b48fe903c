"""The security papers keep their word: no number is missing, and each test and document that they name is there."""

import ast
import re
from pathlib import Path

import pytest

from tests.source import ROOT, files_of_tests

CHECKLIST = ROOT / "docs" / "security" / "checklist.md"
SECURITY = ROOT / "SECURITY.md"
ITEMS = 62
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.*?) \|$", re.MULTILINE)
NODE = re.compile(r"tests/[\w/]+\.py(?:::\w+)*")
PAPER = re.compile(r"`((?:docs/)?[\w/.-]+\.(?:md|conf))`")
PROMISES = "## What keeps these promises"


def nodes() -> set[str]:
    """Every test there is, as pytest calls it, parameters apart; and every file of them."""
    found = set()
    for source in files_of_tests():
        for each in source.tree.body:
            if isinstance(each, ast.FunctionDef):
                found.add(f"{source.path}::{each.name}")
            if isinstance(each, ast.ClassDef):
                found |= {f"{source.path}::{each.name}::{f.name}" for f in each.body if isinstance(f, ast.FunctionDef)}
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py")}
    return files | {node for node in found if node.rpartition("::")[2].startswith("test_")}


def rows() -> dict[int, tuple[str, str]]:
    """What each number of the checklist says, and what keeps it."""
    return {int(number): (what, kept) for number, what, kept in ROW.findall(CHECKLIST.read_text(encoding="utf-8"))}


def test_no_number_is_missing() -> None:
    numbers = [int(number) for number, _, _ in ROW.findall(CHECKLIST.read_text(encoding="utf-8"))]
    assert numbers == list(range(1, ITEMS + 1))


def test_each_says_what_it_is_and_is_kept_by_something() -> None:
    for number, (what, kept) in rows().items():
        assert len(what.split()) > 5, number
        assert NODE.search(kept) or PAPER.search(kept), f"nothing keeps {number}: {what}"


@pytest.mark.parametrize("paper", [CHECKLIST, SECURITY], ids=lambda paper: paper.name)
def test_every_test_that_is_named_is_there(paper: Path) -> None:
    named = set(NODE.findall(paper.read_text(encoding="utf-8")))
    assert named
    assert sorted(named - nodes()) == []


@pytest.mark.parametrize("paper", [CHECKLIST, SECURITY], ids=lambda paper: paper.name)
def test_every_document_that_is_named_is_there(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    named = PAPER.findall(text)
    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert [name for name in linked if not (paper.parent / name).is_file()] == []


def test_every_promise_of_security_md_names_what_keeps_it() -> None:
    _before, _, table = SECURITY.read_text(encoding="utf-8").partition(PROMISES)
    promises = re.findall(r"^\| (.+?) \| (.*?) \|$", table, re.MULTILINE)[1:]
    assert len(promises) > 30
    assert [what for what, kept in promises if not NODE.search(kept)] == []
