"""A return in words, as rows of a file, and as a PDF: all say the same, and none names a child."""

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import chain

import pytest
from flask import Flask

from constellations.core.assets import built_path
from constellations.core.clock import Month
from sleepovers.returns.figures.facts import NAMES, OF_EVENTS, FamilyFigures, Figures, Move, Moved
from sleepovers.returns.figures.kept import Change, Changes
from sleepovers.returns.files import COLUMNS, families_as_csv, returns_as_csv, told_above
from sleepovers.returns.layout import Beside, Step, Told
from sleepovers.returns.pdf import return_pdf
from sleepovers.returns.rules import Answers, ReturnState, Said
from sleepovers.returns.views import FONTS
from sleepovers.returns.words import answer_words, number_words, sheet_of, step_words

AT = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
NUMBERS = {
    "planned_overnight_child_nights": 8,
    "planned_overnight_nights": 6,
    "planned_overnight_children": 2,
    "daytime_carers_times": 1,
    "daytime_carers_minutes": 120,
    "check_in_times": 3,
    "children": 3,
    "other_times": 1,
    "not_counted_child_nights": 2,
    "unconfirmed_child_nights": 1,
    "events_without_register": 1,
    "homes_joined": 1,
}
CAME = {"social_activity": 1, "constellation_meeting": 0, "training": 0}
HELD = {"social_activity": 2, "constellation_meeting": 0, "training": 0}
PATEL = FamilyFigures("Patel", CAME, HELD, 4, 2, 3, 90)
FIGURES = Figures(
    {**dict.fromkeys(NAMES, 0), **NUMBERS}, (PATEL,), (Move("Okafor", Moved.JOINED, dt.date(2026, 10, 12)),)
)
UNSAID = Answers()
NOTHING = Figures(dict.fromkeys(NAMES, 0))


def told(
    state: ReturnState = ReturnState.OPEN, figures: Figures = FIGURES, answers: Answers = UNSAID, **more: object
) -> Told:
    steps = {"submitted": Step("Moira", AT)} if state is not ReturnState.OPEN else {"submitted": None}
    given = {"since": Changes(), "hubs": ("Moira",), "locked": None, "beside": (), **steps, **more}
    return Told("Alder", "Harbour", Month(2026, 10), state, figures, answers=answers, **given)  # type: ignore[arg-type]  # as given


LOCKED = told(
    ReturnState.LOCKED,
    answers=Answers(2, 0, "Somebody stayed.\nAnd smiled: 🦉, Ł."),
    locked=Step(None, AT),
    since=Changes((Change("children", 3, 4),), ("Grant", "Patel"), True),
    beside=(Beside(Said.SENT_BACK, "Picnic?", Step("Ruth", AT)), Beside(Said.NOTE, "Seen.", Step(None, AT))),
)


@pytest.fixture(autouse=True)
def _words(app: Flask) -> None:
    """In the reader's language."""


def rows_of(caption: str, of: Told = LOCKED) -> dict[str, tuple[str, ...]]:
    """The rows of a table by their heading."""
    (table,) = (one for one in sheet_of(of, AT).tables if one.caption == caption)
    return {row[0]: row[1:] for row in table.rows}


def test_the_eight_kinds_have_their_numbers_and_their_time() -> None:
    rows = rows_of("The eight kinds of support")
    assert len(rows) == 8
    assert rows["Daytime support for carers"] == ("1", "2 hours")
    assert rows["Planned sleepover, overnight"] == ("8 child-nights", "counted by nights")
    assert rows["Check-in, and other help"] == ("3", "–")


def test_nights_are_told_at_the_hub_and_apart_at_satellites() -> None:
    rows = rows_of("Nights")
    assert rows["at the hub: planned"] == ("8", "6", "2")
    assert rows["at satellites: all"] == ("0", "0", "0")
    assert rows["children in all, visits by day too"] == ("", "", "3")


def test_a_family_has_what_it_came_to_of_what_was_on() -> None:
    assert rows_of("Each family") == {"Patel": ("1 of 2", "–", "–", "4", "2", "3 times, 1 hour 30 minutes")}
    assert rows_of("Who came and went") == {"Okafor": ("joined", "Monday 12 October 2026")}


def test_what_is_missing_is_remarked() -> None:
    assert [words.split(" ")[0] for words in sheet_of(LOCKED, AT).remarks] == ["2", "Of", "1", "Of"]
    assert sheet_of(told(figures=NOTHING), AT).remarks == ("Nothing is written down for this month.",)


def test_how_it_stands_who_did_what_and_what_became_different() -> None:
    sheet = sheet_of(LOCKED, AT)
    facts = dict(sheet.facts)
    assert (facts["How it stands"], facts["Submitted"], facts["Locked"]) == (
        "locked",
        "Moira, Mon 2 Nov, 09:30",
        "Mon 2 Nov, 09:30",
    )
    assert sheet.since == ("children in all: 4, was 3", "the lines of: Grant and Patel", "who came and went")
    assert sheet.beside == ("Sent back, Ruth, Mon 2 Nov, 09:30: Picnic?", "Note, Mon 2 Nov, 09:30: Seen.")
    assert [said for _, said in sheet.answers] == ["yes, 2", "no"]
    assert dict(sheet_of(told(hubs=()), AT).facts)["Hub"] == "no home was the hub"


@pytest.mark.parametrize(("number", "said"), [(None, "not said yet"), (0, "no"), (3, "yes, 3")])
def test_an_answer_is_said(number: int | None, said: str) -> None:
    assert answer_words(number) == said


def test_a_step_of_somebody_unknown_has_its_time() -> None:
    assert step_words(Step(None, AT)) == "Mon 2 Nov, 09:30"


def test_every_number_can_be_named() -> None:
    words = [number_words(name) for name in NAMES]
    assert len(set(words)) == len(NAMES)
    assert number_words("satellite_planned_overnight_children") == "at satellites: planned: children"
    assert number_words("daytime_children_minutes") == "daytime support for children: minutes"
    with pytest.raises(KeyError):
        number_words("weather")


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_return_is_one_row_under_names_that_stay() -> None:
    (row,) = read(returns_as_csv([LOCKED]))
    assert list(row) == list(COLUMNS)
    said = ("service", "constellation", "month", "state", "children", "homes_joined", "averted_resignations")
    assert [row[name] for name in said] == ["Alder", "Harbour", "2026-10", "locked", "3", "1", "2"]
    assert (row["averted_endings"], row["changed_since"], row["daytime_carers_minutes"]) == ("0", "yes", "120")
    (row,) = read(returns_as_csv([told()]))
    assert (row["averted_resignations"], row["changed_since"]) == ("", "no")


def test_above_the_constellation_small_numbers_of_people_are_left_out() -> None:
    (row,) = read(returns_as_csv([LOCKED], above=True))
    assert [row[name] for name in ("children", "homes_joined", "averted_resignations", "averted_endings")] == [
        "",
        "",
        "",
        "0",
    ]
    assert row["planned_overnight_child_nights"] == "8"


@pytest.mark.parametrize(
    ("homes", "joined", "left", "expected"),
    [
        (8, 0, 0, (10, 0, 0)),
        (9, 1, 0, (10, None, None)),
        (7, 6, 5, (5, 6, 5)),
        (3, 0, 0, (None, None, None)),
        (8, 5, 0, (10, None, None)),
        (0, 0, 8, (0, 0, 8)),
    ],
)
def test_above_the_constellation_the_homes_do_not_say_who_joined(
    homes: int, joined: int, left: int, expected: tuple[int | None, ...]
) -> None:
    numbers = {**FIGURES.numbers, "homes": homes, "homes_joined": joined, "homes_left": left}
    found = told_above(numbers)
    assert tuple(found[name] for name in ("homes", "homes_joined", "homes_left")) == expected
    (row,) = read(returns_as_csv([told(figures=Figures(numbers))], above=True))
    assert row["homes"] == ("" if expected[0] is None else str(expected[0]))


def test_nobody_works_out_a_small_number_of_homes_from_the_rows_of_two_months() -> None:
    def months(most: int, there: int) -> list[tuple[int, int, int]]:
        flows = ((joined, left) for joined in range(most + 1) for left in range(min(most, there + joined) + 1))
        return [(there + joined - left, joined, left) for joined, left in flows]

    def worlds(most: int) -> Iterator[tuple[tuple[int, int, int], ...]]:
        for first in (month for there in range(most + 1) for month in months(most, there)):
            yield from ((first, second) for second in months(most, first[0]))

    @cache
    def row(homes: int, joined: int, left: int) -> tuple[int | None, ...]:
        names = ("homes", "homes_joined", "homes_left")
        return tuple(told_above(dict(zip(names, (homes, joined, left), strict=True))).values())

    read: defaultdict[object, list[set[int]]] = defaultdict(lambda: [set() for _ in range(6)])
    for world in worlds(9):
        for values, number in zip(read[tuple(row(*month) for month in world)], chain(*world), strict=True):
            values.add(number)
    for world in worlds(5):
        for values, number in zip(read[tuple(row(*month) for month in world)], chain(*world), strict=True):
            assert len(values) > 1 or not 1 <= number <= 4


def test_each_family_is_a_row_of_another_file() -> None:
    (row,) = read(families_as_csv(LOCKED))
    assert [row[f"{kind}_{what}"] for kind in OF_EVENTS for what in ("came", "held")] == ["1", "2", "0", "0", "0", "0"]
    assert (row["family"], row["adults_came"], row["children_came"], row["helped_minutes"]) == ("Patel", "4", "2", "90")


def test_the_pdf_is_the_same_each_time_and_holds_any_letter() -> None:
    fonts = {name: built_path(f"atkinson-hyperlegible-next-{cut}-normal.woff") for name, cut in FONTS.items()}
    drawn = return_pdf(sheet_of(LOCKED, AT), fonts)
    assert drawn.startswith(b"%PDF-")
    assert drawn == return_pdf(sheet_of(LOCKED, AT), fonts)
    many = Figures(FIGURES.numbers, (PATEL,) * 60, FIGURES.moves)
    assert len(return_pdf(sheet_of(told(figures=many), AT), fonts)) > len(drawn)
