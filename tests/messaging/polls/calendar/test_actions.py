"""The day that a poll found stands in the calendar, once."""

import datetime as dt
import uuid

import pytest

from constellations.core.errors import NotFound
from constellations.core.ids import new_id
from constellations.events.actions import Plan, Wording
from constellations.events.queries import occurrences_in
from constellations.events.rules import Circle, EventKind, NotYoursToPlan, Pattern
from messaging.polls import rules
from messaging.polls.actions import ask_poll, choose_day
from messaging.polls.calendar.actions import put_into_calendar
from messaging.polls.calendar.queries import chosen_day
from messaging.polls.rules import Asking, PollKind
from messaging.posting.actions import Written
from tests.messaging.talking import Talk, say
from tests.sleepovers.households import sees

SATURDAY, SUNDAY = dt.date(2026, 11, 28), dt.date(2026, 11, 29)


def asked(talk: Talk) -> uuid.UUID:
    """A poll of days that a satellite's carer asks."""
    days = Asking(PollKind.DAYS, days=(SATURDAY, SUNDAY))
    return ask_poll(sees(talk.homes.anita), talk.everyone.id, Written(new_id(), "When do we\nmeet?"), days).id


def meeting(talk: Talk) -> Plan:
    """The event that comes of it."""
    wording = Wording(EventKind.GATHERING, "We meet")
    at, constellation = dt.time(14), talk.homes.constellation.id
    return Plan(wording, Circle.CONSTELLATIONS, Pattern(SUNDAY), at, 180, (constellation,))


def test_the_hub_puts_the_chosen_day_into_the_calendar_once(talk: Talk) -> None:
    poll_id, moira = asked(talk), sees(talk.homes.moira)
    choose_day(sees(talk.homes.anita), poll_id, 2)
    found = chosen_day(moira, poll_id)
    assert (found.question, found.day, found.constellation_id) == (
        "When do we meet?",
        SUNDAY,
        talk.homes.constellation.id,
    )
    at = put_into_calendar(moira, poll_id, meeting(talk))
    assert [one.occurrence_id for one in occurrences_in(moira, SUNDAY, SUNDAY + dt.timedelta(days=1))] == [at]
    assert (chosen_day(moira, poll_id).occurrence_id, chosen_day(moira, poll_id).may_plan) == (at, False)
    with pytest.raises(rules.InTheCalendarAlready, match="in the calendar already"):
        put_into_calendar(moira, poll_id, meeting(talk))


def test_who_may_not_plan_for_everyone_leaves_it_to_the_hub(talk: Talk) -> None:
    poll_id = asked(talk)
    choose_day(sees(talk.homes.anita), poll_id, 2)
    with pytest.raises(NotYoursToPlan):
        put_into_calendar(sees(talk.homes.anita), poll_id, meeting(talk))
    may_plan = [chosen_day(sees(one), poll_id).may_plan for one in (talk.homes.anita, talk.homes.moira)]
    assert may_plan == [False, True]


def test_without_a_chosen_day_nothing_is_planned(talk: Talk) -> None:
    poll_id, moira = asked(talk), sees(talk.homes.moira)
    with pytest.raises(rules.NoDayChosen, match="No day is chosen yet"):
        put_into_calendar(moira, poll_id, meeting(talk))
    with pytest.raises(NotFound):
        chosen_day(moira, say(talk.homes.moira, talk.everyone).id)
    with pytest.raises(NotFound):
        chosen_day(sees(talk.outsider), poll_id)
