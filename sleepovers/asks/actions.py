"""Asking for sleepovers, asking one more home, and taking an ask back."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from constellations.access import Viewer, covering, find
from constellations.activity.actions import record
from constellations.children.models import Child, Placement
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.core.ids import new_id, new_key
from constellations.models import Home, holds_on
from constellations.permissions import Permission
from sleepovers.asks import rules
from sleepovers.asks.agreements.actions import seek_agreements
from sleepovers.asks.ending.actions import end_ask
from sleepovers.asks.hub.seeking.actions import seek_hub_word
from sleepovers.asks.models import Answer, Ask, AskChild, AskSeries, Step
from sleepovers.asks.queries import WholeAsk, asked_already, held_ask
from sleepovers.asks.rules import StepTaken
from sleepovers.asks.series.rules import must_end_within_a_year
from sleepovers.asks.telling.actions import tell_asked, tell_withdrawn
from sleepovers.asks.wanted import Wanted
from sleepovers.booking.actions import name_of_home
from sleepovers.booking.queries import Proposal, wish_of
from sleepovers.booking.refusals import refusal
from sleepovers.booking.rules import check, stops_ask
from sleepovers.nights.handover.queries import other_stays, taken_over
from sleepovers.rules import AnswerState, AskState, Moment, nights_of


def ask_for_sleepover(viewer: Viewer, wanted: Wanted) -> list[uuid.UUID]:
    """Put an ask to the homes, one for each time; gives their ids in order. All of them are stored, or none.

    Raises PastNights, TooFarAhead, SeriesTooLong, NoNight, TooLong, NobodyChosen, NoHomeChosen, TooMany,
    NotTheirsToAsk,
    AskedAlready, CheckRefused (of what a carer need not wait for an answer to), DepartsBeforeArriving, NotFound.
    """
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    _must_be_few(wanted)
    rules.must_be_askable(wanted.arrive, wanted.depart, viewer.today)
    times = rules.repeated(wanted.arrive, wanted.depart, wanted.weeks, wanted.every)
    must_end_within_a_year(times, viewer.today)
    for arrive, depart in times:
        rules.must_be_askable(arrive, depart, viewer.today)
    with transaction():
        children = [find(viewer, Child, child_id) for child_id in dict.fromkeys(wanted.child_ids)]
        homes = [find(viewer, Home, home_id) for home_id in dict.fromkeys(wanted.home_ids)]
        services = {child.service_id for child in children} | {home.service_id for home in homes}
        # Who is still to be named is asked for by nobody: the row goes when its name is known.
        if len(services) > 1 or any(child.is_unnamed for child in children):
            raise NotFound
        series = begin_series(children[0].service_id, wanted.every, times) if wanted.weeks > 1 else None
        found = [put_ask(viewer, wanted, ends, children, homes, series) for ends in times]
        tell_asked(viewer, found[0], [home.id for home in homes], more=len(found) - 1)
        return [each.ask.id for each in found]


def ask_another_home(viewer: Viewer, ask_id: uuid.UUID, version: int, home_id: uuid.UUID) -> None:
    """Put an open ask to one more home. Raises as asking does, NoLongerOpen and AskOvertaken."""
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    with transaction():
        found = hold_own_ask(viewer, ask_id, version)
        home = find(viewer, Home, home_id)
        if home.service_id != found.ask.service_id:
            raise NotFound
        put_to_home(viewer, found, home)
        flag_modified(found.ask, "state")
        note_step(viewer, found.ask, StepTaken.ASKED, home.id)
        record(viewer, "asked_another_home", ask_id, service_id=found.ask.service_id)
        tell_asked(viewer, found, [home.id])


def withdraw_ask(viewer: Viewer, ask_id: uuid.UUID, version: int, reason: str | None = None) -> None:
    """Take an open ask back; children who have a stay from it already keep it.

    Raises NoLongerOpen, AskOvertaken, NotTheirsToAsk, NotFound.
    """
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    with transaction():
        found = hold_own_ask(viewer, ask_id, version)
        end_ask(found, AskState.WITHDRAWN, reason)
        note_step(viewer, found.ask, StepTaken.WITHDRAWN, reason=reason)
        record(viewer, "withdrew_ask", ask_id, service_id=found.ask.service_id)
        tell_withdrawn(viewer, found)


def hold_own_ask(viewer: Viewer, ask_id: uuid.UUID, version: int) -> WholeAsk:
    """An open ask, held until the commit, for who may withdraw it or take what was offered."""
    found = held_ask(viewer, ask_id)
    if found.ask.state is not AskState.OPEN:
        raise rules.NoLongerOpen(found.ask.state)
    must_be_theirs(viewer, found.child_ids, found.ask)
    if found.ask.version != version:
        raise rules.AskOvertaken
    return found


def must_be_theirs(viewer: Viewer, child_ids: Sequence[uuid.UUID], ends: Ask | Wanted) -> None:
    """Raise NotTheirsToAsk for a carer with whom one of the children does not live on the day of coming."""
    if not viewer.is_carer:
        return
    arrive = ends.arrive.on
    mine = select(Placement.child_id).where(
        Placement.child_id.in_(child_ids), Placement.home_id == viewer.home_id, holds_on(Placement, arrive)
    )
    found = session().scalars(covering(Viewer.system(), mine)).all()
    if set(child_ids) - set(found):
        raise rules.NotTheirsToAsk


def put_to_home(viewer: Viewer, found: WholeAsk, home: Home, by: uuid.UUID | None = None) -> None:
    """Add a home to those who may answer, where nothing speaks against it at once; `by` is the home that named it.

    Raises CheckRefused, AskedAlready, AlreadyAnswered, NoLongerOpen where the nights have begun.
    """
    ask, child_ids = found.ask, [child.id for child in found.without_stay]
    rules.must_still_be_ahead(ask.arrive, rules.day_of_ask(ask.kind, clock.now()))
    if any(one.home_id == home.id and one.state is not AnswerState.WAITING for one in found.answers):
        raise rules.AlreadyAnswered(home.name)
    stopping = stops_ask(check(wish_of(proposed(ask, child_ids, home.id))), viewer.is_staff)
    if stopping:
        raise refusal(name_of_home(home.id), stopping, may_overrule=False)
    if asked_already(ask, child_ids, home.id):
        raise rules.AskedAlready(home.name)
    answer = Answer(ask_id=ask.id, home_id=home.id, state=AnswerState.WAITING, suggested_by=by)
    session().add(answer)
    session().flush()
    found.answers.append(answer)
    seek_hub_word(viewer, found, home.id)


def proposed(ask: Ask, child_ids: Sequence[uuid.UUID], home_id: uuid.UUID) -> Proposal:
    """What an ask means for these children and a home, with the nights that pass from another stay in the small hours.

    The children are held until the commit.
    """
    ends = (ask.arrive, ask.depart)
    passing = frozenset((one, night) for one in sorted(child_ids) for night in taken_over(ends, other_stays(one)))
    return Proposal(tuple(child_ids), home_id, nights_of(*ends), ask.kind, ask.id, None, passing)


def note_step(
    viewer: Viewer,
    ask: Ask,
    taken: StepTaken,
    home_id: uuid.UUID | None = None,
    reason: str | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Write one line of the timeline, of now unless said otherwise; staff act in a carer's place."""
    session().add(
        Step(
            ask_id=ask.id,
            at=at or clock.now(),
            person_id=viewer.person_id,
            taken=taken,
            home_id=home_id,
            for_somebody=viewer.is_staff,
            reason=reason,
        )
    )


def _must_be_few(wanted: Wanted) -> None:
    if not wanted.child_ids:
        raise rules.NobodyChosen
    if not wanted.home_ids:
        raise rules.NoHomeChosen
    if (
        len(wanted.child_ids) > rules.MOST_CHILDREN
        or len(wanted.home_ids) > rules.MOST_HOMES
        or not 1 <= wanted.weeks <= rules.MOST_REPEATS
        or not 1 <= wanted.every <= rules.MOST_WEEKS_APART
    ):
        raise rules.TooMany


def begin_series(
    service_id: uuid.UUID,
    every: int,
    times: Sequence[tuple[Moment, Moment]],
    follows: uuid.UUID | None = None,
) -> uuid.UUID:
    """Store the series of sleepovers that come again; within a transaction."""
    days = [arrive.on for arrive, _depart in times]
    after = max(days) + dt.timedelta(days=1)
    series = AskSeries(
        id=new_id(), service_id=service_id, every_weeks=every, starts_on=min(days), ends_on=after, follows_id=follows
    )
    session().add(series)
    session().flush()
    return series.id


def put_ask(
    viewer: Viewer,
    wanted: Wanted,
    ends: tuple[Moment, Moment],
    children: Sequence[Child],
    homes: Sequence[Home],
    series: uuid.UUID | None = None,
) -> WholeAsk:
    """Store one ask and put it to the homes, who are told by the caller; within a transaction. Raises as asking."""
    arrive, depart = ends
    ask = Ask(
        key=new_key(),
        service_id=children[0].service_id,
        kind=wanted.kind,
        state=AskState.OPEN,
        together=wanted.together,
        series_id=series,
        asked_by=viewer.person_id,
        note=wanted.note,
        wish=wanted.wish,
        words_id=wanted.words_id or series or new_id(),
        arrive_on=arrive.on,
        arrive_at=arrive.at,
        depart_on=depart.on,
        depart_at=depart.at,
    )
    found = WholeAsk(ask, list(children), [], [])
    must_be_theirs(viewer, found.child_ids, ask)
    session().add(ask)
    session().flush()
    session().add_all(AskChild(ask_id=ask.id, child_id=child_id) for child_id in found.child_ids)
    for home in homes:
        put_to_home(viewer, found, home)
    note_step(viewer, ask, StepTaken.ASKED)
    seek_agreements(ask, children)
    record(viewer, "asked_for_sleepover", ask.id, service_id=ask.service_id)
    return found
