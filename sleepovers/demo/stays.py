"""The demo service's stays: September and October 2026 as told, and every week since then up to the present one."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sleepovers.demo.families import Row, child_key

DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)

FIRST_FRIDAY = dt.date(2026, 11, 6)
"""From this weekend on, stays are made up to the present; before it they are told one by one."""

WEEKS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Told:
    """One stay of September or October: `child` as `Family-Initials`, dates and times as in the register."""

    host: str
    child: str
    arrive: str
    depart: str
    kind: str = "planned"
    state: str = "happened"


SEPTEMBER = (
    # Kelly, eighteen child-nights, two beyond; told right, checked, approved and paid.
    Told("Kelly", "Patel-JB", "2026-09-04", "2026-09-06"),
    Told("Kelly", "Patel-MB", "2026-09-04", "2026-09-06"),
    Told("Kelly", "Okafor-SD", "2026-09-08", "2026-09-11"),
    Told("Kelly", "Hughes-AK", "2026-09-11", "2026-09-13"),
    Told("Kelly", "Hughes-RK", "2026-09-11", "2026-09-13"),
    Told("Kelly", "Marsh-CP", "2026-09-18", "2026-09-20"),
    Told("Kelly", "Novak-ES", "2026-09-22", "2026-09-24", "respite"),
    Told("Kelly", "Marsh-JB", "2026-09-25", "2026-09-28"),
    Told("Brennan", "Doyle-GH", "2026-09-11", "2026-09-13"),
    Told("Patel", "Marsh-JB", "2026-09-12", "2026-09-13"),
)

OCTOBER = (
    # Kelly, hub of Northern Lights: nineteen child-nights that count, three beyond; DM's night does not.
    Told("Kelly", "Patel-JB", "2026-10-02", "2026-10-04"),
    Told("Kelly", "Patel-MB", "2026-10-02", "2026-10-04"),
    Told("Kelly", "Grant-DM", "2026-10-06", "2026-10-07"),
    Told("Kelly", "Okafor-SD", "2026-10-09", "2026-10-11"),
    Told("Kelly", "Marsh-CP", "2026-10-09", "2026-10-10"),
    Told("Kelly", "Hughes-AK", "2026-10-16", "2026-10-18"),
    Told("Kelly", "Hughes-RK", "2026-10-16", "2026-10-18"),
    Told("Kelly", "Marsh-JB", "2026-10-17T10:00", "2026-10-17T17:30", "day_care"),
    Told("Kelly", "Novak-ES", "2026-10-21", "2026-10-22", "respite"),
    # The night of the twenty-fourth has twenty-five hours, and is one night.
    Told("Kelly", "Patel-JB", "2026-10-24T16:00", "2026-10-25T11:00"),
    Told("Kelly", "Okafor-SD", "2026-10-26", "2026-10-29"),
    Told("Kelly", "Marsh-JB", "2026-10-30", "2026-11-02"),
    # A child who came at twenty to two on 1 November has the night of 31 October.
    Told("Kelly", "Novak-ES", "2026-11-01T01:40", "2026-11-01T17:00", "emergency"),
    # Brennan, hub of Plough: exactly sixteen, which is not due.
    Told("Brennan", "Whitlock-KF", "2026-10-02", "2026-10-04"),
    Told("Brennan", "Whitlock-HF", "2026-10-02", "2026-10-04"),
    Told("Brennan", "Achebe-TN", "2026-10-09", "2026-10-11"),
    Told("Brennan", "Doyle-GH", "2026-10-16", "2026-10-18"),
    Told("Brennan", "Doyle-WH", "2026-10-16", "2026-10-18"),
    Told("Brennan", "Ivanov-BR", "2026-10-22", "2026-10-23", "respite"),
    Told("Brennan", "Parsons-VC", "2026-10-23", "2026-10-25"),
    Told("Brennan", "Lund-ZE", "2026-10-26", "2026-10-28"),
    Told("Brennan", "Achebe-TN", "2026-10-31", "2026-11-01"),
    # Cassiopeia: Osei eleven before handing over, Lindqvist seven after.
    Told("Osei", "Barrow-NM", "2026-10-02", "2026-10-04"),
    Told("Osei", "Barrow-LM", "2026-10-02", "2026-10-04"),
    Told("Osei", "Drake-OW", "2026-10-05", "2026-10-08"),
    Told("Osei", "Holt-RS", "2026-10-09", "2026-10-11"),
    Told("Osei", "Holt-TS", "2026-10-09", "2026-10-11"),
    Told("Lindqvist", "Greene-MV", "2026-10-16", "2026-10-18"),
    Told("Lindqvist", "Flores-CT", "2026-10-23", "2026-10-25"),
    Told("Lindqvist", "Flores-DT", "2026-10-23", "2026-10-25"),
    Told("Lindqvist", "Iqbal-HL", "2026-10-29", "2026-10-30"),
    # Families for each other.
    Told("Patel", "Novak-ES", "2026-10-10", "2026-10-11"),
    Told("Kemp", "Eastwood-AH", "2026-10-17", "2026-10-19", "respite"),
    Told("Abbott", "Bello-EG", "2026-10-03", "2026-10-04"),
    Told("Dunne", "Gill-PV", "2026-10-09", "2026-10-11"),
    Told("Hale", "Nash-TE", "2026-10-24", "2026-10-25"),
    Told("Pike", "Keane-WC", "2026-10-30", "2026-11-01"),
    # What did not come about is kept too.
    Told("Kelly", "Fielding-LT", "2026-10-23", "2026-10-25", state="declined"),
    Told("Brennan", "Farrow-QJ", "2026-10-30", "2026-11-01", state="cancelled"),
)

WEEKENDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "Kelly": (("Patel-JB", "Patel-MB"), ("Hughes-AK", "Hughes-RK"), ("Okafor-SD", "Marsh-CP"), ("Novak-ES",)),
    "Brennan": (("Whitlock-KF", "Whitlock-HF"), ("Achebe-TN",), ("Doyle-GH", "Doyle-WH"), ("Lund-ZE",)),
    "Lindqvist": (("Flores-CT", "Flores-DT"), ("Greene-MV",), ("Holt-RS", "Holt-TS"), ("Barrow-NM", "Barrow-LM")),
    "Abbott": (("Bello-EG",), (), ("Lomax-ON",), ()),
    "Patel": ((), ("Marsh-JB",), (), ()),
}
"""Who sleeps where from Friday to Sunday, week after week in turn."""

MIDWEEK = ("Marsh-CP", "Okafor-SD", "Patel-JB", "Hughes-RK")
"""Who sleeps at Kelly's from Wednesday to Thursday, in turn."""

ASKED = (
    ("Kelly", "Fielding-LT", 11),
    ("Brennan", "Farrow-QJ", 12),
    ("Lindqvist", "Jarvis-KD", 13),
)
"""Asks that wait for an answer: host, child, and in how many days the night would be."""

DECLINED = (("Brennan", "Farrow-QJ", 24), ("Brennan", "Farrow-QJ", 10))
"""Asks of which nothing came: host, child, and how many days ago the first of the two nights was."""


def stay_rows(today: dt.date) -> list[Row]:
    """The rows of stays.csv as they would be on a date, which is not before November 2026."""
    return [
        *_month("september", SEPTEMBER),
        *_month("october", OCTOBER),
        *_weeks(today),
        *_tonight(today),
        *_asks(today),
    ]


def _month(name: str, stays: Sequence[Told]) -> Iterator[Row]:
    for number, told in enumerate(stays, start=1):
        yield _row(f"{name}-{number:02}", told.host, told.child, told.arrive, told.depart, told.kind, told.state)


def _weeks(today: dt.date) -> Iterator[Row]:
    weeks = max(0, (today - FIRST_FRIDAY).days // 7 + WEEKS_AHEAD)
    for number in range(weeks):
        friday = FIRST_FRIDAY + number * WEEK
        for host, turns in WEEKENDS.items():
            yield from _stays(host, _turn(turns, number), friday, friday + 2 * DAY, today)
        if number % 2 == 0:
            yield from _stays("Kelly", [MIDWEEK[number // 2 % len(MIDWEEK)]], friday - 2 * DAY, friday - DAY, today)


def _turn(turns: Sequence[tuple[str, ...]], number: int) -> Sequence[str]:
    return turns[number % len(turns)]


def _stays(host: str, children: Sequence[str], arrive: dt.date, depart: dt.date, today: dt.date) -> Iterator[Row]:
    # The mornings after the last two days are still to be told: that is what a hub carer sees first.
    state = "happened" if depart < today - DAY else "agreed"
    for child in children:
        yield _row(f"{host}-{arrive}-{child}", host, child, str(arrive), str(depart), "planned", state)


def _tonight(today: dt.date) -> Iterator[Row]:
    """Somebody sleeps at Whitlock's since yesterday, and at Kelly's tonight where no weekend takes both beds."""
    yield _row(f"since-{today}", "Whitlock", "Parsons-IM", str(today - DAY), str(today + DAY), "respite", "agreed")
    if today.strftime("%a") not in ("Wed", "Fri", "Sat"):
        yield _row(f"tonight-{today}", "Kelly", "Fielding-OT", str(today), str(today + DAY), "planned", "agreed")


def _asks(today: dt.date) -> Iterator[Row]:
    for host, child, days in ASKED:
        arrive = today + days * DAY
        yield _row(f"ask-{child}-{arrive}", host, child, str(arrive), str(arrive + DAY), "planned", "asked")
    for host, child, days in DECLINED:
        arrive = today - days * DAY
        yield _row(f"ask-{child}-{arrive}", host, child, str(arrive), str(arrive + 2 * DAY), "planned", "declined")


def _row(key: str, host: str, child: str, arrive: str, depart: str, kind: str, state: str) -> Row:
    family, initials = child.split("-")
    return {
        "stay": key,
        "child": child_key(family, initials),
        "host": host,
        "arrive": arrive,
        "depart": depart,
        "kind": kind,
        "state": state,
    }
