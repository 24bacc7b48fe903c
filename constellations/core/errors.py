"""The few ways in which a wish can fail; `core/http.py` turns each into an answer."""

import re


class RoostError(Exception):
    """The root of every failure that a person is told about; `words` are for that person."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words

    @property
    def name(self) -> str:
        """What it is called for programs: `no_bed_free`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()


class NotFound(RoostError):
    """Not there, or not the viewer's to see: the same answer for both (404)."""

    def __init__(self, words: str = "There is nothing here.") -> None:
        super().__init__(words)


class Forbidden(RoostError):
    """The viewer's role does not allow it (403)."""

    def __init__(self, words: str = "Your role does not allow this.") -> None:
        super().__init__(words)


class SignedOut(RoostError):
    """Nobody is signed in where somebody must be (401, or the sign-in page)."""

    def __init__(self, words: str = "Please sign in first.") -> None:
        super().__init__(words)


class RuleBroken(RoostError):
    """A rule of the trade says no; the words say which, and what to do (422).

    `about` names the one value that is at fault, if one is: a form with a field of that name says the words beside it.
    """

    about = ""


class TooLarge(RuleBroken):
    """What was sent is larger than may be; the words say how large (413)."""


class Conflict(RoostError):
    """Somebody else changed it first (409)."""


class TooOften(RoostError):
    """Tried too many times in a short while; waiting will help (429)."""

    def __init__(self, words: str = "That was tried many times. Wait five minutes, then try again.") -> None:
        super().__init__(words)


class Busy(RoostError):
    """The database is taken by another writer; trying again will work (503)."""

    def __init__(self, words: str = "Roost is busy for a moment. Nothing was changed; please try again.") -> None:
        super().__init__(words)


class DiskFull(Busy):
    """There is no room to store anything; trying again works once somebody has made some (507)."""

    def __init__(self) -> None:
        super().__init__(
            "Roost has no room left, so this was not stored. Nothing was changed. Reading still works. "
            "Please tell whoever looks after Roost."
        )
