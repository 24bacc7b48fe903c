"""The list of families that need somebody, as far as a viewer looks after them."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.core.words import listed_words
from constellations.directory.queries import constellations
from constellations.engagement.contacts.queries import in_touch, last_snoozes
from constellations.engagement.contacts.rules import InTouch, PeaceLine
from constellations.engagement.families.queries import titles_of
from constellations.engagement.needs import words
from constellations.engagement.needs.declaration import watched
from constellations.engagement.needs.facts import queries as read
from constellations.engagement.needs.models import NeedsLevels
from constellations.engagement.needs.rules import (
    DEFAULT_LEVELS,
    Fact,
    Known,
    Levels,
    Matter,
    Standing,
    State,
    joined_on,
    needs_somebody,
    place_of,
    standing_of,
)
from constellations.engagement.signs.declaration import declared
from constellations.engagement.signs.queries import last_signs
from constellations.engagement.signs.rules import LastSign
from constellations.models import Home
from constellations.permissions import Permission
from constellations.rules import Span


@dataclass(frozen=True, slots=True)
class Row:
    """A family with its constellations, how it stands and why, and what staff have done about it."""

    home_id: uuid.UUID
    family: str
    constellations: tuple[tuple[uuid.UUID, str], ...]
    is_hub: bool
    standing: Standing
    last: LastSign | None
    heard: str
    facts: tuple[Fact, ...]
    reasons: tuple[str, ...]
    needs: bool
    carers: tuple[read.Carer, ...]
    prefers_phone: bool
    snooze: PeaceLine | None
    touch: InTouch

    @property
    def state(self) -> State:
        """How it stands."""
        return self.standing.state

    @property
    def around(self) -> str:
        """The names of its constellations."""
        return listed_words([name for _, name in self.constellations])

    @property
    def is_seen_to(self) -> bool:
        """Whether it is left in peace, or somebody goes there."""
        return self.snooze is not None or self.touch.visit_on is not None


@dataclass(frozen=True, slots=True)
class NeedsPage:
    """Every family that the viewer looks after, once each; `counted_from` is Roost's first day for the service."""

    levels: Levels
    counted_from: dt.date
    rows: tuple[Row, ...]
    remarks: tuple[str, ...]

    @property
    def needing(self) -> list[Row]:
        """Those that need somebody now, those to call first."""
        return [row for row in self.rows if row.needs and not row.is_seen_to]

    @property
    def seen_to(self) -> list[Row]:
        """Those of whom somebody has thought already: left in peace for a while, or with a visit ahead."""
        return [row for row in self.rows if row.is_seen_to and (row.needs or row.snooze is not None)]

    @property
    def connected(self) -> list[Row]:
        """The others, by name."""
        seen_to = {row.home_id for row in self.seen_to}
        others = [row for row in self.rows if not row.needs and row.home_id not in seen_to]
        return sorted(others, key=lambda row: (row.family.casefold(), row.home_id))

    def number(self, state: State) -> int:
        """How many of those that need somebody stand so."""
        return sum(row.state is state for row in self.needing)


def needs_levels(viewer: Viewer) -> NeedsLevels | None:
    """What the viewer's service has set, where it has."""
    found = visible(viewer, NeedsLevels).where(NeedsLevels.service_id == viewer.service_id)
    return session().scalars(found).one_or_none()


def levels_of(viewer: Viewer) -> Levels:
    """The numbers of the viewer's service; the usual ones where it has set none."""
    row = needs_levels(viewer)
    return row.levels if row else DEFAULT_LEVELS


def needs_page(viewer: Viewer) -> NeedsPage:
    """The families of today's constellations; a fixed number of queries, whatever their number. Raises Forbidden."""
    viewer.must(Permission.KEEP_IN_TOUCH)
    gathered = [one for one in constellations(viewer) if one.stands_on(viewer.today)]
    places = read.places_in(gathered)
    homes = read.homes_of(viewer, places)
    signs = last_signs(viewer, homes)
    levels, counted_from = read.levels_and_beginning(viewer)
    told = _Told(
        levels=levels,
        counted_from=counted_from,
        places=places,
        spans=read.spans_of(viewer, homes),
        signs=signs,
        facts=watched(viewer, homes),
        titles=titles_of(viewer, [one.subject_id for theirs in signs.values() for one in theirs[:1] if one.subject_id]),
        carers=read.carers_of_homes(viewer, homes),
        touch=in_touch(viewer, homes),
        snoozes=last_snoozes(viewer, homes),
    )
    rows = [_row(viewer.today, home, prefers_phone, told) for home, prefers_phone in homes.values()]
    rows.sort(key=lambda row: (*place_of(row.state, row.standing.days, row.family), row.home_id))
    remarks = (said for one in gathered for said in words.remarks(one.name, len(one.members), one.hub is not None))
    return NeedsPage(told.levels, told.counted_from, tuple(rows), tuple(remarks))


def families_to_call(viewer: Viewer) -> int:
    """How many families the viewer is to call; none to whom that is no work."""
    return needs_page(viewer).number(State.CALL_THEM) if viewer.may(Permission.KEEP_IN_TOUCH) else 0


def families_drifting(viewer: Viewer) -> int:
    """How many families drift; none to whom that is no work."""
    return needs_page(viewer).number(State.DRIFTING) if viewer.may(Permission.KEEP_IN_TOUCH) else 0


@dataclass(frozen=True, slots=True)
class _Told:
    """What was read of all families at once."""

    levels: Levels
    counted_from: dt.date
    places: Mapping[uuid.UUID, read.Place]
    spans: Mapping[uuid.UUID, Sequence[Span]]
    signs: Mapping[uuid.UUID, Sequence[LastSign]]
    facts: Mapping[uuid.UUID, Sequence[Fact]]
    titles: Mapping[uuid.UUID, str]
    carers: Mapping[uuid.UUID, Sequence[read.Carer]]
    touch: Mapping[uuid.UUID, InTouch]
    snoozes: Mapping[uuid.UUID, PeaceLine]


def _row(today: dt.date, home: Home, prefers_phone: bool, told: _Told) -> Row:
    touch, facts, place = told.touch.get(home.id, InTouch()), tuple(told.facts.get(home.id, ())), told.places[home.id]
    last = next(iter(told.signs.get(home.id, ())), None)
    known = Known(
        joined_on=joined_on(told.spans.get(home.id, ()), today),
        counted_from=told.counted_from,
        last_on=last.on if last else None,
        approved_on=home.approved_on,
        has_unmet=any(fact.matter is Matter.UNMET for fact in facts),
    )
    standing = standing_of(known, told.levels, today)
    title = told.titles.get(last.subject_id, "") if last and last.subject_id else ""
    heard = words.heard_words(last, declared().said, title, today) if last else ""
    needs = needs_somebody(standing.state, facts)
    snooze = told.snoozes.get(home.id)
    running = snooze if snooze is not None and snooze.until > today else None
    reasons = [
        *words.silence(standing, known, told.levels, heard),
        *(words.fact_words(fact, place.is_hub) for fact in facts),
        *(words.came_of_it(None if running else snooze, touch, known.last_on) if needs else ()),
    ]
    return Row(
        home_id=home.id,
        family=home.name,
        constellations=place.around,
        is_hub=place.is_hub,
        standing=standing,
        last=last,
        heard=heard,
        facts=facts,
        reasons=tuple(reasons),
        needs=needs,
        carers=tuple(told.carers.get(home.id, ())),
        prefers_phone=prefers_phone,
        snooze=running,
        touch=touch,
    )
