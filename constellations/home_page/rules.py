"""How somebody is greeted."""

import datetime as dt
from enum import StrEnum


class PartOfDay(StrEnum):
    """What a greeting depends on."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


def part_of_day(clock_time: dt.time) -> PartOfDay:
    """Morning from 05:00, afternoon from 12:00, evening from 17:00 and through the night; London wall time."""
    if dt.time(5) <= clock_time < dt.time(12):
        return PartOfDay.MORNING
    if dt.time(12) <= clock_time < dt.time(17):
        return PartOfDay.AFTERNOON
    return PartOfDay.EVENING


def called(name: str) -> str:
    """The first word of a name, by which a person is greeted; titles are not names."""
    words = [word for word in name.split() if word.rstrip(".").lower() not in {"mr", "mrs", "ms", "miss", "mx", "dr"}]
    return words[0] if len(words) == len(name.split()) and words else name.strip()
