"""The papers for governance name what is there: kinds of record, files and tests."""

import re
from pathlib import Path

import pytest

from app import PARTS
from tests.source import ROOT

PAPERS = sorted((ROOT / "docs/governance").glob("*.md"))
NAMED = re.compile(r"`((?:app|constellations|messaging|sleepovers|tests|docs)(?:/[\w.-]+)*/?)(?:::(\w+))?`")
BOTH_PLACES = (ROOT, ROOT / "docs/governance")
BESIDE = re.compile(r"`([\w-]+\.md)`")


def text(name: str) -> str:
    """What a paper says."""
    return (ROOT / "docs/governance" / name).read_text()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_every_file_and_test_that_a_paper_names_is_there(paper: Path) -> None:
    said = paper.read_text()
    missing = [path for path, _test in NAMED.findall(said) if not (ROOT / path).exists()]
    missing += [name for name in BESIDE.findall(said) if not any((at / name).exists() for at in BOTH_PLACES)]
    named = [(path, test) for path, test in NAMED.findall(said) if test]
    missing += [f"{path}::{test}" for path, test in named if f"def {test}(" not in (ROOT / path).read_text()]
    assert missing == []


def test_the_record_of_processing_knows_every_kind_of_record() -> None:
    table = [line for line in text("records-of-processing.md").splitlines() if line.startswith("| **")]
    named = [name for line in table for name in re.findall(r"`(\w+)`", line.split("|")[3])]
    assert sorted(named) == sorted(kept.kind for kept in PARTS.kept)


def test_every_paper_is_in_the_index() -> None:
    index = text("README.md")
    assert [paper.name for paper in PAPERS if paper.name != "README.md" and f"`{paper.name}`" not in index] == []


def test_no_paper_promises_a_page_by_a_name_that_it_does_not_have() -> None:
    pages = {path.read_text() for path in (ROOT / "templates").rglob("*.html")}
    said = {name for paper in PAPERS for name in re.findall(r"\*Service\*, \*([^*]+)\*", paper.read_text())}
    assert {name for name in said if not any(f'_("{name}")' in page for page in pages)} == set()
