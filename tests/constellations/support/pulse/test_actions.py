"""A carer's word for a month: read by nobody until it is shared, and gone when it is taken back."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.deputies.models import Deputy
from constellations.keeping.actions import remove_kinds
from constellations.keeping.declaration import schedule
from constellations.models import Person
from constellations.notices.models import Notice
from constellations.permissions import Role
from constellations.support.pulse import actions
from constellations.support.pulse.models import PulseAnswer
from constellations.support.pulse.queries import is_asked, own_pulse, shared_pulse
from constellations.support.pulse.rules import NobodyToShareWith, NoSuchMonth, PulseWord, Sharing
from tests import factories
from tests.client import client_of
from tests.constellations.events.families import Families, sees
from tests.constellations.support.factories import create_pair
from tests.factories import create_person, stored
from tests.registers import rows

NOVEMBER = Month(2026, 11)


@pytest.fixture
def families(app: Flask) -> Families:
    """Grace has Moira as her buddy."""
    made = Families()
    create_pair(made.moira, made.grace)
    return made


def readers(families: Families, of: Person) -> set[str]:
    """Who of all people sees a word of somebody, by any statement."""
    people = (families.moira, families.anita, families.raj, families.grace, families.sue)
    staff = (families.liaison, families.manager, families.finance)
    return {
        one.name
        for one in (*people, *staff)
        if session().scalars(visible(sees(one), PulseAnswer).where(PulseAnswer.person_id == of.id)).first()
    }


def test_a_word_is_the_carers_own_until_it_is_shared(families: Families) -> None:
    grace = sees(families.grace)
    assert is_asked(grace)
    actions.say_how_it_is(grace, PulseWord.HARD)
    actions.say_how_it_is(grace, PulseWord.TIRING)
    assert not is_asked(grace)
    assert rows(PulseAnswer.said, PulseAnswer.shared_with) == [(PulseWord.TIRING, Sharing.NOBODY)]
    assert readers(families, families.grace) == {"Grace Okafor"}
    assert rows(Notice.words) == []
    page = own_pulse(grace)
    assert (page.said, page.shared_with, page.strip[-1]) == (
        PulseWord.TIRING,
        Sharing.NOBODY,
        (NOVEMBER, PulseWord.TIRING),
    )
    assert page.may_share == (Sharing.NOBODY, Sharing.PAIR, Sharing.LIAISON)


@pytest.mark.parametrize(
    ("sharing", "reader"), [(Sharing.PAIR, "Moira Kelly"), (Sharing.LIAISON, "Lee Quinn"), (Sharing.NOBODY, None)]
)
def test_it_is_read_by_whom_the_carer_chose_and_they_are_told_nothing_of_it(
    families: Families, sharing: Sharing, reader: str | None
) -> None:
    actions.say_how_it_is(sees(families.grace), PulseWord.HARD)
    actions.share_pulse(sees(families.grace), sharing)
    assert readers(families, families.grace) == {"Grace Okafor", reader} - {None}
    assert {words for (words,) in rows(Notice.words)} == (
        {"Grace Okafor would like you to know how this month is."} if reader else set()
    )
    by_name = {"Moira Kelly": families.moira, "Lee Quinn": families.liaison}
    if reader:
        page = shared_pulse(sees(by_name[reader]), families.grace.id)
        assert (page.who, page.said) == ("Grace Okafor", ((NOVEMBER, PulseWord.HARD),))


def test_sharing_with_another_ends_the_first_and_taking_back_leaves_nothing(families: Families) -> None:
    grace = sees(families.grace)
    actions.say_how_it_is(grace, PulseWord.HARD)
    actions.share_pulse(grace, Sharing.LIAISON)
    actions.share_pulse(grace, Sharing.PAIR)
    assert rows(Notice.person_id) == [(families.moira.id,)]
    assert shared_pulse(sees(families.liaison), families.grace.id).said == ()
    actions.take_back_pulse(grace, NOVEMBER)
    assert rows(Notice.person_id) == rows(PulseAnswer.month) == []
    assert is_asked(grace)
    with pytest.raises(NoSuchMonth):
        actions.take_back_pulse(grace, NOVEMBER)
    with pytest.raises(NoSuchMonth):
        actions.share_pulse(grace, Sharing.PAIR)


@pytest.mark.parametrize("sharing", [Sharing.LIAISON, Sharing.PAIR])
def test_another_word_is_the_carers_own_until_it_is_shared_anew(families: Families, sharing: Sharing) -> None:
    grace = sees(families.grace)
    actions.say_how_it_is(grace, PulseWord.GOOD)
    actions.share_pulse(grace, sharing)
    actions.say_how_it_is(grace, PulseWord.HARD)
    assert readers(families, families.grace) == {"Grace Okafor"}
    assert rows(PulseAnswer.said, PulseAnswer.shared_with, PulseAnswer.shared_on) == [
        (PulseWord.HARD, Sharing.NOBODY, None)
    ]
    assert rows(Notice.words) == []
    actions.share_pulse(grace, sharing)
    assert len(readers(families, families.grace)) == 2
    assert len(rows(Notice.words)) == 1


def test_the_same_word_again_stays_shared_and_the_page_says_so(app: Flask, families: Families) -> None:
    carer = client_of(app, families.grace)
    said = carer.post("/support/month", data={"said": "good"}, follow_redirects=True).text
    assert "Only you see it, unless you share it." in said
    assert "until you share it" not in said
    shared = carer.post("/support/month/share", data={"shared_with": "liaison"}, follow_redirects=True).text
    assert "If you choose another word, it is yours alone until you share it." in shared
    again = carer.post("/support/month", data={"said": "good"}, follow_redirects=True).text
    assert "It is the word that you share already." in again
    assert readers(families, families.grace) == {"Grace Okafor", "Lee Quinn"}
    assert "Only you see it" in carer.post("/support/month", data={"said": "hard"}, follow_redirects=True).text
    assert readers(families, families.grace) == {"Grace Okafor"}


def test_nothing_of_it_stands_in_a_log(families: Families) -> None:
    actions.say_how_it_is(sees(families.grace), PulseWord.HARD)
    actions.share_pulse(sees(families.grace), Sharing.LIAISON)
    actions.take_back_pulse(sees(families.grace), NOVEMBER)
    assert rows(Activity.action) == rows(AuditEntry.action) == []


def test_who_has_no_buddy_or_liaison_worker_shares_with_none(families: Families) -> None:
    actions.say_how_it_is(sees(families.sue), PulseWord.FINE)
    assert own_pulse(sees(families.sue)).may_share == (Sharing.NOBODY,)
    for sharing in (Sharing.PAIR, Sharing.LIAISON):
        with pytest.raises(NobodyToShareWith):
            actions.share_pulse(sees(families.sue), sharing)


def test_a_later_buddy_reads_nothing_that_was_shared_before(families: Families, clock: time_machine.Traveller) -> None:
    actions.say_how_it_is(sees(families.grace), PulseWord.HARD)
    actions.share_pulse(sees(families.grace), Sharing.PAIR)
    create_pair(families.anita, families.grace, "2026-11-23")
    clock.move_to("2026-12-31T12:00Z")
    assert readers(families, families.grace) == {"Grace Okafor", "Moira Kelly"}
    clock.move_to("2027-01-01T12:00Z")
    assert readers(families, families.grace) == {"Grace Okafor"}


def test_who_stands_in_for_a_manager_reads_what_was_shared_with_them_and_no_more(families: Families) -> None:
    for carer in (families.grace, families.sue):
        actions.say_how_it_is(sees(carer), PulseWord.HARD)
    create_person(Role.LIAISON, families.service, constellations=(families.theirs,), name="Ada Reed")
    for carer in (families.grace, families.sue):
        actions.share_pulse(sees(carer), Sharing.LIAISON)
    deputy = Deputy(service_id=families.service.id, person_id=families.liaison.id, for_id=families.manager.id)
    deputy.starts_on, deputy.ends_on = dt.date(2026, 11, 22), dt.date(2026, 11, 29)
    stored(deputy)
    viewer = sees(families.liaison)
    assert viewer.role is Role.MANAGER
    assert shared_pulse(viewer, families.grace.id).said == ((NOVEMBER, PulseWord.HARD),)
    assert shared_pulse(viewer, families.sue.id).said == ()
    assert readers(families, families.sue) == {"Sue Hill"}


def test_a_liaison_worker_of_before_reads_nothing(families: Families) -> None:
    actions.say_how_it_is(sees(families.grace), PulseWord.HARD)
    actions.share_pulse(sees(families.grace), Sharing.LIAISON)
    home = factories.create_home(families.service)
    factories.join(home, families.ours, ends_on=dt.date(2026, 11, 1))
    gone = factories.create_person(families.grace.role, home=home, name="Gone Far")
    stored(
        PulseAnswer(
            person_id=gone.id,
            month=NOVEMBER,
            said=PulseWord.FINE,
            shared_with=Sharing.LIAISON,
            shared_on=dt.date(2026, 11, 1),
        )
    )
    assert readers(families, gone) == set()
    assert readers(families, families.grace) == {"Grace Okafor", "Lee Quinn"}


def test_the_page_of_what_is_shared_is_there_for_those_who_could_read_it_alone(families: Families) -> None:
    assert shared_pulse(sees(families.moira), families.grace.id).said == ()
    for other in (families.anita, families.grace, families.sue):
        with pytest.raises(NotFound):
            shared_pulse(sees(other), families.grace.id)
    for wrong in (families.sue, families.manager):
        with pytest.raises(NotFound):
            shared_pulse(sees(families.liaison), wrong.id)
    for role in (families.manager, families.finance):
        with pytest.raises(Forbidden):
            shared_pulse(sees(role), families.grace.id)
    with pytest.raises(Forbidden):
        actions.say_how_it_is(sees(families.liaison), PulseWord.GOOD)


def test_what_is_older_than_a_year_is_forgotten(families: Families) -> None:
    for month in (Month(2025, 11), Month(2025, 12)):
        stored(PulseAnswer(person_id=families.grace.id, month=month, said=PulseWord.GOOD))
    today = dt.date(2026, 11, 22)
    pulse = (schedule().kept["pulse"],)
    assert remove_kinds(Viewer.system(), pulse, families.service.id, today, today).found == 1
    assert rows(PulseAnswer.month) == [(Month(2025, 12),)]
