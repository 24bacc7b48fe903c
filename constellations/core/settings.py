"""What the environment says: read once at the start, refused with a plain sentence where it cannot be."""

import base64
import os
import secrets
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, current_app
from pydantic import BaseModel, ConfigDict

from constellations.core.mail import is_mail_url
from constellations.core.notify import is_notify_url
from constellations.core.push_seal import new_key, read_key
from constellations.core.seals import is_field_key, new_field_key

SHORTEST_SECRET = 32

FEWEST_BYTES = 8
"""A key of fewer different bytes was typed, or copied from a paper, and not drawn."""

WELL_KNOWN = ("changeme", "change-me", "change_me", "example", "insecure", "password", "secret")
"""What keys that stand in papers, and in settings that somebody copied, have in them."""

THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")

KEYS_IN_FILES = ("SECRET_KEY_FILE", "ROOST_FIELD_KEYS_FILE", "PUSH_KEY_FILE", "METRICS_TOKEN_FILE")

SECRET_KEY, FALLBACKS, FIELD_KEY, PUSH_KEY = "secret_key", "secret_key_fallbacks", "field_key", "push_key"
"""The files of keys that Roost makes and keeps itself, beside the data, while one develops."""

EXTENSION = "roost_settings"

NOTIFY_URL = "https://api.notifications.service.gov.uk"
"""Where GOV.UK Notify is."""

NOBODY = "http://127.0.0.1:9"
"""Where nobody answers: what a test that has no council of its own asks instead of one."""


class SettingsWrong(Exception):
    """Roost cannot start with this environment; the words say what to set."""


class Stage(StrEnum):
    """Where this Roost runs; production is strict."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class Settings(BaseModel):
    """Everything that differs from one installation to the next."""

    model_config = ConfigDict(frozen=True)

    stage: Stage
    data_folder: Path
    database_url: str
    secret_key: str
    secret_key_fallbacks: tuple[str, ...] = ()
    redis_url: str | None = None
    mail_url: str | None = None
    field_keys: tuple[str, ...] = ()
    push_key: str | None = None
    push_test_host: str | None = None
    metrics_token: str | None = None
    key_files: tuple[Path, ...] = ()
    notify_url: str = NOTIFY_URL
    council_test_address: str | None = None
    public_url: str = "http://127.0.0.1:8000"
    trusted_proxies: int = 0
    second_step_for_staff: bool = False

    @property
    def is_production(self) -> bool:
        """Whether real families use this installation."""
        return self.stage is Stage.PRODUCTION

    @property
    def trusted_hosts(self) -> list[str] | None:
        """By which hosts Roost may be asked: its own, and this machine for its watchmen; any while one develops."""
        own = urlsplit(self.public_url).hostname
        return [own, *THIS_MACHINE] if self.is_production and own else None


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from `ROOST_ENV`, `ROOST_DATA`, `DATABASE_URL`, `SECRET_KEY` and the rest (docs/operations).

    Raises SettingsWrong with the name of the variable and what it must be.
    """
    stage = _stage(environment.get("ROOST_ENV", "development"))
    folder = Path(environment.get("ROOST_DATA", "instance")).resolve()
    public_url = environment.get("PUBLIC_URL", "")
    if stage is Stage.PRODUCTION and environment.get("FLASK_DEBUG", "0").lower() not in ("", "0", "false", "no"):
        raise SettingsWrong("FLASK_DEBUG must not be set in production: it shows to everybody what only we may see.")
    if stage is Stage.PRODUCTION and not public_url.startswith("https://"):
        raise SettingsWrong("PUBLIC_URL must be the https:// address at which people reach Roost.")
    mail_url = environment.get("MAIL_URL") or None
    if stage is Stage.PRODUCTION and mail_url is None:
        raise SettingsWrong(
            "MAIL_URL must say where mail is handed in, such as smtps://name:password@mail.example:465."
        )
    if mail_url is not None and not is_mail_url(mail_url):
        raise SettingsWrong("MAIL_URL must be smtps://, smtp+starttls:// or smtp://, then name:password@host:port.")
    return Settings(
        stage=stage,
        data_folder=folder,
        database_url=_database_url(environment.get("DATABASE_URL", ""), folder),
        secret_key=_secret_key(environment, stage, folder),
        secret_key_fallbacks=_fallbacks(environment, stage, folder),
        redis_url=environment.get("REDIS_URL") or None,
        mail_url=mail_url,
        field_keys=_field_keys(environment, stage, folder),
        push_key=_push_key(environment, stage, folder),
        metrics_token=_metrics_token(environment),
        key_files=_key_files(environment, stage, folder),
        push_test_host=(environment.get("PUSH_TEST_HOST") or None) if stage is Stage.TEST else None,
        notify_url=_notify_url(environment, stage),
        council_test_address=environment.get("COUNCIL_TEST_ADDRESS", NOBODY) if stage is Stage.TEST else None,
        public_url=public_url or "http://127.0.0.1:8000",
        trusted_proxies=_whole_number("TRUSTED_PROXIES", environment.get("TRUSTED_PROXIES", "0")),
        second_step_for_staff=stage is Stage.PRODUCTION or _yes("ROOST_STAFF_SECOND_STEP", environment),
    )


def init_settings(app: Flask, settings: Settings) -> None:
    """Let everything that runs in the application's context ask for its settings."""
    app.extensions[EXTENSION] = settings


def current_settings() -> Settings:
    """The settings of the application at work."""
    found: Settings = current_app.extensions[EXTENSION]
    return found


def _stage(text: str) -> Stage:
    if text not in set(Stage):
        raise SettingsWrong(f"ROOST_ENV must be one of {', '.join(Stage)}; it is {text!r}.")
    return Stage(text)


def _whole_number(name: str, text: str) -> int:
    if not text.isdecimal():
        raise SettingsWrong(f"{name} must be a whole number; it is {text!r}.")
    return int(text)


def _yes(name: str, environment: Mapping[str, str]) -> bool:
    text = environment.get(name, "no")
    if text not in ("yes", "no"):
        raise SettingsWrong(f"{name} must be yes or no; it is {text!r}.")
    return text == "yes"


def _database_url(text: str, folder: Path) -> str:
    if not text:
        return f"sqlite:///{folder / 'roost.db'}"
    scheme, _, rest = text.partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"}:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.strip("/"):
        return text
    raise SettingsWrong("DATABASE_URL must begin with postgresql:// or be sqlite:/// and the path of a file.")


def _secret_key(environment: Mapping[str, str], stage: Stage, folder: Path) -> str:
    key = environment.get("SECRET_KEY", "")
    if file := environment.get("SECRET_KEY_FILE"):
        key = _read_key("SECRET_KEY_FILE", Path(file))
    if stage is not Stage.PRODUCTION and not key:
        return _kept_key(folder / SECRET_KEY, lambda: secrets.token_hex(32))
    if len(key) < SHORTEST_SECRET or len(set(key)) < FEWEST_BYTES or _is_well_known(key):
        raise SettingsWrong(
            f"SECRET_KEY must be set to at least {SHORTEST_SECRET} random characters; "
            'make one with: python -c "import secrets; print(secrets.token_hex(32))"'
        )
    return key


def _fallbacks(environment: Mapping[str, str], stage: Stage, folder: Path) -> tuple[str, ...]:
    """Earlier keys, commas or blanks between, that still open what they signed; with those that Roost kept itself."""
    text = environment.get("SECRET_KEY_FALLBACKS", "")
    kept = folder / FALLBACKS
    if stage is not Stage.PRODUCTION and not environment.get("SECRET_KEY") and kept.is_file():
        text = f"{text} {kept.read_text(encoding='utf-8')}"
    return tuple(text.replace(",", " ").split())


def _field_keys(environment: Mapping[str, str], stage: Stage, folder: Path) -> tuple[str, ...]:
    """The keys of what is sealed in the database: the first one seals, all of them open."""
    text = environment.get("ROOST_FIELD_KEYS", "")
    if file := environment.get("ROOST_FIELD_KEYS_FILE"):
        text = _read_key("ROOST_FIELD_KEYS_FILE", Path(file))
    if not text.strip() and stage is not Stage.PRODUCTION:
        text = _kept_key(folder / FIELD_KEY, new_field_key)
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    if not keys or not all(map(is_field_key, keys)) or any(map(_is_typed, keys)):
        raise SettingsWrong(
            "ROOST_FIELD_KEYS must be one or more keys with commas between, the one that writes first; "
            'make one with: python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
        )
    return keys


def _push_key(environment: Mapping[str, str], stage: Stage, folder: Path) -> str | None:
    """The key by which push services know this Roost; in production there is no push without one."""
    key = environment.get("PUSH_KEY", "")
    if file := environment.get("PUSH_KEY_FILE"):
        key = _read_key("PUSH_KEY_FILE", Path(file))
    if not key:
        return None if stage is Stage.PRODUCTION else _kept_key(folder / PUSH_KEY, new_key)
    try:
        read_key(key)
    except ValueError as unreadable:
        raise SettingsWrong("PUSH_KEY must be a key that “roost push-key” has printed.") from unreadable
    return key


def _metrics_token(environment: Mapping[str, str]) -> str | None:
    """What opens the figures for who watches over Roost; without it they are not there."""
    token = environment.get("METRICS_TOKEN", "")
    if file := environment.get("METRICS_TOKEN_FILE"):
        token = _read_key("METRICS_TOKEN_FILE", Path(file))
    if token and (len(token) < SHORTEST_SECRET or _is_well_known(token)):
        raise SettingsWrong(f"METRICS_TOKEN must be at least {SHORTEST_SECRET} random characters, or not be set.")
    return token or None


def _key_files(environment: Mapping[str, str], stage: Stage, folder: Path) -> tuple[Path, ...]:
    """The files in which keys lie; in production not where the data is, for a backup of it would hold both."""
    files = {name: Path(environment[name]).resolve() for name in KEYS_IN_FILES if environment.get(name)}
    for name, file in files.items():
        if stage is Stage.PRODUCTION and folder in file.parents:
            raise SettingsWrong(f"{name} must not lie in ROOST_DATA: whoever copies the data would have the key too.")
    return tuple(files.values())


def _is_well_known(key: str) -> bool:
    return any(word in key.lower() for word in WELL_KNOWN)


def _is_typed(field_key: str) -> bool:
    return len(set(base64.urlsafe_b64decode(field_key))) < FEWEST_BYTES


def _notify_url(environment: Mapping[str, str], stage: Stage) -> str:
    """Where GOV.UK Notify is; keys go there, so in production by https alone."""
    url = environment.get("NOTIFY_URL") or NOTIFY_URL
    if not is_notify_url(url, must_be_sealed=stage is Stage.PRODUCTION):
        raise SettingsWrong("NOTIFY_URL must be the https:// address of GOV.UK Notify; without it Roost knows it.")
    return url


def _read_key(name: str, path: Path) -> str:
    if not path.is_file():
        raise SettingsWrong(f"{name} names {path}, which is not there.")
    return path.read_text(encoding="utf-8").strip()


def _kept_key(path: Path, make: Callable[[], str]) -> str:
    """A key made at the first start and kept, so that people stay signed in while one develops."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(make(), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()
