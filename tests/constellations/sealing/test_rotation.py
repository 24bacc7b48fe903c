"""`roost keys rotate`, whole: new keys, everybody stays signed in, old texts are read, then sealed anew, then alone."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from app import create_app
from constellations.access import Viewer, covering
from constellations.core.database import database, session
from constellations.core.seals import new_field_key
from constellations.core.settings import read_settings
from constellations.permissions import Role
from constellations.sealing.cli import keys_with
from constellations.sealing.queries import sealings
from constellations.sealing.rules import Sealings
from messaging.safeguarding.models import Concern
from tests.client import TOKEN, client_of
from tests.constellations.backup.place import SECRET, SYSTEM, fill, make_tables, place
from tests.factories import create_home, create_person, create_service
from tests.processes import ROOST, ROOT, environment

CONCERN = "concern.words"
CONCERNS = covering(SYSTEM, select(Concern))


@pytest.fixture
def clock() -> None:
    """The machine's own time: commands in processes of their own know no other."""


def typed(folder: Path, *words: str, **more: str) -> tuple[int, str]:
    """Run `roost keys` to its end."""
    told = environment(folder, "", ROOST_ENV="test", **more)
    ended = subprocess.run(
        [sys.executable, *ROOST, "keys", *words], cwd=ROOT, env=told, capture_output=True, text=True, timeout=90
    )
    return ended.returncode, ended.stdout + ended.stderr


def in_folder(folder: Path) -> dict[str, str]:
    """What a Roost is told that keeps its keys itself."""
    return {"ROOST_ENV": "test", "ROOST_DATA": str(folder)}


@pytest.mark.proof
def test_where_roost_keeps_the_keys_one_command_changes_them_and_nobody_notices(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'roost.db'}"
    before = read_settings(in_folder(tmp_path))
    kept = {"SECRET_KEY": before.secret_key, "ROOST_FIELD_KEYS": ",".join(before.field_keys)}
    with place(tmp_path, url, **kept) as here:
        make_tables()
        fill()
        client = client_of(here.app, create_person(Role.HUB_CARER, home=create_home(create_service())))
        in_the_form = TOKEN.search(client.get("/me").get_data(as_text=True))
        cookie = client.get_cookie("roost")
        assert cookie is not None
        assert in_the_form is not None
    code, said = typed(tmp_path, "rotate")
    assert (code, "1 were sealed anew with the first key." in said) == (0, True), said
    after = read_settings(in_folder(tmp_path))
    assert after.secret_key != before.secret_key
    assert after.field_keys[1:] == before.field_keys
    fields = {"SECRET_KEY_FALLBACKS": " ".join(after.secret_key_fallbacks), "ROOST_FIELD_KEYS": after.field_keys[0]}
    with place(tmp_path, url, SECRET_KEY=after.secret_key, **fields) as here:
        assert sealings(SYSTEM)[CONCERN] == Sealings(newest=1)
        assert session().scalars(CONCERNS).one().words == "A worry."
        again = client_of(here.app)
        again.set_cookie("roost", cookie.value)
        assert again.get("/me").status_code == 200, "the older key still opens what it signed"
        again.with_token = False
        assert again.post("/sign-out", data={"csrf_token": "I" + in_the_form[0]}).status_code == 400
        assert again.post("/sign-out", data={"csrf_token": in_the_form[0]}).status_code == 302, "a form that lay open"
        assert again.get("/me").status_code == 401
    assert "Those behind it may leave ROOST_FIELD_KEYS" in typed(tmp_path, "rotate")[1]
    assert "1 were sealed anew" in typed(tmp_path, "rotate", "--new")[1]


@pytest.mark.proof
def test_where_keys_are_given_it_says_what_to_set_and_then_seals_anew(tmp_path: Path) -> None:
    old, new = new_field_key(), new_field_key()
    url = f"sqlite:///{tmp_path / 'roost.db'}"
    secret = "0a1b2c3d4e5f6789" * 2
    with place(tmp_path, url, SECRET_KEY=secret, ROOST_FIELD_KEYS=old):
        make_tables()
        fill()
    code, said = typed(tmp_path, "rotate", SECRET_KEY=secret, ROOST_FIELD_KEYS=old)
    assert code == 0
    assert "ROOST_FIELD_KEYS=" in said
    assert not any(key in said for key in (secret, old)), "no key of now is printed"
    assert not (tmp_path / "field_key").exists()
    given = {"SECRET_KEY": secret, "ROOST_FIELD_KEYS": f"{new},{old}"}
    assert "1 were sealed anew" in typed(tmp_path, "rotate", **given)[1]
    with place(tmp_path, url, SECRET_KEY=secret, ROOST_FIELD_KEYS=new):
        assert sealings(SYSTEM)[CONCERN] == Sealings(newest=1)
    code, said = typed(tmp_path, "rotate", SECRET_KEY=secret, ROOST_FIELD_KEYS=new_field_key())
    assert (code, "Nothing was changed" in said) == (2, True)


def rotated(folder: Path, **keys: str) -> str:
    """What `roost keys rotate` says beside several instances."""
    told = {"ROOST_ENV": "test", "ROOST_DATA": str(folder), "SECRET_KEY": SECRET, "REDIS_URL": "redis://127.0.0.1:9"}
    app = create_app(read_settings({**told, "DATABASE_URL": f"sqlite:///{folder / 'roost.db'}", **keys}))
    found = CliRunner().invoke(keys_with(also)(lambda: app), ["rotate"])
    with app.app_context():
        session().close()
        database().engine.dispose()
    assert found.exit_code == 0, found.output
    return found.output


def also(_: Viewer) -> int:
    """What else hangs on the keys: one thing, whenever it is asked."""
    return 1


def test_several_instances_that_have_learnt_the_keys_are_told_to_use_them(tmp_path: Path) -> None:
    old, new = new_field_key(), new_field_key()
    with place(tmp_path, f"sqlite:///{tmp_path / 'roost.db'}", ROOST_FIELD_KEYS=old):
        make_tables()
        fill()
    assert "learn the new keys" in rotated(tmp_path, ROOST_FIELD_KEYS=old)
    learnt = rotated(tmp_path, ROOST_FIELD_KEYS=f"{old},{new}")
    assert "the last of ROOST_FIELD_KEYS" in " ".join(learnt.split())
    assert "sealed anew with the first key" not in learnt
    assert not any(key in learnt for key in (old, new))
    assert "2 were sealed anew" in rotated(tmp_path, ROOST_FIELD_KEYS=f"{new},{old}")


def test_what_was_stopped_behind_the_seals_is_brought_to_its_end_before_it_is_called_one(tmp_path: Path) -> None:
    old, new = new_field_key(), new_field_key()
    with place(tmp_path, f"sqlite:///{tmp_path / 'roost.db'}", ROOST_FIELD_KEYS=new):
        make_tables()
        fill()
    said = rotated(tmp_path, ROOST_FIELD_KEYS=f"{new},{old}")
    assert said.index("1 were sealed anew") < said.index("Those behind it may leave ROOST_FIELD_KEYS")
