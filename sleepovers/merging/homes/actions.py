"""Letting one home be another, as part of merging: memberships, nights, claims, carers, and all the rest."""

import datetime as dt
import uuid

from flask_babel import gettext
from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, visible
from constellations.actions import span_of
from constellations.children.models import Placement
from constellations.core.database import Base, session
from constellations.engagement.signs.actions import count_homes_anew
from constellations.models import Constellation, Home, Membership, holds_on
from constellations.words import in_words
from sleepovers.asks.models import Answer, Ask
from sleepovers.claims.models import Claim
from sleepovers.claims.rules import LIVE
from sleepovers.merging.homes.rules import goes_further
from sleepovers.merging.rows.actions import keep_days, pass_on, remove, run
from sleepovers.merging.rows.rules import HOME_COLUMNS
from sleepovers.merging.rules import (
    AlreadyPaidFor,
    AskedBoth,
    BedsMeet,
    Place,
    SleepsAtHome,
    joined,
)
from sleepovers.models import Stay, StayNight
from sleepovers.payments.models import Adjustment
from sleepovers.rules import AskState, StayState


def be_one_home(kept: Home, double: Home) -> None:
    """Let all that is a double's be the kept home's, its carers too, and the double be no more; both are held.

    What the kept home is ready for, its weekly pattern and its supplier number stand. Raises AskedBoth, BedsMeet,
    SleepsAtHome, InTwoPlaces, AlreadyPaidFor, StandsInTheWay.
    """
    kept_id, double_id = kept.id, double.id
    _must_not_be_asked_both(kept_id, double_id)
    _must_have_beds_apart(kept_id, double_id)
    _must_not_sleep_at_home(kept_id, double_id)
    _join_memberships(kept_id, double_id)
    _drop_live_claims(double)
    _let_lesser_answers_yield(kept_id, double_id)
    pass_on(Home, HOME_COLUMNS, double_id, kept_id)
    run(delete(Home).where(Home.id == double_id))
    session().expire_all()
    count_homes_anew(Viewer.system(), [kept_id])


def _must_not_be_asked_both(kept_id: uuid.UUID, double_id: uuid.UUID) -> None:
    mine, theirs = aliased(Answer), aliased(Answer)
    asked = (
        select(func.count())
        .select_from(Ask)
        .join(mine, and_(mine.ask_id == Ask.id, mine.home_id == kept_id))
        .join(theirs, and_(theirs.ask_id == Ask.id, theirs.home_id == double_id))
        .where(Ask.state == AskState.OPEN)
    )
    number = session().scalar(covering(Viewer.system(), asked))
    if number:
        raise AskedBoth(number)


def _let_lesser_answers_yield(kept_id: uuid.UUID, double_id: uuid.UUID) -> None:
    """Of two answers to one ask that is over the one that went further stays; else that of the kept home."""
    mine, theirs = aliased(Answer), aliased(Answer)
    asked = select(mine.ask_id, mine.state, theirs.state).join(theirs, theirs.ask_id == mine.ask_id)
    both = session().execute(
        covering(Viewer.system(), asked.where(mine.home_id == kept_id, theirs.home_id == double_id))
    )
    lesser = [ask_id for ask_id, state, other_state in both if goes_further(other_state, state)]
    table = Base.metadata.tables[Answer.__tablename__]
    remove(table, and_(table.c.home_id == kept_id, table.c.ask_id.in_(lesser)))
    session().expire_all()


def _must_have_beds_apart(kept_id: uuid.UUID, double_id: uuid.UUID) -> None:
    mine, theirs = aliased(StayNight), aliased(StayNight)
    asked = (
        select(mine.night)
        .join(theirs, and_(theirs.night == mine.night, theirs.bed == mine.bed))
        .where(mine.home_id == kept_id, theirs.home_id == double_id)
        .order_by(mine.night)
        .distinct()
    )
    nights = session().scalars(covering(Viewer.system(), asked)).all()
    if nights:
        raise BedsMeet(nights)


def _must_not_sleep_at_home(kept_id: uuid.UUID, double_id: uuid.UUID) -> None:
    """Raise SleepsAtHome where a child who lived with one of the two slept, or is to sleep, with the other."""
    lives = and_(Placement.child_id == Stay.child_id, holds_on(Placement, Stay.arrive_on))
    asked = (
        select(Stay.arrive_on)
        .join(Placement, lives)
        .where(
            Stay.state != StayState.CANCELLED,
            or_(
                and_(Stay.host_id == kept_id, Placement.home_id == double_id),
                and_(Stay.host_id == double_id, Placement.home_id == kept_id),
            ),
        )
        .order_by(Stay.arrive_on)
    )
    nights: list[dt.date] = list(session().scalars(covering(Viewer.system(), asked)))
    if nights:
        raise SleepsAtHome(nights)


def _join_memberships(kept_id: uuid.UUID, double_id: uuid.UUID) -> None:
    """Let the memberships of both be those of one home, which is one thing at a time in a constellation."""
    asked = (
        select(Membership, Constellation.name)
        .join(Constellation, Constellation.id == Membership.constellation_id)
        .where(Membership.home_id.in_((kept_id, double_id)))
    )
    places = [
        (row.constellation_id, row.home_id, Place(row.id, row.role, span_of(row), _member_words(row, name)))
        for row, name in session().execute(covering(Viewer.system(), asked))
    ]
    for constellation_id in {there for there, _, _ in places}:
        here = [(home, place) for there, home, place in places if there == constellation_id]
        mine, theirs = ([place for home, place in here if home == one] for one in (kept_id, double_id))
        keep_days(Membership, joined(mine, theirs, is_one_at_a_time=True))


def _member_words(row: Membership, constellation: str) -> str:
    words: str = gettext("%(role)s in %(name)s", role=in_words(row.role), name=constellation)
    return words


def _drop_live_claims(double: Home) -> None:
    """Claims that follow their nights are counted anew for the kept home; raises AlreadyPaidFor for others."""
    rows = visible(Viewer.system(), Claim).where(Claim.home_id == double.id).order_by(Claim.month)
    for claim in session().scalars(rows).all():
        if claim.status not in LIVE:
            raise AlreadyPaidFor(double.name, claim.month)
    # What was put right, and paid, after its month was closed stays; there may be one without a claim.
    theirs = select(Claim.id).where(Claim.home_id == double.id)
    run(update(Adjustment).where(Adjustment.claim_id.in_(theirs)).values(claim_id=None))
    table = Base.metadata.tables[Claim.__tablename__]
    remove(table, table.c.home_id == double.id)
    session().expire_all()
