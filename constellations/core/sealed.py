"""A column whose words are sealed on their way into the database, and opened on their way out."""

from sqlalchemy import Dialect, Text, TypeDecorator

from constellations.core.seals import seal, unseal
from constellations.core.settings import current_settings


class Sealed(TypeDecorator[str]):
    """Words that the database holds only sealed, with the keys of ROOST_FIELD_KEYS; it cannot be searched."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """On the way in: sealed with the first key."""
        return None if value is None else seal(value, current_settings().field_keys)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """On the way out; raises KeyLost where no key opens it."""
        return None if value is None else unseal(value, current_settings().field_keys)
