"""Whole registers drawn by Hypothesis: months of stays, moves after midnight, and rules that change on the way."""

import datetime as dt
from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.sleepovers.naive_counter import Register, Row, has_night, slept_on

HOMES = ("home-a", "home-b")
CHILDREN = ("child-1", "child-2", "child-3", "child-4")
MONTHS = ("2026-10", "2027-03", "2028-02")
"""The clocks go back, the clocks go forward, and a leap year."""

KINDS = ("planned", "planned", "planned", "emergency", "respite", "day_care", "outreach")
STATUSES = ("looked_after",) * 4 + ("kinship", "short_break", "special_guardianship", "adopted", "staying_put")
SMALL_HOURS = ("T00:00", "T01:40", "T02:00", "T05:59")
DAYTIME = ("", "", "T06:00", "T17:30", "T23:59")


@dataclass(frozen=True)
class Step:
    """One stay as drawn, before the days of the calendar are laid on it; gap and length in days."""

    gap: int
    arrives: str
    length: int
    departs: str
    host: str
    kind: str
    state: str


MOVES = st.builds(
    Step,
    gap=st.just(0),
    arrives=st.sampled_from(SMALL_HOURS),
    length=st.sampled_from((0, 0, 1, 2)),
    departs=st.sampled_from(SMALL_HOURS),
    host=st.sampled_from(HOMES),
    kind=st.sampled_from(KINDS),
    state=st.just("happened"),
)
"""Stays that come and go in the small hours: after one another, a child is moved, and moved again."""

VISITS = st.builds(
    Step,
    gap=st.sampled_from((0, 0, 0, 1, 2, 5)),
    arrives=st.sampled_from(DAYTIME + SMALL_HOURS),
    length=st.sampled_from((0, 1, 1, 2, 3, 6)),
    departs=st.sampled_from(DAYTIME + SMALL_HOURS),
    host=st.sampled_from(HOMES),
    kind=st.sampled_from(KINDS),
    state=st.sampled_from(("happened",) * 7 + ("cancelled", "declined", "asked")),
)


@dataclass
class Diary:
    """One child's stays laid out in time; what would put the child in two places is left out."""

    child: str
    day: dt.date
    stays: list[Row] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Lay the next stay after the last that happened, if it is in order and overlaps none."""
        arrive = self.day + dt.timedelta(days=step.gap)
        depart = arrive + dt.timedelta(days=step.length)
        stay = {
            "child": self.child,
            "host": step.host,
            "arrive": f"{arrive}{step.arrives}",
            "depart": f"{depart}{step.departs}",
            "kind": step.kind,
            "state": step.state,
        }
        wrong_way_round = step.length == 0 and "" != step.departs < step.arrives
        if wrong_way_round or (step.state == "happened" and self.overlaps(stay)):
            return
        self.stays.append(stay)
        self.day = depart if step.state == "happened" else self.day

    def overlaps(self, stay: Row) -> bool:
        """Whether the stay would give the child two places on one night."""
        register = {"stays": [*self.stays, stay]}
        around = [str(self.day + dt.timedelta(days=n)) for n in range(-2, 13)]
        return any(has_night(stay, day) and len(slept_on(self.child, day, register)) != 1 for day in around)


def dates_around(month: str) -> st.SearchStrategy[str]:
    """Dates from ten days before the month to ten days after."""
    start = dt.date.fromisoformat(f"{month}-01")
    return st.integers(-10, 41).map(lambda days: str(start + dt.timedelta(days=days)))


@st.composite
def stays_of(draw: st.DrawFn, child: str, month: str) -> list[Row]:
    """The stays of one child from the week before the month on."""
    diary = Diary(child, dt.date.fromisoformat(f"{month}-01") - dt.timedelta(days=4))
    for step in draw(st.lists(st.one_of(VISITS, VISITS, MOVES), min_size=3, max_size=14)):
        diary.add(step)
    return diary.stays


@st.composite
def statuses_of(draw: st.DrawFn, child: str, month: str) -> list[Row]:
    """A status from always, and perhaps another from a date near the month."""
    starts = ["", *draw(st.lists(dates_around(month), max_size=1))]
    return [{"child": child, "status_from": start, "status": draw(st.sampled_from(STATUSES))} for start in starts]


def memberships(month: str) -> st.SearchStrategy[list[Row]]:
    """Homes joining and leaving, as hub or satellite, near the month or long before it."""
    row = st.fixed_dictionaries(
        {
            "home": st.sampled_from(HOMES),
            "role": st.sampled_from(("hub", "hub", "satellite")),
            "joined_on": st.one_of(st.just("2020-01-01"), dates_around(month)),
            "left_on": st.one_of(st.just(""), st.just(""), dates_around(month)),
        }
    )
    long_hubs = [{"home": home, "role": "hub", "joined_on": "2020-01-01", "left_on": ""} for home in HOMES]
    return st.one_of(st.just(long_hubs), st.lists(row, min_size=1, max_size=5))


def some_of(*words: str) -> st.SearchStrategy[str]:
    """One or more words as a cell holds them, most often the first half."""
    usual = st.just(";".join(words[: len(words) // 2 + 1]))
    return st.one_of(usual, usual, st.lists(st.sampled_from(words), min_size=1, unique=True).map(";".join))


def policies(month: str) -> st.SearchStrategy[list[Row]]:
    """None, or two or three policies from the 1st of the month before, of this one, of the next."""
    first = dt.date.fromisoformat(f"{month}-01")
    firsts = [str((first + dt.timedelta(days=n)).replace(day=1)) for n in (-1, 0, 31)]
    row = st.fixed_dictionaries(
        {
            "valid_from": st.sampled_from(firsts),
            "threshold": st.sampled_from(("0", "1", "2", "3", "4", "8", "16")),
            "basis": st.sampled_from(("child_nights", "nights")),
            "shape": st.sampled_from(("per_night_beyond", "flat_when_exceeded")),
            "eligible_roles": st.sampled_from(("hub", "hub;satellite")),
            "counted_kinds": some_of(*dict.fromkeys(KINDS)),
            "counted_statuses": some_of(*dict.fromkeys(STATUSES)),
        }
    )
    return st.one_of(st.just([]), st.lists(row, min_size=2, max_size=3, unique_by=lambda row: row["valid_from"]))


def rates(month: str) -> st.SearchStrategy[list[Row]]:
    """Up to four rates from days of the month, each with one price or both, and perhaps one from long ago."""
    prices = st.sampled_from((("4000", "15000"), ("4200", "20000"), ("4500", ""), ("", "18000"), ("0", "0")))
    row = st.tuples(st.integers(1, 28), prices).map(
        lambda drawn: {
            "valid_from": f"{month}-{drawn[0]:02}",
            "per_night_pence": drawn[1][0],
            "flat_pence": drawn[1][1],
        }
    )
    changes = st.lists(row, max_size=4, unique_by=lambda row: row["valid_from"])
    long_ago = {"valid_from": "2020-01-01", "per_night_pence": "3800", "flat_pence": "12000"}
    return st.one_of(changes, changes.map(lambda rows: [*rows, long_ago]))


@st.composite
def registers(draw: st.DrawFn) -> tuple[str, Register]:
    """A month and a register around it, lawful in all that the count depends on."""
    month = draw(st.sampled_from(MONTHS))
    return month, {
        "stays": [stay for child in CHILDREN for stay in draw(stays_of(child, month))],
        "children": [row for child in CHILDREN for row in draw(statuses_of(child, month))],
        "memberships": draw(memberships(month)),
        "policies": draw(policies(month)),
        "rates": draw(rates(month)),
    }
