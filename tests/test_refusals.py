"""Every refusal that a rule declares is a sentence for the person who is refused, whoever it is said about."""

import datetime as dt
import importlib
import inspect
import re
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import pytest

from constellations.backup.rules import Kind
from constellations.core.clock import Month
from constellations.core.errors import RoostError
from constellations.doctor.rules import Finding, Verdict
from constellations.keeping.rules import Limits, Unit
from constellations.permissions import Role
from sleepovers.rules import AskState, NightState, StayState
from sleepovers.stays.moving.rules import MoveState
from tests.source import sources

DAY = dt.date(2026, 11, 22)
KEY = uuid.UUID("019376c8-8b2a-7c3e-9d4f-5a6b7c8d9e0f")
# A value for each kind of thing that a refusal may speak of.
SAMPLES: dict[object, object] = {
    str: "Patel",
    str | None: "Patel",
    int: 17,
    bool: True,
    dt.date: DAY,
    dt.datetime | None: dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC),
    Month: Month(2026, 10),
    NightState: NightState.HAPPENED,
    StayState: StayState.CANCELLED,
    uuid.UUID: KEY,
    Collection[str]: ["12-hub"],
    Sequence[dt.date]: [DAY],
    Sequence[tuple[dt.date, str, str]]: [(DAY, "Kelly", "Patel")],
    Kind: Kind.SQLITE,
    Unit: Unit.MONTHS,
    Limits: Limits(1, 24),
    Role: Role.MANAGER,
    Iterable[Finding]: [Finding("Debug", Verdict.FAIL, "is on", "Switch it off.")],
}
# What nobody should have to read: a code's own names, places left empty, other than plain signs.
FOREIGN = re.compile(r"[{}_<>%]|\bNone\b|\b(?:[Ee]rror|[Ii]nvalid|[Nn]ull|[Ee]xception)\b")
# What who runs an installation knows by its very name.
SETTING = re.compile(r"\b[A-Z]+(?:_[A-Z]+)+\b")
LONGEST = 260


def refusals() -> Iterator[type[RoostError]]:
    """The refusals declared in the files of rules."""
    for source in sources():
        if source.name == "rules":
            found = vars(importlib.import_module(source.module)).values()
            yield from (
                each
                for each in found
                if inspect.isclass(each) and issubclass(each, RoostError) and each.__module__ == source.module
            )


def made(refusal: Callable[..., RoostError]) -> list[RoostError]:
    """The refusal as it is said; of a state, once for each that it knows."""
    wanted = list(inspect.signature(refusal).parameters.values())
    hints = [parameter.annotation for parameter in wanted]
    words = getattr(refusal, "WORDS", None)
    if words is not None:
        assert hints in ([AskState], [MoveState]), f"{refusal} knows words of something new: add it here"
        return [refusal(state) for state in words]
    return [refusal(*(SAMPLES[hint] for hint in hints))]


@pytest.mark.parametrize("refusal", list(refusals()), ids=lambda refusal: f"{refusal.__module__}.{refusal.__name__}")
def test_a_refusal_is_a_plain_sentence(refusal: type[RoostError]) -> None:
    for said in made(refusal):
        assert re.fullmatch(r"[A-Z0-9].*[.?]", said.words), f"no sentence: {said.words}"
        assert len(said.words) <= LONGEST, f"nobody reads this to its end: {said.words}"
        assert not FOREIGN.search(SETTING.sub("", said.words)), f"not said as people speak: {said.words}"
        assert str(KEY) not in said.words


@pytest.mark.parametrize(
    "refusal", [each for each in refusals() if getattr(each, "about", "")], ids=lambda refusal: refusal.__name__
)
def test_what_a_refusal_is_about_is_the_name_of_a_field(refusal: type[RoostError]) -> None:
    assert re.fullmatch(r"[a-z][a-z_]*", refusal.about)  # type: ignore[attr-defined]  # only of those that have one
