"""What is in the repository, and what is not: sizes, names, hosts, locks and what templates may not hold."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.source import PACKAGES, ROOT, WRITTEN_BY_ALEMBIC, written

LONGEST_FILE = 300
FOLDERS = (*PACKAGES, "static", "templates", "tests", "docs", ".ci")
CODE = {".py", ".js", ".mjs", ".css", ".scss", ".html", ".txt", ".mako"}
PICTURES = {".png", ".jpg", ".ico", ".woff2", ".xlsx"}
# Put together here, so that this file does not name them either.
HOSTS = ("registry" + ".npmjs", "pypi" + ".org", "python" + "hosted.org", "yarn" + "pkg.com", "deb." + "debian.org")
TEMPLATES = [path for path in written("templates") if path.suffix in (".html", ".txt")]
# Each would need a hole in the content policy, or lets text be taken for markup.
NOT_IN_TEMPLATES = {
    "a script within the page": r"<script(?![^>]*\bsrc=)",
    "styles within the page": r"<style|\sstyle\s*=",
    "an event attribute": r"<[^>]*\s(on[a-z]+|hx-on[\w:.-]*)\s*=",
    "an address that is code": r"javascript:",
    "unescaped text": r"\|\s*safe\b|autoescape\s+false|\bMarkup\(",
}


def on_top() -> list[Path]:
    """The files at the top that somebody wrote: what installs or runs leave there starts with a dot or is ignored."""
    ignored = {line.strip().strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
    return [
        path
        for path in ROOT.iterdir()
        if path.is_file() and path.name not in ignored and not path.name.startswith(".coverage")
    ]


def everything() -> list[Path]:
    """Every file of the repository that is text."""
    files = [*on_top(), *written(*FOLDERS)]
    return [path for path in files if path.suffix not in PICTURES and (ROOT / "tests/output") not in path.parents]


def pins(lock: str) -> set[tuple[str, str]]:
    """Every package and version of a lock."""
    return set(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def test_no_file_is_longer_than_300_lines() -> None:
    files = [path for path in written(*PACKAGES, "static", "templates", "tests") if path.suffix in CODE]
    relevant = [path for path in [ROOT / "app.py", *files] if WRITTEN_BY_ALEMBIC not in path.as_posix()]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in relevant}
    too_long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE}
    assert too_long == {}


def test_the_top_holds_no_code_but_app() -> None:
    assert [path.name for path in on_top() if path.suffix in (".py", ".js", ".sh", ".html", ".css")] == ["app.py"]


def test_no_folder_but_those_of_the_house_holds_code() -> None:
    folders = [path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")]
    with_code = {folder for folder in folders if any(path.suffix == ".py" for path in written(folder))}
    assert with_code - {*PACKAGES, "tests"} == set()


def test_no_file_names_a_host_that_packages_come_from() -> None:
    named = [f"{path.relative_to(ROOT)}: {host}" for path in everything() for host in HOSTS if host in path.read_text()]
    assert named == []


def test_the_glossary_is_in_order() -> None:
    rows = re.findall(r"(?m)^\| ([^|]+) \| ", (ROOT / "docs/glossary.md").read_text())
    words = [re.sub("[*,]", "", word.lower()).replace("-", " ").strip() for word in rows if word != "Word"]
    assert words == sorted(words)
    assert len(rows) == len(set(rows))


def test_what_is_installed_is_also_what_is_tested() -> None:
    installed, tested = pins("requirements.txt"), pins("requirements-test.txt")
    assert len(installed) > 20
    assert installed - tested == set()


def test_every_package_that_roost_asks_for_is_locked() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[\[<>=]", requirement)[0].lower() for requirement in wanted}
    assert names - {name for name, _version in pins("requirements.txt")} == set()


@pytest.mark.parametrize(
    "lock", ["static/package-lock.json", "tests/browser/package-lock.json", "tests/clients/package-lock.json"]
)
def test_front_end_locks_say_what_but_not_from_where(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert '"integrity"' in text
    assert '"resolved"' not in text


def test_templates_need_no_hole_in_the_content_policy() -> None:
    holes = [
        f"{template.relative_to(ROOT)} holds {name}"
        for template in TEMPLATES
        for name, pattern in NOT_IN_TEMPLATES.items()
        if re.search(pattern, template.read_text())
    ]
    assert holes == []


def test_templates_take_from_each_other_what_they_use() -> None:
    unused = []
    for path in TEMPLATES:
        text = path.read_text()
        for taken in re.finditer(r"{%-? from \"[^\"]+\" import ([^%]+?)(?: with context)? -?%}", text):
            rest = text[: taken.start()] + text[taken.end() :]
            names = [name.split(" as ")[-1].strip() for name in taken[1].split(",")]
            unused += [f"{path}: {name}" for name in names if not re.search(rf"\b{re.escape(name)}\b", rest)]
    assert unused == []


def test_code_makes_no_markup_out_of_text() -> None:
    files = [path for path in written(*PACKAGES) if path.suffix == ".py"]
    assert [str(path.relative_to(ROOT)) for path in files if re.search(r"\bMarkup\(", path.read_text())] == []


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("<script>alert(1)</script>", "a script within the page"),
        ('<p style="color: red">', "styles within the page"),
        ('<a href="/" onclick="go()">', "an event attribute"),
        ('<b hx-on:click="go()">', "an event attribute"),
        ("{{ name | safe }}", "unescaped text"),
    ],
)
def test_the_search_finds_what_templates_may_not_hold(template: str, fault: str) -> None:
    assert re.search(NOT_IN_TEMPLATES[fault], template)
