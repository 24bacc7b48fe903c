"""Letting one child be another, as part of merging: nights, homes lived with, stay card, siblings, and all the rest."""

import datetime as dt
import uuid
from collections.abc import Mapping

from flask_babel import gettext
from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, visible
from constellations.actions import span_of
from constellations.children.models import Child, NotTogether, Placement
from constellations.core.database import session
from constellations.events.answers.seating.actions import leave_out_double
from constellations.events.attendance.actions import leave_double_out_of_registers
from constellations.models import Home, holds_on
from sleepovers.cards.models import CardConfirmed, CardVersion, CardView, StayCard
from sleepovers.merging.children.rules import Written, numbers_in_one
from sleepovers.merging.rows.actions import keep_days, pass_on, run
from sleepovers.merging.rows.rules import CHILD_COLUMNS
from sleepovers.merging.rules import (
    NightsMeet,
    NotADouble,
    Place,
    SleptWhereItLives,
    StillUnnamed,
    joined,
)
from sleepovers.models import StayNight
from sleepovers.rules import NightState


def be_one_child(kept: Child, double: Child) -> None:
    """Let all that is a double's be the kept child's, and the double be no more; both are held.

    Raises StillUnnamed, NotADouble, NightsMeet, SleptWhereItLives, InTwoPlaces, StandsInTheWay.
    """
    if kept.is_unnamed or double.is_unnamed:
        raise StillUnnamed
    _must_not_be_two(kept, double)
    kept_id, double_id = kept.id, double.id
    _clear_nights(kept_id, double_id)
    _must_not_sleep_at_home(kept_id, double_id)
    _join_placements(kept_id, double_id)
    _pass_pairs_on(kept_id, double_id)
    _pass_card_on(kept_id, double_id)
    _join_siblings(kept_id, kept.sibling_group, double.sibling_group)
    leave_out_double(kept_id, double_id)
    leave_double_out_of_registers(kept_id, double_id)
    pass_on(Child, CHILD_COLUMNS, double_id, kept_id)
    run(delete(Child).where(Child.id == double_id))
    session().expire_all()


def _must_not_be_two(kept: Child, double: Child) -> None:
    if kept.sibling_group is not None and kept.sibling_group == double.sibling_group:
        raise NotADouble(gettext("They are said to be siblings."))
    first, second = sorted((kept.id, double.id), key=lambda key: key.bytes)
    pair = visible(Viewer.system(), NotTogether).where(NotTogether.first_id == first, NotTogether.second_id == second)
    if session().scalars(pair).one_or_none() is not None:
        raise NotADouble(gettext("They are kept apart from each other."))


def _clear_nights(kept_id: uuid.UUID, double_id: uuid.UUID) -> None:
    """Of two rows for a night one that was not stayed makes way; raises NightsMeet where both were, or are to be."""
    mine, theirs, here, there = aliased(StayNight), aliased(StayNight), aliased(Home), aliased(Home)
    asked = (
        select(mine.night, mine.state, here.name, theirs.state, there.name)
        .join(theirs, theirs.night == mine.night)
        .join(here, here.id == mine.home_id)
        .join(there, there.id == theirs.home_id)
        .where(mine.child_id == kept_id, theirs.child_id == double_id)
        .order_by(mine.night)
    )
    meetings: list[tuple[dt.date, str, str]] = []
    for night, state, home, other_state, other_home in session().execute(covering(Viewer.system(), asked)).all():
        not_stayed = [
            child for child, said in ((kept_id, state), (double_id, other_state)) if said is NightState.NOT_STAYED
        ]
        if not_stayed:
            run(delete(StayNight).where(StayNight.child_id == not_stayed[-1], StayNight.night == night))
        else:
            meetings.append((night, home, other_home))
    if meetings:
        raise NightsMeet(meetings)


def _must_not_sleep_at_home(kept_id: uuid.UUID, double_id: uuid.UUID) -> None:
    """Raise SleptWhereItLives where one of the two slept, or is to sleep, where the other lived on that night."""
    both = (kept_id, double_id)
    lives = and_(
        Placement.home_id == StayNight.home_id,
        Placement.child_id != StayNight.child_id,
        Placement.child_id.in_(both),
        holds_on(Placement, StayNight.night),
    )
    asked = (
        select(StayNight.night)
        .join(Placement, lives)
        .where(StayNight.child_id.in_(both), StayNight.state != NightState.NOT_STAYED)
        .order_by(StayNight.night)
    )
    nights = session().scalars(covering(Viewer.system(), asked)).all()
    if nights:
        raise SleptWhereItLives(nights)


def _join_placements(kept_id: uuid.UUID, double_id: uuid.UUID) -> None:
    """Let the homes that both lived with be those of one child, who lives with one at a time; raises InTwoPlaces."""
    asked = (
        select(Placement, Home.name)
        .join(Home, Home.id == Placement.home_id)
        .where(Placement.child_id.in_((kept_id, double_id)))
    )
    rows = [
        (row.child_id, Place(row.id, row.home_id, span_of(row), gettext("with %(home)s", home=name)))
        for row, name in session().execute(covering(Viewer.system(), asked))
    ]
    mine, theirs = ([place for child, place in rows if child == one] for one in (kept_id, double_id))
    keep_days(Placement, joined(mine, theirs, is_one_at_a_time=True))


def _pass_pairs_on(kept_id: uuid.UUID, double_id: uuid.UUID) -> None:
    """Whom the double must not meet, the kept child must not; each pair is stored once, the smaller key first."""
    asked = visible(Viewer.system(), NotTogether)
    pairs = (
        session()
        .scalars(
            asked.where(
                or_(NotTogether.first_id.in_((kept_id, double_id)), NotTogether.second_id.in_((kept_id, double_id)))
            )
        )
        .all()
    )
    known = {frozenset((pair.first_id, pair.second_id)) for pair in pairs}
    for pair in pairs:
        both = {pair.first_id, pair.second_id}
        if double_id not in both:
            continue
        session().delete(pair)
        now = frozenset(both - {double_id} | {kept_id})
        if now not in known:
            first, second = sorted(now, key=lambda key: key.bytes)
            session().add(NotTogether(first_id=first, second_id=second))
    session().flush()


def _join_siblings(kept_id: uuid.UUID, mine: uuid.UUID | None, theirs: uuid.UUID | None) -> None:
    """Whose sibling the double is said to be, the kept child is; two groups become one."""
    if theirs is None:
        return
    group = mine or theirs
    run(update(Child).where(Child.sibling_group == theirs).values(sibling_group=group))
    run(update(Child).where(Child.id == kept_id).values(sibling_group=group))


def _pass_card_on(kept_id: uuid.UUID, double_id: uuid.UUID) -> None:
    """Let the double's stay card be the kept child's; where both have one, what was written last holds."""
    cards = {
        card.child_id: card
        for card in session().scalars(
            visible(Viewer.system(), StayCard).where(StayCard.child_id.in_((kept_id, double_id)))
        )
    }
    double = cards.get(double_id)
    if double is None:
        return
    kept = cards.get(kept_id) or StayCard(child_id=kept_id, number=0)
    session().add(kept)
    mine, theirs = numbers_in_one(_written(kept), _written(double))
    kept_holds = mine.get(kept.number, 0) > theirs[double.number]
    holds, before = (kept, double) if kept_holds else (double, kept)
    kept.called_mark = holds.called_mark or before.called_mark
    kept.number += double.number
    session().flush()
    _renumber(kept_id, kept_id, mine)
    _renumber(double_id, kept_id, theirs)
    run(delete(StayCard).where(StayCard.child_id == double_id))
    session().expire_all()


def _written(card: StayCard) -> Written:
    asked = select(CardVersion.number, CardVersion.written_at).where(CardVersion.child_id == card.child_id)
    return Written(card.number, {row[0]: row[1] for row in session().execute(covering(Viewer.system(), asked))})


def _renumber(old_id: uuid.UUID, new_id: uuid.UUID, numbers: Mapping[int, int]) -> None:
    """Give the versions of a card, and who read them, other numbers, which are never smaller; the last one first."""
    for old, new in sorted(numbers.items(), reverse=True):
        _move_version((old_id, old), (new_id, new))
        run(update(CardView).where(CardView.child_id == old_id, CardView.number == old).values(number=new))


def _move_version(old: tuple[uuid.UUID, int], new: tuple[uuid.UUID, int]) -> None:
    """Let a version of a card be that of another child, or have another number; what it says stays sealed."""
    asked = visible(Viewer.system(), CardVersion).where(CardVersion.child_id == old[0], CardVersion.number == old[1])
    version = session().scalars(asked).one_or_none()
    if version is None or old == new:
        return
    said = {"words": version.words, "written_by": version.written_by, "written_at": version.written_at}
    session().add(CardVersion(child_id=new[0], number=new[1], **said))
    session().flush()
    confirmed = update(CardConfirmed).where(CardConfirmed.child_id == old[0], CardConfirmed.number == old[1])
    run(confirmed.values(child_id=new[0], number=new[1]))
    session().expunge(version)
    run(delete(CardVersion).where(CardVersion.child_id == old[0], CardVersion.number == old[1]))
