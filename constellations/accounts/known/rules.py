"""What a browser keeps of who has signed in on it: chance, and hashes that nobody can read a person from, signed."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer

MOST = 5
"""Of so many people who share a browser it knows the last."""

KEPT_SECONDS = 90 * 24 * 3600
"""As long as the longest of sign-ins."""

SALT = "known browser"
"""What is signed for anything else is none of these."""


@dataclass(frozen=True, slots=True)
class KnownBrowser:
    """A browser by its chance, and the marks of the people who signed in on it, the last one last; or one unknown."""

    chance: str = ""
    marks: tuple[str, ...] = ()

    def knows(self, person_id: uuid.UUID) -> bool:
        """Whether somebody has signed in on it before."""
        return self._mark(person_id) in self.marks

    def with_person(self, person_id: uuid.UUID, chance: str) -> "KnownBrowser":
        """The same once somebody has signed in; one unknown takes its chance from here."""
        known = KnownBrowser(self.chance or chance, self.marks)
        mark = known._mark(person_id)
        others = tuple(each for each in known.marks if each != mark)
        return KnownBrowser(known.chance, (*others, mark)[-MOST:])

    def signed(self, keys: Sequence[str]) -> str:
        """What the browser keeps, signed with the first key."""
        return str(_signer(keys).dumps([self.chance, *self.marks]))

    def _mark(self, person_id: uuid.UUID) -> str:
        return hashlib.sha256(f"{self.chance} {person_id}".encode()).hexdigest()[:32]


def known_browser(kept: str | None, keys: Sequence[str]) -> KnownBrowser:
    """The browser that keeps this; one unknown where none of the keys has signed it."""
    try:
        chance, *marks = _signer(keys).loads(kept or "")
    except (BadData, ValueError):
        return KnownBrowser()
    return KnownBrowser(chance, tuple(marks))


def _signer(keys: Sequence[str]) -> URLSafeSerializer:
    return URLSafeSerializer(list(reversed(keys)), salt=SALT)
