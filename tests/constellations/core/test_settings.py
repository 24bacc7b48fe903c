"""What the environment says, and when Roost refuses to start."""

from pathlib import Path

import pytest

from constellations.core.kept_keys import are_kept, put_new_before
from constellations.core.push_seal import new_key
from constellations.core.settings import SettingsWrong, Stage, read_settings

PRODUCTION = {
    "ROOST_ENV": "production",
    "SECRET_KEY": "b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184",
    "PUBLIC_URL": "https://roost.example",
    "MAIL_URL": "smtp://mail.example:25",
    "ROOST_FIELD_KEYS": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
}


def test_without_an_environment_roost_keeps_all_under_one_folder(tmp_path: Path) -> None:
    settings = read_settings({"ROOST_DATA": str(tmp_path)})
    assert settings.stage is Stage.DEVELOPMENT
    assert settings.database_url == f"sqlite:///{tmp_path / 'roost.db'}"
    assert not settings.is_production


def test_the_key_made_at_the_first_start_is_kept_and_is_nobody_elses_to_read(tmp_path: Path) -> None:
    first, second = (read_settings({"ROOST_DATA": str(tmp_path)}).secret_key for _ in range(2))
    assert first == second
    assert len(first) == 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("earlier", ["one two", "one,two", " one, two "])
def test_production_takes_what_it_is_given(earlier: str) -> None:
    settings = read_settings({**PRODUCTION, "SECRET_KEY_FALLBACKS": earlier, "TRUSTED_PROXIES": "2"})
    assert settings.is_production
    assert settings.secret_key == PRODUCTION["SECRET_KEY"]
    assert settings.secret_key_fallbacks == ("one", "two")
    assert settings.trusted_proxies == 2


@pytest.mark.parametrize(
    ("environment", "is_asked"),
    [
        (PRODUCTION, True),
        ({**PRODUCTION, "ROOST_STAFF_SECOND_STEP": "no"}, True),
        ({"ROOST_ENV": "test"}, False),
        ({"ROOST_ENV": "test", "ROOST_STAFF_SECOND_STEP": "yes"}, True),
        ({}, False),
    ],
)
def test_a_second_step_is_asked_of_staff_in_production_whatever_else_is_said(
    tmp_path: Path, environment: dict[str, str], is_asked: bool
) -> None:
    settings = read_settings({"ROOST_DATA": str(tmp_path), **environment})
    assert settings.second_step_for_staff is is_asked


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 64}, "SECRET_KEY"),
        ({"SECRET_KEY_FILE": "/nowhere/at/all"}, "SECRET_KEY_FILE"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "http://roost.example"}, "PUBLIC_URL"),
        ({"ROOST_ENV": "staging"}, "ROOST_ENV"),
        ({"TRUSTED_PROXIES": "many"}, "TRUSTED_PROXIES"),
        ({"ROOST_ENV": "test", "ROOST_STAFF_SECOND_STEP": "perhaps"}, "ROOST_STAFF_SECOND_STEP"),
        ({"DATABASE_URL": "mysql://somewhere"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL"),
        ({"NOTIFY_URL": "http://notify.example"}, "NOTIFY_URL"),
        ({"NOTIFY_URL": "https://"}, "NOTIFY_URL"),
        ({"NOTIFY_URL": "https://notify.example:port"}, "NOTIFY_URL"),
        ({"SECRET_KEY": "changeme-" + "0123456789abcdef" * 3}, "SECRET_KEY"),
        ({"SECRET_KEY": "an-Example-of-a-key-0123456789abcdef"}, "SECRET_KEY"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"FLASK_DEBUG": "yes"}, "FLASK_DEBUG"),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN"),
        ({"METRICS_TOKEN": "my-password-for-the-figures-of-roost"}, "METRICS_TOKEN"),
        ({"METRICS_TOKEN_FILE": "/nowhere/at/all"}, "METRICS_TOKEN_FILE"),
        ({"ROOST_FIELD_KEYS": "A" * 43 + "="}, "ROOST_FIELD_KEYS"),
        ({"ROOST_FIELD_KEYS": ""}, "ROOST_FIELD_KEYS"),
        ({"ROOST_FIELD_KEYS": " , "}, "ROOST_FIELD_KEYS"),
        ({"ROOST_FIELD_KEYS": "lanterns by the river"}, "ROOST_FIELD_KEYS"),
        ({"ROOST_FIELD_KEYS": "é" * 44}, "ROOST_FIELD_KEYS"),
        ({"ROOST_FIELD_KEYS_FILE": "/nowhere/at/all"}, "ROOST_FIELD_KEYS_FILE"),
    ],
)
def test_production_refuses_to_start_and_names_what_is_wrong(wrong: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsWrong, match=named):
        read_settings({**PRODUCTION, **wrong})


def test_the_key_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(PRODUCTION["SECRET_KEY"] + "\n", encoding="utf-8")
    without = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}
    assert read_settings({**without, "SECRET_KEY_FILE": str(file)}).secret_key == PRODUCTION["SECRET_KEY"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_of_writing_postgresql_means_the_same_driver(scheme: str) -> None:
    settings = read_settings({**PRODUCTION, "DATABASE_URL": f"{scheme}://roost@db/roost"})
    assert settings.database_url == "postgresql+psycopg://roost@db/roost"


def test_the_key_of_pushes_is_made_and_kept_like_the_other(tmp_path: Path) -> None:
    first, second = (read_settings({"ROOST_DATA": str(tmp_path)}).push_key for _ in range(2))
    assert first is not None
    assert first == second
    assert (tmp_path / "push_key").stat().st_mode & 0o077 == 0


def test_in_production_there_are_no_pushes_until_a_key_is_given(tmp_path: Path) -> None:
    assert read_settings(PRODUCTION).push_key is None
    key = new_key()
    (tmp_path / "push").write_text(f"{key}\n")
    assert read_settings({**PRODUCTION, "PUSH_KEY": key}).push_key == key
    assert read_settings({**PRODUCTION, "PUSH_KEY_FILE": str(tmp_path / "push")}).push_key == key
    with pytest.raises(SettingsWrong, match="roost push-key"):
        read_settings({**PRODUCTION, "PUSH_KEY": "lanterns by the river"})
    with pytest.raises(SettingsWrong, match="PUSH_KEY_FILE names"):
        read_settings({**PRODUCTION, "PUSH_KEY_FILE": str(tmp_path / "none")})


def test_only_a_test_may_name_a_push_service_of_its_own(tmp_path: Path) -> None:
    named = {"PUSH_TEST_HOST": "127.0.0.1", "ROOST_DATA": str(tmp_path)}
    assert read_settings({**named, "ROOST_ENV": "test"}).push_test_host == "127.0.0.1"
    assert read_settings({**named, "ROOST_ENV": "development"}).push_test_host is None
    assert read_settings({**PRODUCTION, **named}).push_test_host is None


def test_the_key_of_what_is_sealed_is_made_and_kept_like_the_others_and_several_may_be_given(tmp_path: Path) -> None:
    first, second = (read_settings({"ROOST_DATA": str(tmp_path)}).field_keys for _ in range(2))
    assert first == second
    assert len(first) == 1
    assert (tmp_path / "field_key").stat().st_mode & 0o077 == 0
    kept, older = first[0], PRODUCTION["ROOST_FIELD_KEYS"]
    file = tmp_path / "fields"
    file.write_text(f"{kept}, {older}\n", encoding="utf-8")
    for given in ({"ROOST_FIELD_KEYS": f"{kept},{older}"}, {"ROOST_FIELD_KEYS_FILE": str(file)}):
        assert read_settings({**PRODUCTION, **given}).field_keys == (kept, older)


def test_notify_is_where_it_is_unless_something_else_is_said_and_beyond_production_without_tls_too(
    tmp_path: Path,
) -> None:
    assert read_settings(PRODUCTION).notify_url == "https://api.notifications.service.gov.uk"
    assert read_settings({**PRODUCTION, "NOTIFY_URL": "https://notify.example"}).notify_url == "https://notify.example"
    here = {"ROOST_DATA": str(tmp_path), "NOTIFY_URL": "http://127.0.0.1:8001"}
    assert read_settings(here).notify_url == "http://127.0.0.1:8001"


def test_a_council_on_this_machine_is_asked_while_testing_alone(tmp_path: Path) -> None:
    there = {"ROOST_DATA": str(tmp_path), "COUNCIL_TEST_ADDRESS": "http://127.0.0.1:1"}
    assert read_settings({**there, "ROOST_ENV": "test"}).council_test_address == "http://127.0.0.1:1"
    assert read_settings({**PRODUCTION, **there}).council_test_address is None
    assert read_settings(there).council_test_address is None


def test_production_takes_no_key_from_where_its_data_is_and_knows_where_they_lie(tmp_path: Path) -> None:
    data, elsewhere = tmp_path / "data", tmp_path / "keys"
    for folder in (data, elsewhere):
        folder.mkdir()
        (folder / "secret").write_text(PRODUCTION["SECRET_KEY"])
    given = {**PRODUCTION, "ROOST_DATA": str(data), "SECRET_KEY": ""}
    with pytest.raises(SettingsWrong, match="SECRET_KEY_FILE must not lie in ROOST_DATA"):
        read_settings({**given, "SECRET_KEY_FILE": str(data / "secret")})
    assert read_settings({**given, "SECRET_KEY_FILE": str(elsewhere / "secret")}).key_files == (elsewhere / "secret",)
    assert read_settings({**given, **PRODUCTION}).key_files == ()


def test_a_production_may_be_asked_by_its_own_host_and_by_watchmen_on_its_machine(tmp_path: Path) -> None:
    assert read_settings(PRODUCTION).trusted_hosts == ["roost.example", "127.0.0.1", "localhost", "[::1]"]
    assert read_settings({"ROOST_DATA": str(tmp_path)}).trusted_hosts is None


def test_figures_are_told_only_where_a_token_is_set(tmp_path: Path) -> None:
    token = "c0ffee0123456789" * 2
    (tmp_path / "token").write_text(f"{token}\n")
    assert read_settings(PRODUCTION).metrics_token is None
    assert read_settings({**PRODUCTION, "METRICS_TOKEN": token}).metrics_token == token
    assert read_settings({**PRODUCTION, "METRICS_TOKEN_FILE": str(tmp_path / "token")}).metrics_token == token


def test_keys_that_roost_keeps_change_together_and_the_older_still_open(tmp_path: Path) -> None:
    before = read_settings({"ROOST_DATA": str(tmp_path)})
    assert are_kept(before)
    changed = put_new_before(before)
    assert changed.secret_key_fallbacks == (before.secret_key,)
    assert changed.field_keys[1:] == before.field_keys
    assert changed.secret_key != before.secret_key
    again = put_new_before(read_settings({"ROOST_DATA": str(tmp_path)}))
    assert again.secret_key_fallbacks == (changed.secret_key, before.secret_key)
    found = read_settings({"ROOST_DATA": str(tmp_path)})
    assert (found.secret_key, found.secret_key_fallbacks, found.field_keys) == (
        again.secret_key,
        again.secret_key_fallbacks,
        again.field_keys,
    )
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir() if path.name != "push_key")


def test_keys_that_somebody_gives_are_not_roosts_to_change(tmp_path: Path) -> None:
    read_settings({"ROOST_DATA": str(tmp_path)})
    given = {"ROOST_DATA": str(tmp_path), "SECRET_KEY": PRODUCTION["SECRET_KEY"]}
    assert not are_kept(read_settings(given))
    assert read_settings(given).secret_key_fallbacks == ()
    assert not are_kept(read_settings({**given, "ROOST_FIELD_KEYS": PRODUCTION["ROOST_FIELD_KEYS"]}))
