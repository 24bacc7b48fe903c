"""The keys that Roost makes and keeps itself while one develops, and what it remembers of those that it is given."""

import hashlib
import secrets
from pathlib import Path

from constellations.core.files.copying import write_down
from constellations.core.seals import new_field_key
from constellations.core.settings import FALLBACKS, FIELD_KEY, SECRET_KEY, Settings

FIRST_KEY = "first_key_before"
"""Under ROOST_DATA: by a hash, which field key stood first when new ones were printed."""


def new_secret_key() -> str:
    """A key that signs cookies and tokens."""
    return secrets.token_hex(32)


def are_kept(settings: Settings) -> bool:
    """Whether Roost keeps both keys itself, and nobody gives them to it."""
    folder = settings.data_folder
    kept_fields = tuple(key.strip() for key in _read(folder / FIELD_KEY).split(","))
    return _read(folder / SECRET_KEY) == settings.secret_key and kept_fields == settings.field_keys


def note_first_key(settings: Settings) -> None:
    """Remember which field key stands first, for new ones are printed now."""
    _replace(settings.data_folder / FIRST_KEY, _hash_of_first(settings))


def is_in_use(settings: Settings) -> bool:
    """Whether another field key stands first than when new ones were printed last, if ever they were."""
    return _read(settings.data_folder / FIRST_KEY) != _hash_of_first(settings)


def put_new_before(settings: Settings) -> Settings:
    """Make new keys and keep them before the old ones; gives the settings with which Roost runs from now on.

    The earlier secret key is written down first: stopped half way, nobody is signed out.
    """
    folder, secret, field = settings.data_folder, new_secret_key(), new_field_key()
    fallbacks = (settings.secret_key, *settings.secret_key_fallbacks)
    fields = (field, *settings.field_keys)
    for name, text in ((FALLBACKS, " ".join(fallbacks)), (FIELD_KEY, ",".join(fields)), (SECRET_KEY, secret)):
        _replace(folder / name, text)
    return settings.model_copy(update={"secret_key": secret, "secret_key_fallbacks": fallbacks, "field_keys": fields})


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.new")
    write_down(beside, text)
    beside.replace(path)


def _hash_of_first(settings: Settings) -> str:
    return hashlib.sha256(settings.field_keys[0].encode()).hexdigest()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""
