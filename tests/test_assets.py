"""The built files: what is there under which name, and what is said when it is not."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask

from constellations.core.assets import BUILT, NotBuilt, asset, read_manifest
from tests.source import ROOT

HASHED = re.compile(r"^/static/[a-z-]+-[0-9a-f]{12}\.[a-z0-9]+$")
WANTED = ["app.css", "app.js", "socket.js", "service-worker.js", "icons.svg", "favicon.svg", "icon-touch.png"]
WANTED += ["icon-small.png", "icon-large.png", "roost.webmanifest"]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder with one built file."""
    (tmp_path / "manifest.json").write_text('{"app.css": "app-0123456789ab.css"}')
    return tmp_path


def built_text(name: str) -> str:
    """What stands in a built file."""
    return (BUILT / read_manifest(BUILT)[name]).read_text()


def test_a_name_leads_to_the_address_of_its_built_file(built: Path) -> None:
    assert asset("app.css", built) == "/static/app-0123456789ab.css"


def test_an_unknown_name_says_what_to_do(built: Path) -> None:
    with pytest.raises(NotBuilt, match="no built file called ap.css: run make setup"):
        asset("ap.css", built)


def test_files_never_built_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotBuilt, match="run make setup"):
        asset("app.css", tmp_path)


@pytest.mark.parametrize("name", WANTED)
def test_set_up_builds_each_file_under_a_name_that_tells_its_content(name: str) -> None:
    assert HASHED.match(asset(name))
    assert (BUILT / read_manifest(BUILT)[name]).stat().st_size > 0


def test_nothing_lies_among_the_built_files_that_the_manifest_does_not_name() -> None:
    assert {path.name for path in BUILT.iterdir()} == {"manifest.json", *read_manifest(BUILT).values()}


def test_the_styles_bear_no_mark_of_another_house() -> None:
    styles = built_text("app.css")
    assert "Atkinson Hyperlegible Next" in styles
    assert "Transport" not in styles
    assert "crest" not in styles
    assert "crown" not in styles


def test_every_file_that_the_styles_ask_for_is_built() -> None:
    asked_for = re.findall(r"url\(([^)]+)\)", built_text("app.css"))
    assert len(asked_for) == 2
    assert set(asked_for) <= set(read_manifest(BUILT).values())


def test_the_sprite_has_every_icon_that_is_shown_and_no_other() -> None:
    templates = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    shown = {name for text in templates for name in re.findall(r"icon\(\"([a-z-]+)\"", text)}
    listed = set(json.loads((ROOT / "static/icons.json").read_text()))
    assert "bell" in shown
    assert shown <= listed
    code = [path.read_text() for path in (ROOT / "static/js").rglob("*.js")] + templates
    assert [name for name in listed if not any(re.search(rf"[\"'#]{name}[\"']", text) for text in code)] == []
    assert {f'id="{name}"' for name in listed} <= set(re.findall(r'id="[a-z0-9-]+"', built_text("icons.svg")))


def test_the_versions_of_front_end_packages_are_exact() -> None:
    wanted = json.loads((ROOT / "static/package.json").read_text())["dependencies"]
    assert wanted["govuk-frontend"] == "6.3.0"
    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_browsers_keep_built_files_for_a_year(app: Flask) -> None:
    answer = app.test_client().get(asset("app.css"), buffered=True)
    assert answer.status_code == 200
    assert answer.cache_control.public
    assert answer.cache_control.immutable
    assert answer.cache_control.max_age == 365 * 24 * 60 * 60


def test_browsers_keep_no_answer_that_a_built_file_is_missing(app: Flask) -> None:
    answer = app.test_client().get("/static/app-000000000000.css")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")
