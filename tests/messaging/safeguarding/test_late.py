"""Concerns that nobody acknowledges in time: whom they wake, who reads them from then on, and who hears nothing."""

import pytest
import time_machine

from constellations.access import Viewer, find
from constellations.jobs.models import JobRun
from constellations.notices.alerts.actions import choose_alerts
from constellations.notices.models import OutboxMail
from constellations.notices.rules import AlertWishes
from messaging.conversations.actions import begin
from messaging.jobs import JOBS
from messaging.models import Conversation
from messaging.safeguarding.concerns.actions import acknowledge, close
from messaging.safeguarding.readers.queries import readers_of
from messaging.safeguarding.rules import About, Outcome
from tests.messaging.safeguarding.worries import people_of, reading, wake, woken, worry
from tests.messaging.talking import Talk, say
from tests.registers import rows
from tests.sleepovers.households import audited, sees


def mailed() -> list[str]:
    """To whom a mail waits, that goes at once."""
    return [address for address, kept in rows(OutboxMail.address, OutboxMail.person_id) if kept is None]


def test_after_a_day_its_readers_and_managers_are_woken_and_again_after_another(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    concern = worry(homes.anita, say(homes.moira, talk.everyone), About.HUB_CARER)
    assert reading(concern, people_of(talk)) == {"Dee Marsh"}
    clock.shift(24 * 3600)
    wake()
    assert woken(talk) == []
    clock.shift(60)
    for _twice in range(2):
        assert wake() == 0, "the ledger says nothing: whom a concern is about may read it"
    assert woken(talk) == ["Dee Marsh", "Sam Ode"]
    assert reading(concern, people_of(talk)) == {"Dee Marsh", "Sam Ode"}
    assert audited(concern.id) == [("raised_concern", ""), ("woke_for_concern", "woken_at")]
    clock.shift(24 * 3600 + 60)
    wake()
    assert woken(talk) == ["Dee Marsh", "Dee Marsh", "Sam Ode", "Sam Ode"]


def test_it_gets_through_quiet_hours_and_whatever_was_chosen(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    choose_alerts(sees(homes.manager), AlertWishes(by_mail=False, by_push=False, morning_summary=False))
    worry(homes.anita, say(homes.moira, talk.everyone))
    clock.move_to("2026-11-23T23:30Z")
    wake()
    assert sorted(mailed()) == sorted([homes.liaison.email, homes.manager.email])


def test_in_danger_an_hour_is_enough(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    worry(homes.anita, say(homes.moira, talk.everyone), in_danger=True)
    clock.shift(3600)
    wake()
    assert woken(talk) == []
    clock.shift(1)
    wake()
    assert woken(talk) == ["Dee Marsh", "Sam Ode"]


@pytest.mark.parametrize("is_closed", [False, True])
def test_what_somebody_has_seen_to_wakes_nobody(talk: Talk, clock: time_machine.Traveller, is_closed: bool) -> None:
    homes = talk.homes
    concern = worry(homes.anita, say(homes.moira, talk.everyone))
    if is_closed:
        close(sees(homes.liaison), concern.id, Outcome.TALKED, "", remove=False)
    else:
        acknowledge(sees(homes.liaison), concern.id)
    clock.shift(3 * 24 * 3600)
    wake()
    assert woken(talk) == []


def test_a_manager_who_wrote_the_message_hears_nothing(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    begun = begin(sees(homes.liaison), "Outing", [homes.anita.id, homes.manager.id])
    group = find(Viewer.system(), Conversation, begun)
    concern = worry(homes.anita, say(homes.manager, group))
    clock.shift(25 * 3600)
    wake()
    assert woken(talk) == ["Dee Marsh"]
    assert reading(concern, people_of(talk)) == {"Dee Marsh"} == {one.name for one in readers_of(concern).values()}


def test_whoever_raised_it_is_not_woken(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    worry(homes.liaison, say(homes.moira, talk.everyone))
    clock.shift(25 * 3600)
    wake()
    assert woken(talk) == ["Sam Ode"]


def test_roost_does_it_by_itself_and_the_ledger_stays_silent(talk: Talk) -> None:
    assert "wake_for_concerns" in {job.name for job in JOBS}
    assert rows(JobRun.name) == []
