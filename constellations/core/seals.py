"""Sealing words that nobody who has the database alone shall read: with keys that never lie beside it."""

import hashlib
import hmac
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class KeyLost(Exception):
    """Sealed words that no key of ROOST_FIELD_KEYS opens: one is missing there, or the words were altered."""


def new_field_key() -> str:
    """A key, as it is kept in the environment or a file."""
    return Fernet.generate_key().decode()


def is_field_key(text: str) -> bool:
    """Whether this is such a key."""
    try:
        Fernet(text)
    except ValueError:
        return False
    return True


def seal(words: str, keys: Sequence[str]) -> str:
    """Seal words with the first key."""
    return _box(tuple(keys)).encrypt(words.encode()).decode()


def unseal(sealed: str, keys: Sequence[str]) -> str:
    """The words, opened with whichever key sealed them; raises KeyLost."""
    try:
        return _box(tuple(keys)).decrypt(sealed.encode()).decode()
    except InvalidToken as lost:
        raise KeyLost from lost


def is_newest(sealed: str, keys: Sequence[str]) -> bool:
    """Whether the first key opens these sealed words, so that no other is needed for them."""
    try:
        unseal(sealed, keys[:1])
    except KeyLost:
        return False
    return True


def mark(words: str, key: str) -> str:
    """What stands for words that are only ever compared, in 64 letters: without the key nobody can guess at them."""
    own = hashlib.sha256(b"mark" + key.encode()).digest()
    return hmac.new(own, words.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
