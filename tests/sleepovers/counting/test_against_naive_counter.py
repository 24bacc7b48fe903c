"""The count in SQL finds what the naive counter finds, on whole drawn months and on both databases."""

import os

from flask import Flask
from hypothesis import HealthCheck, given, settings

from constellations.access import Viewer
from constellations.core.clock import Month
from constellations.core.database import database, session
from sleepovers.counting.nights.queries import worked_counts
from sleepovers.counting.queries import BEFORE_THRESHOLD, HomeMonth, homes_near_threshold, month_counts
from sleepovers.policies.queries import policies_in_force
from tests.sleepovers.counting.stored_register import store_register
from tests.sleepovers.drawn_months import HOMES, registers
from tests.sleepovers.naive_counter import NaiveCount, Register, naive_count, nights_hosted

STEADY = settings(derandomize=True, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MOST = min(int(os.environ.get("ROOST_COUNTS", "60")), 120)
EXAMPLES = {"sqlite": MOST, "postgresql": MOST // 3}


def figures_of(home: HomeMonth) -> dict[str, object]:
    """A home's figures under the names of the naive counter."""
    return {
        "child_nights": home.child_nights,
        "nights": home.nights,
        "counted": home.counted,
        "threshold": home.policy.threshold,
        "basis": home.policy.basis,
        "beyond": home.beyond,
        "due": home.due,
        "amount_pence": home.amount_pence,
        "amount_reason": home.amount_reason,
    }


def without_lines(naive: NaiveCount) -> dict[str, object]:
    """The figures alone."""
    return {name: value for name, value in naive._asdict().items() if name != "lines"}


def assert_all_agree(month: str, register: Register) -> None:
    """The report, the way to the flag, and the working of a home say what the naive counter says."""
    ids, its, viewer = store_register(register), Month.parse(month), Viewer.system()
    services = policies_in_force(viewer, its)
    naive = {home: naive_count(home, month, register) for home in HOMES}
    hosts = [home for home in HOMES if nights_hosted(home, month, register)]

    found = month_counts(viewer, its, services)
    assert {home.home: figures_of(home) for home in found} == {home: without_lines(naive[home]) for home in hosts}

    near = {home.home_id: home.counted for home in homes_near_threshold(viewer, its, services)}
    first_level = max(1, services[0].policy.threshold - BEFORE_THRESHOLD)
    assert near == {ids[home]: naive[home].counted for home in hosts if naive[home].counted >= first_level}

    worked = worked_counts(viewer, its, {ids[home]: services[0] for home in HOMES})
    for home in HOMES:
        lines = [(str(line.hosted.night), line.hosted.child, line.standing) for line in worked[ids[home]].lines]
        assert lines == naive[home].lines


def test_the_database_and_the_naive_counter_agree_on_every_figure_and_line(app: Flask) -> None:
    due = 0

    @settings(STEADY, max_examples=EXAMPLES[database().engine.dialect.name])
    @given(registers())
    def agree(drawn: tuple[str, Register]) -> None:
        nonlocal due
        month, register = drawn
        try:
            assert_all_agree(month, register)
        finally:
            session().rollback()
        due += sum(naive_count(home, month, register).due for home in HOMES)

    agree()
    assert due > 10
