"""A report tells every look at a person, a child and a conversation, and nothing of anybody else."""

import datetime as dt
import uuid

import pytest

from constellations.access import Viewer
from constellations.accounts.actions import begin_on_device
from constellations.core.errors import Forbidden, NotFound
from constellations.extracts.actions import take_extract
from constellations.models import Person
from constellations.permissions import Role
from constellations.who_saw.actions import take_report
from constellations.who_saw.queries import WhoSaw, person_to_ask, subject_called, who_saw
from constellations.who_saw.rules import About, Asked, NobodyFound
from messaging.keeping.copies.actions import take_own_copy
from messaging.receipts.actions import mark_read
from messaging.safeguarding.concerns.actions import read_concern
from messaging.safeguarding.looks.actions import look_into_conversation
from messaging.safeguarding.rules import About as Whom
from sleepovers.cards.actions import read_card_of_child
from tests import factories
from tests.messaging.factories import create_message
from tests.messaging.safeguarding.worries import stand_in, worry
from tests.messaging.talking import Talk, say
from tests.sleepovers.cards.cards import fill_in
from tests.sleepovers.households import acts, audited, sees

TODAY = dt.date(2026, 11, 22)


def report(by: Person, about: About, key: uuid.UUID, first: dt.date = TODAY, last: dt.date = TODAY) -> WhoSaw:
    """What somebody reads of one day."""
    viewer = sees(by)
    assert viewer.service_id is not None
    return who_saw(viewer, Asked(about, key, viewer.service_id, first, last), "")


def told(found: WhoSaw) -> set[tuple[str, str]]:
    """Who did what."""
    return {(line.who.split(",")[0], line.seen.what) for line in found.lines}


def test_of_a_child_each_reading_of_its_card_and_each_work_on_a_stay_is_told(talk: Talk) -> None:
    homes = talk.homes
    fill_in(homes)
    read_card_of_child(sees(homes.liaison), homes.jb.id)
    read_card_of_child(sees(homes.okafors), homes.ak.id)
    take_extract(sees(homes.manager), "learning", 12)
    found = report(homes.manager, About.CHILD, homes.jb.id)
    assert told(found) >= {
        ("Dee Marsh", "read the stay card"),
        ("Anita Patel", "wrote stay card"),
        ("Sam Ode", "took a page as a file"),
    }
    assert {line.who.split(",")[0] for line in found.lines} == {"Dee Marsh", "Anita Patel", "Sam Ode"}
    assert "by their role" in found.not_logged[0]
    before = (TODAY - dt.timedelta(days=9), TODAY - dt.timedelta(days=1))
    assert report(homes.manager, About.CHILD, homes.jb.id, *before).lines == ()


def test_of_a_person_it_tells_who_read_their_conversations_and_what_they_did_themselves(talk: Talk) -> None:
    homes = talk.homes
    message = say(homes.moira, talk.everyone)
    concern = worry(homes.anita, message)
    read_concern(sees(homes.liaison), concern.id)
    look_into_conversation(sees(homes.manager), talk.everyone.id, "A complaint.")
    take_own_copy(sees(homes.moira), talk.everyone.id).file.close()
    begin_on_device(homes.moira, "Firefox, Linux")
    found = told(report(homes.manager, About.PERSON, homes.moira.id))
    assert found >= {
        ("Dee Marsh", "read concern"),
        ("Sam Ode", "gave a reason to read a conversation"),
        ("Moira Hale", "took a copy of what they may read of a conversation"),
        ("Moira Hale", "signed in: Firefox, Linux"),
    }
    assert told(report(homes.manager, About.PERSON, homes.finance.id)) == set()


def test_nobody_learns_from_it_who_worried_about_what_they_wrote_themselves(talk: Talk) -> None:
    homes = talk.homes
    other = factories.create_person(Role.MANAGER, homes.service, name="Ria Lund")
    worry(homes.anita, create_message(talk.everyone, homes.manager))
    for asked_about in (homes.manager.id, homes.anita.id):
        seen = [told(report(by, About.PERSON, asked_about)) for by in (other, homes.manager)]
        assert [("Anita Patel", "raised concern") in lines for lines in seen] == [True, False]


@pytest.mark.parametrize(
    ("about", "reads", "do_not"),
    [
        (Whom.LIAISON, {"manager"}, {"deputy"}),
        (Whom.HUB_CARER, set(), {"manager", "deputy"}),
        (Whom.NOBODY, {"manager", "deputy"}, set()),
    ],
)
def test_of_a_concern_it_tells_its_readers_alone_and_who_runs_the_machine(
    talk: Talk, about: Whom, reads: set[str], do_not: set[str]
) -> None:
    homes = talk.homes
    deputy = factories.create_person(Role.LIAISON, homes.service, name="Ria Lund")
    stand_in(homes.manager, deputy)
    worry(homes.anita, say(homes.moira, talk.everyone), about)
    viewers = {"manager": sees(homes.manager), "deputy": sees(deputy), "machine": Viewer.system()}
    for asked_about in (homes.moira.id, homes.anita.id):
        asked = Asked(About.PERSON, asked_about, homes.service.id, TODAY, TODAY)
        seen = {
            name: ("Anita Patel", "raised concern") in told(who_saw(viewer, asked, ""))
            for name, viewer in viewers.items()
        }
        assert {name for name in seen if seen[name]} == reads | {"machine"}
        assert {name for name in seen if not seen[name]} == do_not


def test_of_a_conversation_it_tells_who_was_in_it_and_how_far_they_read(talk: Talk) -> None:
    homes = talk.homes
    message = say(homes.moira, talk.everyone)
    mark_read(sees(homes.anita), talk.everyone.id, message.seq)
    look_into_conversation(sees(homes.manager), talk.everyone.id, "A complaint.")
    found = told(report(homes.manager, About.CONVERSATION, talk.everyone.id))
    assert ("Anita Patel", f"last read, up to message {message.seq}") in found
    assert ("Sam Ode", "gave a reason to read a conversation") in found
    assert told(report(homes.manager, About.CONVERSATION, talk.near_hub.id)) == set()


def test_only_managers_ask_and_of_their_own_service_alone(talk: Talk) -> None:
    homes = talk.homes
    for person in (homes.moira, homes.liaison, homes.finance):
        with pytest.raises(Forbidden):
            report(person, About.CHILD, homes.jb.id)
    elsewhere = sees(factories.create_person(Role.MANAGER, factories.create_service()))
    with pytest.raises(NotFound):
        person_to_ask(elsewhere, homes.moira.id)
    for words in (homes.moira.email, homes.jb.key):
        with pytest.raises(NobodyFound):
            subject_called(elsewhere, words)
    manager = sees(homes.manager)
    assert subject_called(manager, f" {homes.moira.email.upper()} ") == (About.PERSON, homes.moira.id)
    assert subject_called(manager, homes.jb.key) == (About.CHILD, homes.jb.id)


def test_asking_is_a_look_too_and_stands_in_the_next_report(talk: Talk) -> None:
    homes = talk.homes
    viewer = sees(homes.manager)
    take_report(viewer, Asked(About.CHILD, homes.jb.id, homes.service.id, TODAY, TODAY), "JB")
    assert ("took_report_of_who_saw", "") in audited(homes.jb.id)
    assert acts(homes.jb.id) == ["asked_who_saw"]
    assert told(report(homes.manager, About.CHILD, homes.jb.id)) == {("Sam Ode", "asked who saw what")}
