"""A series of sleepovers as its readers may know it, and the change that may be made to it."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from constellations.models import Home
from sleepovers.asks.models import Answer, Ask, AskSeries
from sleepovers.asks.page.queries import REACHED, AskPage, ask_page
from sleepovers.asks.queries import readable_asks
from sleepovers.asks.rules import NotTheirsToAsk
from sleepovers.asks.series.rules import Occurrence
from sleepovers.models import Stay
from sleepovers.rules import AnswerState, AskState, StayState, nights_of


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One sleepover of a series, and who hosts it where that is agreed and for the reader to know."""

    ask_id: uuid.UUID
    occurrence: Occurrence
    nights: tuple[dt.date, ...]
    hosts: tuple[str, ...]

    @property
    def is_called_off(self) -> bool:
        """Whether every stay that was agreed was called off."""
        return bool(self.occurrence.stays) and set(self.occurrence.stays) == {StayState.CANCELLED}


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """An ask with the others of its series, in order; of an ask by itself it is the only one."""

    page: AskPage
    every_weeks: int | None
    lines: tuple[SeriesLine, ...]
    this: int
    today: dt.date

    @property
    def is_series(self) -> bool:
        """Whether there is more than this one."""
        return len(self.lines) > 1

    @property
    def may_change(self) -> bool:
        """Whether something of it is still to come."""
        return self.page.is_own and any(line.occurrence.may_change(self.today) for line in self.lines)

    @property
    def agreed(self) -> int:
        """How many are agreed and still to come."""
        return sum(line.occurrence.is_agreed and line.occurrence.may_change(self.today) for line in self.lines)


def series_page(viewer: Viewer, ask_id: uuid.UUID) -> SeriesPage:
    """An ask and its series; raises NotFound alike for not there and not theirs."""
    return series_around(viewer, ask_page(viewer, ask_id))


def series_to_change(viewer: Viewer, ask_id: uuid.UUID) -> SeriesPage:
    """The same for who may change it; raises NotTheirsToAsk for the others who may read of it."""
    found = series_page(viewer, ask_id)
    if not found.page.is_own:
        raise NotTheirsToAsk
    return found


def series_around(viewer: Viewer, page: AskPage) -> SeriesPage:
    """The series of an ask that the viewer has opened; four queries at most, however long it is."""
    asks: Sequence[Ask] = [page.ask]
    every_weeks = None
    if page.ask.series_id is not None:
        asks = asks_in_series(viewer, page.ask.series_id)
        weeks = select(AskSeries.every_weeks).where(AskSeries.id == page.ask.series_id)
        every_weeks = session().scalars(covering(viewer, weeks, AskSeries, through=REACHED)).one()
    stays = _stays_of([ask.id for ask in asks])
    told = None if page.reads_all else viewer.home_id
    lines = tuple(_line(ask, stays.get(ask.id, []), told) for ask in asks)
    this = next(number for number, line in enumerate(lines) if line.ask_id == page.ask.id)
    return SeriesPage(page, every_weeks, lines, this, viewer.today)


def asks_in_series(viewer: Viewer, series_id: uuid.UUID) -> Sequence[Ask]:
    """The asks of a series that the viewer may open, in order."""
    asked = visible(viewer, Ask).where(Ask.series_id == series_id, readable_asks(viewer))
    return session().scalars(covering(viewer, asked.order_by(Ask.arrive_on, Ask.id), through=REACHED)).all()


def others_to_agree(viewer: Viewer, page: AskPage, home_id: uuid.UUID | None) -> int:
    """How many more sleepovers of the same series wait for a word of one home."""
    if page.ask.series_id is None or home_id is None:
        return 0
    waiting = select(Answer.ask_id).where(Answer.home_id == home_id, Answer.state == AnswerState.WAITING)
    asked = select(Ask.id).where(
        Ask.series_id == page.ask.series_id,
        Ask.id != page.ask.id,
        Ask.state == AskState.OPEN,
        Ask.arrive_on >= viewer.today,
        Ask.id.in_(waiting),
        readable_asks(viewer),
    )
    return len(session().scalars(covering(viewer, asked, Ask, through=REACHED)).all())


Hosted = tuple[StayState, uuid.UUID, str]
"""How far a stay has come, and with whom it is: a home by id and name."""


def _stays_of(ask_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Hosted]]:
    """The stays by ask."""
    asked = select(Stay.ask_id, Stay.state, Home.id, Home.name).join(Home, Home.id == Stay.host_id)
    found: dict[uuid.UUID, list[Hosted]] = defaultdict(list)
    rows = session().execute(covering(Viewer.system(), asked.where(Stay.ask_id.in_(ask_ids))))
    for ask_id, state, home_id, host in rows:
        if ask_id is not None:
            found[ask_id].append((state, home_id, host))
    return found


def _line(ask: Ask, stays: Sequence[Hosted], told: uuid.UUID | None) -> SeriesLine:
    """One line; a home that was asked is told of itself alone."""
    occurrence = Occurrence(ask.arrive_on, ask.state, tuple(state for state, _home, _host in stays))
    standing = [(home_id, host) for state, home_id, host in stays if state is not StayState.CANCELLED]
    hosts = tuple(sorted({host for home_id, host in standing if told in (None, home_id)}))
    return SeriesLine(ask.id, occurrence, nights_of(ask.arrive, ask.depart), hosts)
