"""What the papers of operations tell people to type exists: commands, settings, files, units, versions that fit."""

import re
import shlex

import click
import pytest

from app import PARTS, create_app
from constellations.core.settings import KEYS_IN_FILES
from constellations.metrics.declaration import EXTENSION, Figure
from tests.source import ROOT

PAPERS = ROOT / "docs" / "operations"
CONTAINER = PAPERS / "container"
WRITTEN = {
    path.relative_to(PAPERS).as_posix(): path.read_text() for path in sorted(PAPERS.rglob("*")) if path.is_file()
}
CONTAINERFILE, COMPOSE = WRITTEN["container/Containerfile"], WRITTEN["container/compose.yaml"]
ON_MACHINES = ("README.md", "install-one-machine.md", "several-instances.md", "upgrade-and-rollback.md")
NOW = "/opt/roost-now"
AS_ROOST = r"sudo -u roost sh -c 'set -a; \. /etc/roost/environment; (?:exec|cd /opt/roost-VERSION; exec) "
OF_TESTS = {"COUNCIL_TEST_ADDRESS", "PUSH_TEST_HOST"}
"""What `ROOST_ENV=test` alone reads."""
OF_OTHERS = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE", "ROOST_HOST", "PYTHONDONTWRITEBYTECODE", "PATH"}


def roost() -> dict[str, click.Command]:
    """The commands of Roost by name."""
    return {command.name or "": command for command in (make(lambda: create_app) for make in PARTS.commands)}  # type: ignore[arg-type,return-value]  # none of them is run


def typed(text: str) -> list[list[str]]:
    """What a paper tells people to type after `roost`, in lines of code and between backticks."""
    found = re.findall(r"(?:^|[`\s/])roost ((?:[a-z][\w-]*)(?:[ \t]+[^`\n;|'#]*)?)", text, re.MULTILINE)
    return [shlex.split(words, comments=True) for words in found]


@pytest.mark.parametrize("paper", [name for name in WRITTEN if name.endswith(".md")])
def test_every_command_that_a_paper_names_is_there(paper: str) -> None:
    known = roost()
    for words in typed(WRITTEN[paper]):
        if words[0] not in known:
            # Prose, such as "roost user", is no command; what looks like one by its options is.
            assert not any(word.startswith("--") for word in words), f"{paper}: roost {' '.join(words)}"
            continue
        options = {option for option in words if re.fullmatch(r"--[a-z-]+", option)}
        assert options <= options_of(known[words[0]]) | {"--help"}, f"{paper}: roost {' '.join(words)}"


def options_of(command: click.Command) -> set[str]:
    """The options of a command and of those below it."""
    own = {name for parameter in command.params for name in parameter.opts}
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return own.union(*map(options_of, below))


@pytest.mark.parametrize(
    "paper", ["install-one-machine.md", "grown.md", "several-instances.md", "container/compose.yaml"]
)
def test_every_setting_of_a_paper_is_explained_where_all_settings_are(paper: str) -> None:
    set_there = set(re.findall(r"^\s*([A-Z][A-Z_]{3,})(?:=|: )", WRITTEN[paper], re.MULTILINE)) - OF_OTHERS
    assert set_there or paper == "grown.md"
    assert {name for name in set_there if f"`{name}`" not in WRITTEN["running.md"]} == set()


def test_every_setting_that_roost_reads_is_explained() -> None:
    code = (ROOT / "constellations" / "core" / "settings.py").read_text()
    read = set(re.findall(r'"((?:[A-Z]+_)+[A-Z]+)"', code)) - OF_TESTS
    assert "ROOST_STAFF_SECOND_STEP" in read
    assert {name for name in read if f"`{name}`" not in WRITTEN["running.md"]} == set()


def test_every_setting_that_names_a_file_of_a_key_is_explained() -> None:
    assert [name for name in KEYS_IN_FILES if name not in WRITTEN["running.md"]] == []


@pytest.mark.parametrize("paper", [name for name in WRITTEN if name.endswith(".md")])
def test_a_paper_names_no_other_paper_that_is_not_there(paper: str) -> None:
    named = re.findall(r"`((?:\.\./|[\w-]+/)*[\w.-]+\.(?:md|conf|py|yaml))`", WRITTEN[paper])
    where = (PAPERS / paper).parent
    missing = [name for name in named if not any((base / name).exists() for base in (where, PAPERS, ROOT))]
    assert missing == []


def test_every_paper_is_found_from_the_first() -> None:
    assert [
        name for name in WRITTEN if name.endswith(".md") and name != "README.md" and name not in WRITTEN["README.md"]
    ] == []


def test_every_figure_that_is_explained_is_told_and_the_other_way() -> None:
    told: tuple[Figure, ...] = tuple(PARTS.figures)
    assert EXTENSION
    assert [figure.name for figure in told if f"`{figure.name}`" not in WRITTEN["monitoring.md"]] == []


def test_what_is_copied_into_the_image_is_there_and_nothing_of_roost_is_left_out() -> None:
    copied = {
        name for line in re.findall(r"^COPY (?!--from)(.+)$", CONTAINERFILE, re.MULTILINE) for name in line.split()[:-1]
    }
    assert {name for name in copied if not (ROOT / name).exists()} == set()
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages <= copied
    assert {"app.py", "templates", "static", "Makefile", "pyproject.toml", "requirements.txt"} <= copied


def test_the_image_has_a_python_that_roost_runs_on_and_the_programs_of_its_database() -> None:
    asked = re.search(r'requires-python = ">=3\.(\d+)"', (ROOT / "pyproject.toml").read_text())
    images = set(re.findall(r"^FROM docker\.io/library/python:3\.(\d+)-slim-(\w+)", CONTAINERFILE, re.MULTILINE))
    assert asked is not None
    assert len(images) == 1, "built and run with the same Python"
    minor, debian = images.pop()
    assert int(minor) >= int(asked[1])
    database = re.search(r"library/postgres:(\d+)-(\w+)", COMPOSE)
    programs = re.search(r"postgresql-client-(\d+)", CONTAINERFILE)
    assert database is not None
    assert programs is not None
    assert (database[1], database[2]) == (programs[1], debian)


def test_the_containers_run_commands_that_are_there_and_take_every_secret_that_is_given() -> None:
    commands = re.findall(r"command: \[([a-z]+)", COMPOSE)
    assert set(commands) - {"redis-server"} <= set(roost()) | {"redis"}
    listed = set(re.findall(r"secrets: \[([\w, ]+)\]", COMPOSE))
    used = {name.strip() for names in listed for name in names.split(",")}
    given = set(re.findall(r"^  (\w+): \{file: secrets/", COMPOSE, re.MULTILINE))
    assert used == given
    assert {name for name in re.findall(r"/run/secrets/(\w+)", COMPOSE) if name not in given} == set()
    made = set(re.findall(r"secrets/(\w+)", WRITTEN["container/README.md"]))
    assert given == made


def test_no_paper_and_no_image_holds_a_key() -> None:
    for name, text in WRITTEN.items():
        assert not re.search(r"\b[0-9a-f]{64}\b|\b[\w-]{43}=", text), name


def test_the_image_runs_as_nobody_in_particular() -> None:
    last = CONTAINERFILE.rpartition("FROM ")[2]
    assert re.search(r"^USER roost$", last, re.MULTILINE)
    assert "read_only: true" in COMPOSE
    assert "cap_drop: [ALL]" in COMPOSE


def test_an_upgrade_changes_what_the_units_run() -> None:
    changed = set(re.findall(r"ln -sfn /opt/roost-VERSION (\S+)", WRITTEN["upgrade-and-rollback.md"]))
    assert changed == {NOW}
    for paper in ("install-one-machine.md", "several-instances.md"):
        started = re.findall(r"ExecStart=(\S+)", WRITTEN[paper])
        assert len(started) == 2, paper
        assert set(started) == {f"{NOW}/.venv/bin/roost"}, paper
    assert f"ln -sfn /opt/roost-VERSION {NOW}" in WRITTEN["install-one-machine.md"]


@pytest.mark.parametrize("paper", ON_MACHINES)
def test_what_touches_the_database_is_typed_as_roost_with_its_settings(paper: str) -> None:
    typed_there = [
        line.strip()
        for line in WRITTEN[paper].splitlines()
        if re.search(r"bin/(roost|python) ", line) and "ExecStart=" not in line and "/etc/roost/keys/" not in line
    ]
    assert typed_there
    assert [line for line in typed_there if not re.match(AS_ROOST, line)] == []


@pytest.mark.parametrize("paper", ["install-one-machine.md", "several-instances.md"])
def test_roost_can_read_its_settings_and_not_change_them(paper: str) -> None:
    assert "`/etc/roost/environment`, of root, mode 640, group `roost`" in WRITTEN[paper]
