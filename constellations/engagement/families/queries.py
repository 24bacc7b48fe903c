"""The page of a family, and what of it the family itself sees: both read the same."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext
from sqlalchemy import and_, func, select

from constellations.access import Viewer, covering, is_key, visible
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.engagement.families.declaration import FamilyPanel, Tile, declared
from constellations.engagement.families.rules import MonthOfSigns, Span, left_on, months_shown, seen_through, strip
from constellations.engagement.signs import declaration as signs
from constellations.engagement.signs.queries import counting_since, last_signs, signs_by_month
from constellations.engagement.signs.rules import LastSign, Sign
from constellations.engagement.signs.words import SIGN_WORDS, did_words, on_words
from constellations.events.attendance.models import Attendance, EventRegister
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.homes.queries import HomePage, home_page
from constellations.models import Constellation, LiaisonAssignment, Membership, Person, holds_on


@dataclass(frozen=True, slots=True)
class FamilySigns:
    """What is counted of a family: the last sign of all, tiles, and twelve months; `since` is when counting began.

    `left_on` is the day from which on it is in no constellation.
    """

    home_id: uuid.UUID
    last: LastSign | None
    last_words: str
    tiles: tuple[Tile, ...]
    months: tuple[MonthOfSigns, ...]
    since: dt.date | None
    left_on: dt.date | None


@dataclass(frozen=True, slots=True)
class FilledPanel:
    """A section of the page, and what stands in it."""

    panel: FamilyPanel
    contents: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """A family as staff see it: the home, its carers by their ids, what is counted, and sections of other features."""

    home: HomePage
    carers: tuple[tuple[uuid.UUID, str], ...]
    signs: FamilySigns
    panels: tuple[FilledPanel, ...]


def family_page(viewer: Viewer, home_id: uuid.UUID) -> FamilyPage:
    """The page of a family, for staff; raises NotFound, Forbidden."""
    home = home_page(viewer, home_id)
    filled = ((panel, panel.contents(viewer, home_id)) for panel in declared().panels)
    return FamilyPage(
        home=home,
        carers=_carers(viewer, home_id),
        signs=family_signs(viewer, home_id),
        panels=tuple(FilledPanel(panel, contents) for panel, contents in filled if contents is not None),
    )


def own_signs(viewer: Viewer) -> FamilySigns:
    """What is counted of the viewer's own family; raises NotFound where they are of none."""
    if viewer.home_id is None:
        raise NotFound
    return family_signs(viewer, viewer.home_id)


def family_signs(viewer: Viewer, home_id: uuid.UUID) -> FamilySigns:
    """What is counted of a family, the same for whoever may read it; raises NotFound, Forbidden."""
    found = last_signs(viewer, [home_id])
    if home_id not in found:
        raise NotFound
    last = found[home_id]
    months = signs_by_month(viewer, [home_id], *months_shown(viewer.today))[home_id]
    titles = titles_of(viewer, [one.subject_id for one in last if one.subject_id])
    since, spans = counting_since(viewer, home_id), _spans(home_id)
    newest = last[0] if last else None
    others = (tile for source in (_attendance, *declared().tiles) for tile in source(viewer, home_id))
    return FamilySigns(
        home_id=home_id,
        last=newest,
        last_words=did_words(newest, signs.declared().said, _title(titles, newest)) if newest else "",
        tiles=(*_sign_tiles(viewer, last, months.values(), titles), *others),
        months=strip(months, since, spans),
        since=since,
        left_on=left_on(spans, viewer.today),
    )


def titles_of(viewer: Viewer, subject_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """What the events are called among these subjects of signs that the viewer may know of; the others are not in it.

    Of a family that has moved here the last thing may have been an event of where it was: they came to something.
    """
    if not subject_ids:
        return {}
    asked = (
        select(Occurrence.id, func.coalesce(Occurrence.title, Event.title))
        .join(Event, Event.id == Occurrence.event_id)
        .where(Occurrence.id.in_(subject_ids))
    )
    return {row[0]: row[1] for row in session().execute(covering(viewer, asked, Event, through=(Occurrence,)))}


def own_constellations(viewer: Viewer) -> tuple[tuple[uuid.UUID, str], ...]:
    """The constellations of the viewer's family today, each with its name, in order."""
    asked = visible(viewer, Constellation).where(Constellation.id.in_(viewer.constellation_ids))
    rows = session().scalars(asked.order_by(Constellation.name, Constellation.key))
    return tuple((one.id, one.name) for one in rows)


def who_sees(viewer: Viewer) -> tuple[str, ...]:
    """The names of the liaison workers who read of the viewer's family today, those who cover too."""
    of_home = select(Membership.constellation_id, Membership.starts_on, Membership.ends_on)
    rows = session().execute(covering(Viewer.system(), of_home.where(is_key(Membership.home_id, viewer.home_id))))
    through = seen_through([(row[0], (row[1], row[2])) for row in rows], viewer.today)
    asked = (
        select(Person.name)
        .join(LiaisonAssignment, LiaisonAssignment.person_id == Person.id)
        .where(
            LiaisonAssignment.constellation_id.in_(through),
            holds_on(LiaisonAssignment, viewer.today),
            Person.left_at.is_(None),
        )
        .order_by(Person.name)
        .distinct()
    )
    return tuple(session().scalars(covering(Viewer.system(), asked)))


def _sign_tiles(
    viewer: Viewer,
    last: Sequence[LastSign],
    months: Collection[Mapping[Sign, int]],
    titles: Mapping[uuid.UUID, str],
) -> list[Tile]:
    """One for each kind, always all of them and in the same order."""
    by_kind = {one.sign: one for one in last}
    tiles = []
    for sign, words in SIGN_WORDS.items():
        one, times = by_kind.get(sign), sum(of_month.get(sign, 0) for of_month in months)
        often = ngettext("%(num)s time in twelve months", "%(num)s times in twelve months", times) if times else ""
        notes = [_title(titles, one), often]
        figure = on_words(one.on, viewer.today) if one else gettext("not yet")
        tiles.append(Tile(sign.value, str(words), figure, ", ".join(filter(None, notes))))
    return tiles


def _title(titles: Mapping[uuid.UUID, str], one: LastSign | None) -> str:
    return titles.get(one.subject_id, "") if one and one.subject_id else ""


def _attendance(viewer: Viewer, home_id: uuid.UUID) -> list[Tile]:
    """How many of the constellation's gatherings and meetings the family came to, of those whose list was kept."""
    first = months_shown(viewer.today)[0].first
    came = and_(Attendance.occurrence_id == Occurrence.id, Attendance.home_id == home_id)
    asked = (
        select(func.count(Occurrence.id.distinct()), func.count(Attendance.occurrence_id.distinct()))
        .select_from(Occurrence)
        .join(EventRegister, EventRegister.occurrence_id == Occurrence.id)
        .join(EventConstellation, EventConstellation.event_id == Occurrence.event_id)
        .join(Membership, Membership.constellation_id == EventConstellation.constellation_id)
        .outerjoin(Attendance, came)
        .where(
            Membership.home_id == home_id,
            holds_on(Membership, Occurrence.starts_on),
            Occurrence.starts_on.between(first, viewer.today),
        )
    )
    kept, there = session().execute(covering(Viewer.system(), asked)).one()
    note = gettext("of those in twelve months whose list was kept")
    figure = gettext("%(there)s of %(kept)s", there=there, kept=kept) if kept else gettext("none yet")
    return [Tile("attendance", gettext("Gatherings and meetings"), figure, note)]


def _spans(home_id: uuid.UUID) -> list[Span]:
    asked = select(Membership.starts_on, Membership.ends_on).where(Membership.home_id == home_id)
    return [(row[0], row[1]) for row in session().execute(covering(Viewer.system(), asked))]


def _carers(viewer: Viewer, home_id: uuid.UUID) -> tuple[tuple[uuid.UUID, str], ...]:
    asked = select(Person.id, Person.name).where(Person.home_id == home_id, Person.left_at.is_(None))
    rows = session().execute(covering(viewer, asked.order_by(Person.name), Person))
    return tuple((row[0], row[1]) for row in rows)
