"""A year in which everything happens that is hard for calendars, and what anybody must see of it."""

import datetime as dt
from collections.abc import Iterator

from constellations.feeds.ics import Again, Entry, Instance, line
from tests.constellations.feeds.calendars import Seen, at, day, night

FIRST, END = day("2026-01-01"), day("2027-02-01")

HOSTILE = (
    'a;b,c\\d"e:f',
    "BEGIN:VEVENT\r\nSUMMARY:Ours\r\nEND:VCALENDAR",
    "\x00bell\x07 and\u2028line\u2029ends\x85 everywhere",
    "Gŵyl y gaeaf 🦉 yn y Llyfrgell: dewch â’r plant",
    "🎄" * 120,
    "Ten thousand letters " * 480,
    "ŷ" * 5_000,
)


def weekly_tea() -> tuple[Entry, Seen]:
    """Every Saturday of the year at half past ten, one moved, one longer, one called off, one never there."""
    begins = [at("2026-01-03T10:30") + dt.timedelta(weeks=n) for n in range(52)]
    hour = dt.timedelta(minutes=90)
    moved, longer, off, never = begins[12], begins[13], begins[42], begins[43]
    main = Instance(begins[0], begins[0] + hour, "Tea", "Mill Hall", again=Again("WEEKLY", 52), left_out=(never,))
    others = (
        Instance(at("2026-03-29T11:00"), at("2026-03-29T12:00"), "Tea, on Mothering Sunday", replaces=moved),
        Instance(longer, longer + 2 * hour, "Tea", replaces=longer),
        Instance(off, off + hour, "Called off: Tea", replaces=off, is_cancelled=True),
    )
    seen = [(_at(one), _at(one + hour), "Tea", "CONFIRMED") for one in begins if one not in (moved, longer, off, never)]
    seen += [(_at(one.starts), _at(one.ends), one.title, _status(one)) for one in others]
    return Entry("tea", (main, *others)), seen


def monthly(uid: str, first: str, again: Again, days: str) -> tuple[Entry, Seen]:
    """A meeting that comes each month, late on the day before and into it."""
    begins, lasts = at(f"{first}T23:00"), dt.timedelta(hours=3)
    dates = [at(f"{one}T23:00") for one in days.split()]
    main = Instance(begins, begins + lasts, uid, again=again)
    return Entry(uid, (main,)), [(_at(one), _at(one + lasts), uid, "CONFIRMED") for one in dates]


def nights() -> Iterator[tuple[Entry, Seen]]:
    """Stays over the ends of months and of the year, over both clock changes, of one night, and one called off."""
    for number, (first, end) in enumerate(
        (
            ("2026-01-31", "2026-02-01"),
            ("2026-02-27", "2026-03-02"),
            ("2026-03-28", "2026-03-30"),
            ("2026-10-24", "2026-10-26"),
            ("2026-12-30", "2027-01-02"),
            ("2026-12-31", "2027-01-01"),
        )
    ):
        title = f"Sleepover: JB (Patel) at Moira {number}"
        yield night(title, first, end), [(first, end, title, "CONFIRMED")]
    off = Instance(day("2026-05-01"), day("2026-05-03"), "Called off: Sleepover", is_cancelled=True, is_busy=False)
    yield Entry("off", (off,)), [("2026-05-01", "2026-05-03", off.title, "CANCELLED")]


def hostile() -> Iterator[tuple[Entry, Seen]]:
    """Words that try to break out, each in every place."""
    for number, words in enumerate(HOSTILE):
        begins = at(f"2026-06-{number + 1:02d}T09:00")
        one = Instance(begins, begins + dt.timedelta(hours=1), words, words, words, "/events/1")
        yield Entry(f"hostile-{number}", (one,)), [(_at(begins), _at(one.ends), line(words), "CONFIRMED")]


def the_year() -> tuple[list[Entry], Seen]:
    """All of it, and what anybody must see between FIRST and END, in order."""
    days = Instance(
        day("2026-07-20"), day("2026-07-25"), "Camp", again=Again("WEEKLY", 3), left_out=(day("2026-07-27"),)
    )
    camp = (
        Entry("camp", (days,)),
        [
            ("2026-07-20", "2026-07-25", "Camp", "CONFIRMED"),
            ("2026-08-03", "2026-08-08", "Camp", "CONFIRMED"),
        ],
    )
    last_sunday = " ".join(("2026-03-29", "2026-04-26", "2026-05-31"))
    parts = [
        weekly_tea(),
        monthly(
            "thirty-first",
            "2026-01-31",
            Again("MONTHLY", 4, month_day=31),
            "2026-01-31 2026-03-31 2026-05-31 2026-07-31",
        ),
        monthly("last Sunday", "2026-03-29", Again("MONTHLY", 3, weekday="-1SU"), last_sunday),
        monthly("third Saturday", "2026-10-17", Again("MONTHLY", 3, weekday="3SA"), "2026-10-17 2026-11-21 2026-12-19"),
        monthly("fortnight", "2026-10-10", Again("WEEKLY", 3, interval=2), "2026-10-10 2026-10-24 2026-11-07"),
        camp,
        *nights(),
        *hostile(),
    ]
    return [entry for entry, _ in parts], sorted(one for _, seen in parts for one in seen)


def _at(wall: dt.date) -> str:
    return wall.isoformat(timespec="minutes") if isinstance(wall, dt.datetime) else wall.isoformat()


def _status(one: Instance) -> str:
    return "CANCELLED" if one.is_cancelled else "CONFIRMED"
