"""Setting the levels, and telling liaison workers of homes that could do with a rest."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from constellations.access import Viewer, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.clock import Month, months_from
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.models import Service
from constellations.notices.actions import News, tell
from constellations.people.told.queries import staff_near
from constellations.permissions import Permission
from sleepovers.rest import words
from sleepovers.rest.models import RestLevels
from sleepovers.rest.queries import full_months, full_weekends, levels_of, long_stays, rest_levels
from sleepovers.rest.rules import DEFAULT_LEVELS, Levels, must_be_sound, weekends_told

FIELDS = tuple(asdict(DEFAULT_LEVELS))


@dataclass(frozen=True, slots=True)
class _Concern:
    """A home to look after, and how its liaison worker is told."""

    home_id: uuid.UUID
    news: News
    by_mail: bool


def set_levels(viewer: Viewer, levels: Levels, version: int) -> None:
    """Set from when on the viewer's service looks after a home; `version` 0 where nothing was set before.

    Raises a rule of `rules.py`, and ChangedMeanwhile where the page was a stale one.
    """
    viewer.must(Permission.SET_SERVICE)
    if viewer.service_id is None:
        raise NotFound
    must_be_sound(levels)
    with transaction() as here:
        hold(viewer, Service, viewer.service_id)
        row = rest_levels(viewer, viewer.service_id)
        if (row.version if row else 0) != version:
            raise ChangedMeanwhile(levels_words(row.levels if row else DEFAULT_LEVELS), levels_words(levels))
        row = row or RestLevels(service_id=viewer.service_id)
        for name, number in asdict(levels).items():
            setattr(row, name, number)
        here.add(row)
        record(viewer, "set_rest_levels", viewer.service_id)
        audit(viewer, Change("set_rest_levels", "rest_levels", viewer.service_id, FIELDS), viewer.service_id)


def levels_words(levels: Levels) -> str:
    """The numbers one after another, as two people who changed them at once are told."""
    return ", ".join(str(getattr(levels, name)) for name in FIELDS)


def look_after_homes(viewer: Viewer, service_id: uuid.UUID, since: dt.date, until: dt.date) -> int:
    """Tell the liaison workers of homes that could do with a rest, each once for each level; gives how many were told.

    Looks at the nights up to the day before `until`, and at every month since the day before `since`. Where nobody
    looks after a home's constellation, the managers are told. Again it tells nobody anything.
    """
    with transaction():
        found = list(_concerns(viewer, service_id, since, until))
        told = 0
        for one in found:
            told += bool(tell(staff_near(viewer, [one.home_id], service_id), one.news, one.by_mail))
        if told:
            record(viewer, "looked_after_homes", service_id, service_id=service_id)
        return told


def _concerns(viewer: Viewer, service_id: uuid.UUID, since: dt.date, until: dt.date) -> Iterator[_Concern]:
    levels = levels_of(viewer, service_id)
    yesterday = since - dt.timedelta(days=1)
    for month in months_from(Month.of(yesterday), Month.of(until)):
        for full in full_months(viewer, service_id, levels, month, until):
            is_second = full.level == levels.second_nights
            said = words.month_news(full.home, month, full.nights, is_second)
            once = f"rest/{month}/{full.home_id}/{'second' if is_second else 'first'}"
            yield _Concern(full.home_id, News(once, said, "/rest"), by_mail=is_second)
    for home in full_weekends(viewer, service_id, levels, until):
        number = weekends_told(home.run, levels.weekends)
        if number:
            once = f"rest/weekends/{home.home_id}/{home.first}/{number}"
            yield _Concern(home.home_id, News(once, words.weekends_news(home.home, number), "/rest"), by_mail=True)
    for stay in long_stays(viewer, service_id, levels, yesterday, until):
        which = "second" if stay.level == levels.stay_second else "first"
        said = words.stay_news(stay.home, stay.nights)
        news = News(f"rest/stay/{stay.stay_id}/{which}", said, f"/stays/{stay.stay_id}")
        yield _Concern(stay.home_id, news, by_mail=which == "second")
