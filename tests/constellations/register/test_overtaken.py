"""What happens when others change a service between the checks of an import and its writing."""

from pathlib import Path

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.activity.actions import append_links
from constellations.activity.rules import Change
from constellations.core.database import database, kept_connection, session, transaction
from constellations.core.errors import Conflict
from constellations.models import Home, Service
from constellations.register import actions
from constellations.register.actions import load_register
from tests.registers import Register, key_of, rows


def meddle(service: str) -> None:
    """Somebody else changes a service, on another connection."""
    key = key_of(Service, service)
    with kept_connection(), transaction():
        append_links(Viewer.system(), key, [Change("corrected", "home", None, ["area"])])


def test_an_import_checks_again_when_it_was_overtaken(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.load()
    steps: list[str] = []

    def progress(step: str, _done: int, _all: int) -> None:
        if step != "read":
            steps.append(step)
        if steps == ["check", "store"]:
            meddle("North")

    folder = register.set("homes", 1, area="York").write()
    assert load_register(Viewer.system(), folder, progress=progress).stored
    assert steps == ["check", "store", "check", "store"]
    assert ("York",) in rows(Home.area)


def test_an_import_gives_up_in_plain_words_and_with_nothing_stored(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.load()

    def progress(step: str, _done: int, _all: int) -> None:
        if step == "store":
            meddle("North")

    folder = register.set("homes", 1, area="York").write()
    with pytest.raises(Conflict, match="load the register again"):
        load_register(Viewer.system(), folder, progress=progress)
    assert ("York",) not in rows(Home.area)


def test_what_others_do_in_another_service_is_no_matter(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.load()
    steps: list[str] = []

    def progress(step: str, _done: int, _all: int) -> None:
        steps.append(step)
        if step == "store":
            meddle("South")

    folder = register.set("homes", 1, area="York").write()
    assert load_register(Viewer.system(), folder, progress=progress).stored
    assert steps.count("store") == 1


def test_a_broken_constraint_is_a_conflict(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register = Register(tmp_path)
    register.load()
    key = key_of(Service, "North")

    def progress(step: str, _done: int, _all: int) -> None:
        # Nobody writes without a link in the trail; the constraints hold all the same.
        if step == "store":
            with kept_connection(), transaction() as other:
                other.add(Home(key="Oak", name="Oak", service_id=key))

    folder = register.add("homes", home="Oak").write()
    with pytest.raises(Conflict):
        load_register(Viewer.system(), folder, progress=progress)


def test_temporary_tables_are_gone_afterwards(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.load()
    assert register.load().problems == ()
    assert session().get_bind() is database().engine
    assert actions.ATTEMPTS == 3
