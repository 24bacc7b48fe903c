"""What may be recorded, and who is meant."""

import datetime as dt

import pytest

from constellations.core.errors import RuleBroken
from sleepovers.rules import DepartsBeforeArriving, Moment
from sleepovers.stays.recording import rules
from sleepovers.stays.recording.rules import must_have_come, the_one

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("came", "left", "broken"),
    [
        ("2026-11-22", "2026-11-24", None),
        ("2026-10-23", "2026-10-23", None),
        ("2026-11-23", "2026-11-24", rules.StillAhead),
        ("2026-11-20", "2026-11-19", DepartsBeforeArriving),
        ("2026-11-20T18:00", "2026-11-20T17:00", DepartsBeforeArriving),
    ],
)
def test_what_happened_or_has_begun_is_recorded_and_what_is_to_come_is_asked_for(
    came: str, left: str, broken: type[RuleBroken] | None
) -> None:
    ends = Moment.parse(came), Moment.parse(left)
    if broken is None:
        must_have_come(*ends, TODAY)
        assert ends[0].on <= TODAY
    else:
        with pytest.raises(broken):
            must_have_come(*ends, TODAY)


@pytest.mark.parametrize(("found", "meant"), [([], None), (["JB"], "JB"), (["JB", "AK"], None)])
def test_a_child_is_meant_where_only_one_can_be(found: list[str], meant: str | None) -> None:
    assert the_one(found) == meant
