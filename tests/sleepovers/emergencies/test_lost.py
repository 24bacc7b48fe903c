"""A bed that was found and is lost again in the same night: who hears of it, what the board says, and what is next."""

import datetime as dt
import uuid

import pytest
import time_machine
from flask import Flask

from sleepovers.emergencies.actions import say_i_can, say_we_cannot
from sleepovers.emergencies.board.queries import lost_beds
from sleepovers.emergencies.rules import Beds, Outcome
from sleepovers.models import Stay
from sleepovers.rules import AskState
from sleepovers.stays.actions import say_nobody_came
from sleepovers.stays.course.actions import call_off_stay, say_arrived
from sleepovers.stays.course.rules import HasBegun
from sleepovers.stays.moving.queries import move_page, moves_of_stay
from sleepovers.stays.moving.rules import NothingToMove
from sleepovers.stays.queries import stay_page
from tests.client import client_of
from tests.sleepovers.asks.asking import answers, make_trusted_households, state_of, stays_from
from tests.sleepovers.emergencies.sending import known, mailed, send, told
from tests.sleepovers.households import Households, sees, stored_stay
from tests.sleepovers.stays.moving.moves import all_agree, move_of

OFF = "A sleepover is called off: Sun 22 Nov, 1 night."
LOST = f"{OFF} If the bed is still needed, send it again or phone out of hours."


@pytest.fixture
def homes(app: Flask, clock: time_machine.Traveller) -> Households:
    """The households, late in the evening: everybody's quiet hours."""
    clock.move_to("2026-11-22T23:05Z")
    return make_trusted_households()


def found_bed(homes: Households) -> Stay:
    """The hub has said "I can"."""
    ask_id = send(homes)
    assert say_i_can(sees(homes.moira), ask_id) is Outcome.COMES
    return stays_from(ask_id)[0]


def test_the_childs_home_and_the_liaison_worker_are_alerted_at_once_when_the_host_backs_out(homes: Households) -> None:
    stay = found_bed(homes)
    alerted = mailed(lambda: call_off_stay(sees(homes.moira), stay.id, stay.version, "The boiler burst."))
    assert [LOST in told(person) for person in (homes.anita, homes.liaison)] == [True, True]
    assert OFF in told(homes.tom)
    assert alerted == {homes.anita.email: 1, homes.liaison.email: 1, homes.tom.email: 1}


def test_that_nobody_came_is_told_at_once_too_while_the_night_lasts(
    homes: Households, clock: time_machine.Traveller
) -> None:
    stay = found_bed(homes)
    clock.move_to("2026-11-23T01:00Z")
    say_nobody_came(sees(homes.moira), stay.id, stay.version, "")
    assert "Nobody came" in told(homes.anita)[-1]
    assert "phone out of hours" in told(homes.liaison)[-1]


def test_in_the_morning_it_is_told_as_any_other(homes: Households, clock: time_machine.Traveller) -> None:
    stay = found_bed(homes)
    clock.move_to("2026-11-23T09:00Z")
    say_nobody_came(sees(homes.moira), stay.id, stay.version, "")
    assert told(homes.anita)[-1] == "Nobody came to a sleepover: Sun 22 Nov, 1 night."


def test_the_board_says_so_and_leads_to_a_new_one(app: Flask, homes: Households) -> None:
    known(homes, homes.okafor)
    stay = found_bed(homes)
    ask_id = stay.ask_id
    assert ask_id is not None
    call_off_stay(sees(homes.moira), stay.id, stay.version, "The boiler burst.")
    page = client_of(app, homes.anita).get(f"/emergencies/{ask_id}").text
    assert "yes 0" in page
    assert "stays with" not in page
    assert 'href="/emergencies/new">Called off: send again</a>' in page
    staff = client_of(app, homes.liaison).get(f"/emergencies/{ask_id}").text
    assert f'href="/emergencies/new?family={homes.patel.id}">Called off: send again</a>' in staff
    host = client_of(app, homes.tom).get(f"/emergencies/{ask_id}").text
    assert "What was agreed was called off." in host
    assert "comes to you" not in host
    again = send(homes)
    assert (again == ask_id, state_of(again), list(answers(again))) == (False, AskState.OPEN, ["Moira"])


class TestHomePage:
    """What stands above everything else, for those who have to do something about it."""

    @pytest.fixture
    def stay(self, homes: Households) -> Stay:
        """A bed with Moira that was called off, while the Okafors were asked too."""
        known(homes, homes.okafor)
        stay = found_bed(homes)
        call_off_stay(sees(homes.moira), stay.id, stay.version, "The boiler burst.")
        return stay

    def test_the_childs_home_and_staff_read_that_it_was_called_off_and_nobody_else(
        self, app: Flask, homes: Households, stay: Stay
    ) -> None:
        for person in (homes.anita, homes.liaison, homes.manager):
            assert [page.ask.id for page in lost_beds(sees(person))] == [stay.ask_id]
            page = client_of(app, person).get("/").text
            assert "If a bed is still needed, send it again, or phone out of hours." in page
            assert f'href="/emergencies/{stay.ask_id}"' in page
        for person in (homes.moira, homes.okafors, homes.finance):
            assert lost_beds(sees(person)) == []

    def test_it_goes_once_another_bed_is_sought_and_stays_gone_when_one_is_found(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        clock.shift(60)
        again = send(homes)
        assert lost_beds(sees(homes.anita)) == []
        assert say_i_can(sees(homes.moira), again) is Outcome.COMES
        assert lost_beds(sees(homes.anita)) == []
        found = stays_from(again)[0]
        call_off_stay(sees(homes.moira), found.id, found.version, "The boiler burst again.")
        assert [page.ask.id for page in lost_beds(sees(homes.anita))] == [again]

    def test_it_goes_with_the_night(self, homes: Households, stay: Stay, clock: time_machine.Traveller) -> None:
        clock.move_to("2026-11-23T05:30Z")
        assert len(lost_beds(sees(homes.anita))) == 1
        clock.move_to("2026-11-23T12:30Z")
        assert lost_beds(sees(homes.anita)) == []


def test_a_press_on_the_old_board_does_not_say_that_it_is_sorted(app: Flask, homes: Households) -> None:
    stay = found_bed(homes)
    assert stay.ask_id is not None
    call_off_stay(sees(homes.moira), stay.id, stay.version, "The boiler burst.")
    assert say_i_can(sees(homes.tom), stay.ask_id) is Outcome.CALLED_OFF
    assert say_we_cannot(sees(homes.tom), stay.ask_id) is Outcome.CALLED_OFF
    page = client_of(app, homes.moira).post(f"/emergencies/{stay.ask_id}/can", follow_redirects=True).text
    assert "If a bed is still needed, you are asked anew." in page


def test_a_bed_that_moves_in_the_same_night_is_told_at_once_and_the_old_host_has_it_no_more(
    app: Flask, homes: Households
) -> None:
    stay = found_bed(homes)
    asked: list[uuid.UUID] = []
    assert set(mailed(lambda: asked.append(move_of(homes.moira, stay, homes.okafor)))) == {
        homes.okafors.email,
        homes.anita.email,
        homes.tom.email,
    }
    moved = mailed(lambda: all_agree(asked[0], homes.okafors, homes.anita))
    assert set(moved) == {homes.moira.email, homes.tom.email, homes.okafors.email, homes.liaison.email}
    board = client_of(app, homes.moira).get(f"/emergencies/{stay.ask_id}").text
    assert "comes to you" not in board
    assert "JB stays with Okafor" in board


class TestAfterMidnight:
    """Sent at 23:05, agreed at 00:05, and at 00:20 the host cannot after all."""

    @pytest.fixture
    def stay(self, homes: Households, clock: time_machine.Traveller) -> Stay:
        """Agreed after midnight."""
        ask_id = send(homes)
        clock.move_to("2026-11-23T00:05Z")
        say_i_can(sees(homes.moira), ask_id)
        clock.move_to("2026-11-23T00:20Z")
        return stays_from(ask_id)[0]

    def test_it_can_be_called_off_and_a_new_one_is_sent(self, app: Flask, homes: Households, stay: Stay) -> None:
        page = client_of(app, homes.moira).get(f"/stays/{stay.id}").text
        assert f'href="/stays/{stay.id}/call-off"' in page
        assert client_of(app, homes.moira).get(f"/stays/{stay.id}/call-off").status_code == 200
        call_off_stay(sees(homes.moira), stay.id, stay.version, "The boiler burst.")
        assert LOST in told(homes.anita)
        assert state_of(send(homes)) is AskState.OPEN

    def test_it_moves_with_the_night_that_runs(self, homes: Households, stay: Stay) -> None:
        assert moves_of_stay(sees(homes.moira), stay_page(sees(homes.moira), stay.id)).may_ask
        move_id = move_of(homes.moira, stay, homes.okafor)
        assert [leg.nights for leg in move_page(sees(homes.okafors), move_id).legs] == [(dt.date(2026, 11, 22),)]
        all_agree(move_id, homes.okafors, homes.anita)
        assert stored_stay(stay).host_id == homes.okafor.id

    def test_once_the_child_is_there_it_has_begun(self, homes: Households, stay: Stay) -> None:
        say_arrived(sees(homes.moira), stay.id)
        with pytest.raises(HasBegun):
            call_off_stay(sees(homes.moira), stay.id, stored_stay(stay).version, "The boiler burst.")
        with pytest.raises(NothingToMove):
            move_of(homes.moira, stay, homes.okafor)

    def test_at_six_it_has_begun(self, homes: Households, stay: Stay, clock: time_machine.Traveller) -> None:
        clock.move_to("2026-11-23T06:00Z")
        with pytest.raises(HasBegun):
            call_off_stay(sees(homes.moira), stay.id, stay.version, "The boiler burst.")


def test_what_a_home_hears_follows_from_where_the_children_are(homes: Households) -> None:
    here, there, gone = homes.hub.id, homes.okafor.id, homes.patel.id
    beds = Beds(frozenset({here}), frozenset())
    assert (beds.outcome_for(here), beds.outcome_for(there)) == (Outcome.COMES, Outcome.SORTED)
    beds = Beds(frozenset({here}), frozenset({gone}))
    assert (beds.outcome_for(here), beds.outcome_for(gone)) == (Outcome.COMES, Outcome.CALLED_OFF)
