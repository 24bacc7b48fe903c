"""What is asked of who wants everything sealed anew; plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Sealings:
    """How many texts of one column the newest key sealed, how many an older one, and how many no key opens."""

    newest: int = 0
    older: int = 0
    lost: int = 0


class SealsLost(RuleBroken):
    """Some texts open with none of the keys: one is missing, and nothing is begun without it."""

    def __init__(self, lost: str) -> None:
        super().__init__(
            f"No key that Roost has opens these: {lost}. Nothing was changed. Put the key that is missing back, "
            "behind the others, then try again."
        )


def must_all_open(columns: Mapping[str, Sealings]) -> None:
    """Raise SealsLost, with the columns and how many of each, where some text opens with no key."""
    lost = [f"{name} ({found.lost})" for name, found in columns.items() if found.lost]
    if lost:
        raise SealsLost(", ".join(lost))


class Rotation(StrEnum):
    """What comes next when keys change: new ones, sealing anew with the first, or letting the older ones go."""

    BEGIN = "begin"
    RENEW = "renew"
    FINISH = "finish"


def next_step(keys: int, columns: Mapping[str, Sealings], wants_new: bool) -> Rotation:
    """What comes next, with so many field keys; what was begun comes to its end before anything new."""
    if any(found.older for found in columns.values()):
        return Rotation.RENEW
    return Rotation.FINISH if keys > 1 and not wants_new else Rotation.BEGIN


def what_to_set(secret_key: str, field_key: str, has_many: bool) -> str:
    """What a production sets, and in which order, so that nobody is signed out and every text opens at every moment.

    With many instances each learns the new keys before any of them uses one.
    """
    keep = "Keep the keys of until now where those of backups are kept: what was backed up before opens with no other."
    learn = f"""Let every instance and roost jobs learn the new keys before one of them uses any. Set
     SECRET_KEY_FALLBACKS={secret_key}    and what stands there now, after a blank
     ROOST_FIELD_KEYS=…,{field_key}    the new one behind what stands there now
   and start them anew, one after the other."""
    use = f"""Set
     SECRET_KEY={secret_key}
     SECRET_KEY_FALLBACKS=…    the SECRET_KEY of until now, and what stands there, after a blank
     ROOST_FIELD_KEYS={field_key},…    the new one before what stands there now
   (where a setting names a file, into the file) and start Roost anew. Nobody has to sign in again."""
    renew = "When all run with them: roost keys rotate    It seals anew what the older key sealed."
    drop = "The older keys may leave ROOST_FIELD_KEYS then, and after 90 days SECRET_KEY_FALLBACKS may be emptied."
    steps = [keep, *([learn] if has_many else []), use, renew, drop]
    return "\n".join(f"{number}. {words}" for number, words in enumerate(steps, 1))
