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
    """What comes next when keys change: new ones, using what was learnt, sealing anew, or letting the older ones go."""

    BEGIN = "begin"
    USE = "use"
    RENEW = "renew"
    FINISH = "finish"


def next_step(keys: int, columns: Mapping[str, Sealings], wants_new: bool, is_in_use: bool) -> Rotation:
    """What comes next, with so many field keys; what was begun comes to its end before anything new.

    `is_in_use`: another key stands first than when new ones were printed last. Keys that were learnt and are not used
    yet open nothing, and neither do those that have served.
    """
    if any(found.older for found in columns.values()):
        return Rotation.RENEW
    if keys == 1 or wants_new:
        return Rotation.BEGIN
    return Rotation.FINISH if is_in_use else Rotation.USE


def what_to_set(secret_key: str, field_key: str, has_many: bool) -> str:
    """What a production sets, and in which order, so that nobody is signed out and every text opens at every moment.

    With many instances each learns the new keys before any of them uses one.
    """
    keep = "Keep the keys of until now where those of backups are kept: what was backed up before opens with no other."
    learn = f"""Let every instance and roost jobs learn the new keys before one of them uses any. Set
     SECRET_KEY_FALLBACKS=…,{secret_key}
     ROOST_FIELD_KEYS=…,{field_key}
   with what stands there now in place of the dots (where nothing does, without the comma), and start them anew, one
   after the other."""
    use = f"""Set
     SECRET_KEY={secret_key}
     SECRET_KEY_FALLBACKS=…
     ROOST_FIELD_KEYS={field_key},…
   with the SECRET_KEY of until now in place of the first dots, and behind it, after a comma, what stands there; in
   place of the second what stands there now. {WHERE_AND_START}"""
    return _numbered(keep, *([learn] if has_many else []), use, RENEW, DROP)


def what_to_use() -> str:
    """The same from where every instance has learnt the keys; no key is printed for a second time."""
    use = f"""Every instance and roost jobs must have been started anew since they know the new keys, which are the last
   of SECRET_KEY_FALLBACKS and the last of ROOST_FIELD_KEYS. Then set
     SECRET_KEY=…    to the new one
     SECRET_KEY_FALLBACKS=…    to the SECRET_KEY of until now, and what else stands there, with commas between
     ROOST_FIELD_KEYS=…    to the new one and behind it, after a comma, what else stands there
   {WHERE_AND_START}"""
    return _numbered(use, RENEW, DROP)


WHERE_AND_START = "Where a setting names a file, into the file. Start Roost anew. Nobody has to sign in again."
RENEW = "When all run with them: roost keys rotate    It seals anew what the older key sealed."
DROP = "The keys behind the first may leave ROOST_FIELD_KEYS then, and after 90 days SECRET_KEY_FALLBACKS be emptied."


def _numbered(*steps: str) -> str:
    return "\n".join(f"{number}. {words}" for number, words in enumerate(steps, 1))
