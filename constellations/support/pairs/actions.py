"""Making pairs of carers, writing down their check-ins, and reminding those who have not talked."""

import datetime as dt
import uuid
from dataclasses import dataclass

from flask_babel import gettext, ngettext
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from constellations.access import Viewer, covering, hold, visible
from constellations.activity.actions import audit, record, record_opposite
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile, check_day
from constellations.jobs.rules import JobResult
from constellations.models import Person
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from constellations.rules import Span
from constellations.support.pairs.models import CheckIn, Pair
from constellations.support.pairs.queries import carer_with_home, pairs_of_today
from constellations.support.pairs.rules import (
    NotTheirDay,
    PairKind,
    TakenBackAlready,
    Two,
    check_met,
    check_once,
    check_two,
    first_open_day,
    reminder_number,
    span_of_pair,
)


@dataclass(frozen=True, slots=True)
class NewPair:
    """Who is to be buddy or mentor to whom, from a day to a last day, and what they want to reach."""

    kind: PairKind
    helper_id: uuid.UUID
    carer_id: uuid.UUID
    first: dt.date
    last: dt.date | None
    goals: str


def pair_up(viewer: Viewer, new: NewPair) -> uuid.UUID:
    """Make two carers a pair, and tell both; raises a rule of `rules.py`, DayOutOfReach, NotFound."""
    viewer.must(Permission.KEEP_PAIRS)
    check_day(new.first, viewer.today)
    span = span_of_pair(new.first, new.last)
    with transaction():
        # Of two who pair the same carer at once, the second sees the first.
        hold(viewer, Person, new.carer_id)
        carer, carers_home = carer_with_home(viewer, new.carer_id)
        helper, helpers_home = carer_with_home(viewer, new.helper_id)
        others = _pairs_of(viewer, carer.id)
        check_two(Two(new.kind, helper.id, carer.id, span), (helpers_home, carers_home), others)
        row = Pair(
            service_id=carer.service_id,
            kind=new.kind,
            helper_id=helper.id,
            carer_id=carer.id,
            starts_on=span.starts_on,
            ends_on=span.ends_on,
            goals=new.goals,
        )
        session().add(row)
        session().flush()
        once, path = f"pair:{row.id}", f"/pairs/{row.id}"
        tell([helper.id], News(once, gettext("You and %(name)s are a pair: you help.", name=carer.name), path))
        tell([carer.id], News(once, gettext("You and %(name)s are a pair: you can ask.", name=helper.name), path))
        fields = ("kind", "helper_id", "carer_id", "starts_on", "ends_on", "goals")
        _note(viewer, "paired_up", row, fields)
        return row.id


def change_pair(viewer: Viewer, pair_id: uuid.UUID, goals: str, last: dt.date | None, version: int) -> None:
    """Say what a pair wants to reach, and its last day.

    Raises EndsBeforeItBegins, PairedAlready, ChangedMeanwhile, NotFound.
    """
    viewer.must(Permission.KEEP_PAIRS)
    with transaction():
        row = hold(viewer, Pair, pair_id)
        # As whoever pairs this carer anew; a liaison worker may look after the helper alone.
        hold(Viewer.system(), Person, row.carer_id)
        if row.version != version:
            raise ChangedMeanwhile(row.goals or gettext("no goals"), goals or gettext("no goals"))
        span, before = span_of_pair(row.starts_on, last), row.ends_on
        # What only gets shorter may be one of two that are equal from before this was asked.
        if before is not None and (span.ends_on is None or span.ends_on > before):
            check_once(Two(row.kind, row.helper_id, row.carer_id, span), _pairs_of(viewer, row.carer_id, but=row.id))
        row.ends_on = span.ends_on
        row.goals = goals
        flag_modified(row, "goals")
        _note(viewer, "changed_pair", row, ("goals", "ends_on"))


def check_in(viewer: Viewer, pair_id: uuid.UUID, met_on: dt.date, minutes: int) -> None:
    """Write down that the pair talked on a day, as its helper; said again of a day, the newer word stands.

    Raises NotTheirDay, TooLong, NotFound.
    """
    viewer.must(Permission.CHECK_IN)
    with transaction():
        pair = _held_by_helper(viewer, pair_id)
        check_met(met_on, minutes, _span(pair), viewer.today)
        that_day = visible(viewer, CheckIn).where(CheckIn.pair_id == pair.id, CheckIn.met_on == met_on)
        known = session().scalars(that_day).one_or_none()
        counted = known is not None and known.taken_back_at is None
        row = known or CheckIn(pair_id=pair.id, met_on=met_on)
        row.minutes, row.written_by, row.written_at, row.taken_back_at = minutes, viewer.person_id, clock.now(), None
        session().add(row)
        session().flush()
        # Said again of a day it is no second sign of life.
        action = "corrected_check_in" if counted else "checked_in"
        record(viewer, action, row.id, service_id=pair.service_id, happened_on=row.met_on)
        if not counted:
            record(viewer, "talked_with_buddy", row.id, _home_of(pair.carer_id), pair.service_id, row.met_on)
        audit(viewer, Change(action, "check_in", row.id, ("met_on", "minutes")), pair.service_id)


def take_back_check_in(viewer: Viewer, check_in_id: uuid.UUID) -> uuid.UUID:
    """Take a check-in back, as the helper or as staff: it stays to be read, and counts no more. Gives its pair.

    Raises NotTheirDay, TakenBackAlready, NotFound.
    """
    viewer.must(Permission.SEE_SUPPORT)
    with transaction():
        row = hold(viewer, CheckIn, check_in_id)
        pair = hold(viewer, Pair, row.pair_id) if viewer.is_staff else _held_by_helper(viewer, row.pair_id)
        if row.taken_back_at is not None:
            raise TakenBackAlready
        if row.met_on < first_open_day(viewer.today):
            raise NotTheirDay
        row.taken_back_at = clock.now()
        # Of the homes in which the two lived when it was written down.
        said = row.id, pair.service_id, row.met_on
        record_opposite(viewer, "checked_in", "took_back_check_in", *said)
        record_opposite(viewer, "talked_with_buddy", "took_back_talk", *said)
        audit(viewer, Change("took_back_check_in", "check_in", row.id, ("taken_back_at",)), pair.service_id)
        return pair.id


def remind_pairs(
    viewer: Viewer,
    service_id: uuid.UUID | None,
    since: dt.date,  # noqa: ARG001  # a day that was missed is made up for by the next: how long it is quiet is known
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Remind the buddies and mentors of a service who have written down no check-in for a month; each once a month."""
    told = 0
    for one in pairs_of_today(viewer, service_id):
        number = reminder_number(one.quiet_days)
        if number:
            words = gettext("Have you and %(name)s talked? Nothing is written down for a month.", name=one.carer)
            once = f"pair_quiet:{one.pair_id}:{one.last_on or one.span.starts_on}:{number}"
            with transaction():
                told += tell([one.helper_id], News(once, words, f"/pairs/{one.pair_id}"))
    return JobResult(told, ngettext("%(num)s pair was reminded.", "%(num)s pairs were reminded.", told))


def _held_by_helper(viewer: Viewer, pair_id: uuid.UUID) -> Pair:
    pair = hold(viewer, Pair, pair_id)
    if pair.helper_id != viewer.person_id:
        raise NotFound
    return pair


def _pairs_of(viewer: Viewer, carer_id: uuid.UUID, but: uuid.UUID | None = None) -> list[Two]:
    of = visible(viewer, Pair).where(Pair.carer_id == carer_id)
    return [Two(row.kind, row.helper_id, row.carer_id, _span(row)) for row in session().scalars(of) if row.id != but]


def _span(row: Pair) -> Span:
    return Span(row.starts_on, row.ends_on)


def _home_of(person_id: uuid.UUID) -> uuid.UUID | None:
    asked = select(Person.home_id).where(Person.id == person_id)
    return session().scalar(covering(Viewer.system(), asked))


def _note(viewer: Viewer, action: str, row: Pair, fields: tuple[str, ...]) -> None:
    record(viewer, action, row.id, service_id=row.service_id)
    audit(viewer, Change(action, "support_pair", row.id, fields), row.service_id)
