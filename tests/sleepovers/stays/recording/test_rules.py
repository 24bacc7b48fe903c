"""What may be recorded, and who is meant."""

import datetime as dt

import pytest

from sleepovers.stays.recording import rules
from sleepovers.stays.recording.rules import must_have_come, the_one

TODAY = dt.date(2026, 11, 22)


def test_what_happened_or_has_begun_is_recorded_and_what_is_to_come_is_asked_for() -> None:
    must_have_come(TODAY, TODAY)
    must_have_come(TODAY - dt.timedelta(days=30), TODAY)
    with pytest.raises(rules.StillAhead, match="asked for, not recorded"):
        must_have_come(TODAY + dt.timedelta(days=1), TODAY)


@pytest.mark.parametrize(("found", "meant"), [([], None), (["JB"], "JB"), (["JB", "AK"], None)])
def test_a_child_is_meant_where_only_one_can_be(found: list[str], meant: str | None) -> None:
    assert the_one(found) == meant
