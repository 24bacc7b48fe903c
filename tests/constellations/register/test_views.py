"""Loading the register in the browser: hand over, look, load, and only one's own service and files."""

import datetime as dt
import io
import re
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from constellations.core.settings import Settings
from constellations.guard import PASSWORD_AGAIN
from constellations.models import Home, Person, Service
from constellations.permissions import Role
from constellations.register.uploads import forget_old_uploads, found_upload
from tests.client import RoostClient, client_of
from tests.constellations.accounts.signing_in import PASSWORD, with_password
from tests.factories import create_person, create_region, create_service
from tests.registers import Register, rows


@pytest.fixture
def manager(app: Flask) -> Person:
    """The manager of the service North, which belongs to a region, and has nothing else yet."""
    return create_person(Role.MANAGER, create_service("North", create_region("The Region")))


@pytest.fixture
def north(tmp_path: Path) -> Register:
    """The rows of the right register that are of the service North."""
    return Register(tmp_path).of_north()


def send(client: RoostClient, folder: Path) -> str:
    """Hand over the files of a folder, and follow to what is said of them."""
    files = [(io.BytesIO(path.read_bytes()), path.name) for path in sorted(folder.iterdir())]
    answer = client.post("/register", data={"files": files}, content_type="multipart/form-data", follow_redirects=True)
    return answer.text


def upload_in(page: str) -> str:
    """What the button that loads the register carries."""
    (token,) = re.findall(r'name="upload"[^>]* value="(\w+)"', page)
    return str(token)


def uploads(app: Flask) -> list[Path]:
    """What is kept of uploads."""
    settings: Settings = app.extensions["roost_settings"]
    return list((settings.data_folder / "uploads").glob("*"))


def test_a_register_is_checked_then_loaded_then_listed(app: Flask, manager: Person, north: Register) -> None:
    client = client_of(app, manager)
    page = send(client, north.write())
    assert "Nothing is wrong. Nothing is stored yet." in page
    assert rows(Home.id) == []
    page = client.post("/register/load", data={"upload": upload_in(page)}, follow_redirects=True).text
    assert "The register was loaded." in page
    assert len(rows(Home.id)) == 5
    assert manager.name in page
    assert [each for each in uploads(app) if each.name.startswith(str(manager.id))] == []


def test_loading_asks_for_the_password_again_and_then_loads(
    app: Flask, manager: Person, north: Register, clock: time_machine.Traveller
) -> None:
    client = client_of(app, with_password(manager))
    data = {"upload": upload_in(send(client, north.write()))}
    clock.shift(dt.timedelta(minutes=11))
    asked = client.post("/register/load", data=data).text
    assert "Password" in asked
    assert upload_in(asked) == data["upload"]
    assert rows(Home.id) == []
    page = client.post("/register/load", data=data | {PASSWORD_AGAIN: PASSWORD}, follow_redirects=True).text
    assert "The register was loaded." in page
    assert len(rows(Home.id)) == 5


def test_what_is_wrong_is_shown_and_cannot_be_loaded(app: Flask, manager: Person, north: Register) -> None:
    client = client_of(app, manager)
    page = send(client, north.set("homes", 1, beds="<b>99</b>").write())
    assert "whole number from 0 to 20" in page
    assert "&lt;b&gt;99&lt;/b&gt;" in page
    assert "Load it" not in page
    (folder,) = [each for each in uploads(app) if each.name.startswith(str(manager.id))]
    data = {"upload": folder.name.partition(".")[2]}
    assert client.post("/register/load", data=data).status_code == 422
    assert rows(Home.id) == []


def test_rows_of_another_service_are_refused(app: Flask, manager: Person, north: Register) -> None:
    north.add("services", service="South")
    assert "rows of the service North alone" in send(client_of(app, manager), north.write())
    assert len(rows(Service.id)) == 1


def test_files_of_other_names_are_refused_beside_the_field(app: Flask, manager: Person, tmp_path: Path) -> None:
    client = client_of(app, manager)
    (tmp_path / "notes.csv").write_text("hello")
    assert "notes.csv is no file of the register" in send(client, tmp_path)
    empty = client.post("/register", data={}, content_type="multipart/form-data")
    assert empty.status_code == 422
    assert "Choose the files of the register" in empty.text


def test_a_file_is_found_by_whom_it_belongs_to_and_for_an_hour(
    app: Flask, manager: Person, north: Register, clock: time_machine.Traveller
) -> None:
    client = client_of(app, manager)
    send(client, north.write())
    (folder,) = [each for each in uploads(app) if each.name.startswith(str(manager.id))]
    token = folder.name.partition(".")[2]
    assert found_upload(manager.id, token) == folder / "register"
    assert found_upload(create_person(Role.MANAGER, create_service()).id, token) is None
    assert found_upload(manager.id, "../../etc") is None
    assert client.get("/register/check").status_code == 200
    clock.shift(dt.timedelta(minutes=61))
    assert found_upload(manager.id, token) is None
    forget_old_uploads()
    assert not folder.exists()
