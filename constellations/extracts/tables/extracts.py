"""The pseudonymised tables of homes and of events, as they are handed over; docs/extracts.md says the same."""

from constellations.extracts.declaration import Table
from constellations.extracts.rules import Column, Kind
from constellations.extracts.tables import queries

HOMES = Table(
    "homes",
    "A row for each time a home belongs, or belonged, to a constellation",
    (
        Column("home_key", Kind.KEY, "the home"),
        Column("constellation_key", Kind.KEY, "the constellation"),
        Column("constellation_kind", Kind.WORD, "mockingbird or hive"),
        Column("role", Kind.WORD, "hub or satellite"),
        Column("joined_month", Kind.MONTH, "blank where it has belonged since before Roost"),
        Column("left_month", Kind.MONTH, "blank where it still belongs"),
        Column("beds", Kind.NUMBER, "beds for visiting children today"),
        Column("status", Kind.WORD, "active, on_hold, away, respite_only or left, today"),
    ),
    queries.homes,
)

EVENTS = Table(
    "events",
    "A row for each date of an event and each constellation that it is for; no family's own time",
    (
        Column("event_key", Kind.KEY, "the date of the event"),
        Column("constellation_key", Kind.KEY, "the constellation"),
        Column("kind", Kind.WORD, "gathering, carers_meeting, training, support_group, family_time or meeting"),
        Column("day", Kind.DAY, "its first day"),
        Column("minutes", Kind.NUMBER, "how long it lasts"),
        Column("called_off", Kind.YES_NO, "whether it was called off"),
        Column("homes_going", Kind.NUMBER, "homes that said they come and have a place, of all constellations"),
        Column("homes_came", Kind.NUMBER, "homes that came, where a register was kept"),
    ),
    queries.events,
)

SIGNS = Table(
    "signs",
    "A row for each home, month and kind of sign of life, of the last 24 months",
    (
        Column("home_key", Kind.KEY, "the home"),
        Column("month", Kind.MONTH, "the month in London"),
        Column("sign", Kind.WORD, "came, answered, hosted, asked, wrote, helped or called"),
        Column("number", Kind.NUMBER, "how many; what is nought has no row"),
    ),
    queries.signs,
)

TABLES = (HOMES, EVENTS, SIGNS)
"""In the order in which they are written."""
