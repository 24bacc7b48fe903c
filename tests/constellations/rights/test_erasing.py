"""Erasing somebody, as two managers agree, and the holds that keep them from it."""

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from constellations.access import covering, find
from constellations.activity.queries import first_broken_link
from constellations.children.models import Child, Placement
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.events.answers.models import HomeDiet
from constellations.keeping.whose.queries import is_kept_from_erasing
from constellations.keys.models import OldKey
from constellations.keys.rules import KeyKind
from constellations.models import Home, Person
from constellations.notices.models import OutboxMail
from constellations.people.actions import What, change_person, let_back
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rights import actions, rules
from constellations.rights.copies.actions import shelf
from constellations.rights.erasing.queries import preview
from constellations.rights.holds.actions import give_hold, lift_hold
from constellations.rights.holds.queries import held_child_ids, held_person_ids, holds_of
from constellations.rights.rules import RequestState, Subject
from constellations.who_saw.queries import who_saw
from constellations.who_saw.rules import About, Asked
from messaging.models import Message
from messaging.search.actions import keep_words
from messaging.search.models import MessageWords
from tests import factories
from tests.constellations.rights.families import SYSTEM, Family, outing, run_job, stored, stranger, told
from tests.messaging.factories import create_message
from tests.registers import rows


def test_two_managers_erase_who_has_left(family: Family) -> None:
    ruth, ola, zeb = viewer_for(family.ruth), viewer_for(family.ola), Subject(person_id=family.zeb.id)
    conversation = outing(family, family.anita, family.zeb)
    own = create_message(conversation, family.zeb, "I am Zebedee")
    others = create_message(conversation, family.anita, "Thank you, Zebedee Quillfeather!")
    with transaction():
        keep_words([own, others])
    request_id = actions.ask_for_erasure(ruth, zeb, "Zebedee")
    assert told(family.ola) == ["An erasure waits for a second manager."]
    with pytest.raises(rules.AnotherConfirms):
        actions.confirm(ruth, request_id)
    assert run_job() == 0
    actions.confirm(ola, request_id)
    with pytest.raises(rules.NotWaiting):
        actions.confirm(ola, request_id)
    assert run_job() == 1
    assert (stored(request_id).state, stored(request_id).also) == (RequestState.DONE, "")
    word = rules.pseudonym(family.zeb.id, "carer")
    person = session().scalars(covering(SYSTEM(), select(Person).where(Person.id == family.zeb.id))).one()
    assert (person.name, person.email) == (word, rules.erased_address(family.zeb.id))
    home = session().scalars(covering(SYSTEM(), select(Home.name).where(Home.id == family.home.id))).one()
    assert home == rules.pseudonym(family.home.id, "home")
    bodies = {row[0]: row[1] for row in session().execute(covering(SYSTEM(), select(Message.id, Message.body)))}
    assert bodies[own.id].startswith("(removed:")
    assert bodies[others.id] == f"Thank you, {word}!"
    found = set(session().scalars(covering(SYSTEM(), select(MessageWords.message_id))))
    assert (own.id in found, others.id in found) == (False, True)
    assert first_broken_link(SYSTEM(), family.service.id) is None


def test_the_only_manager_waits_a_week(family: Family, clock: time_machine.Traveller) -> None:
    factories.changed(family.ola, left_at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC))
    ruth = viewer_for(family.ruth)
    request_id = actions.ask_for_erasure(ruth, Subject(person_id=family.zeb.id), "")
    with pytest.raises(rules.WaitAWeek):
        actions.confirm(ruth, request_id)
    clock.shift(dt.timedelta(days=7))
    actions.confirm(ruth, request_id)
    assert stored(request_id).state is RequestState.AGREED


def test_nobody_who_is_here_is_erased(family: Family) -> None:
    ruth = viewer_for(family.ruth)
    with pytest.raises(rules.NotLeftYet):
        actions.ask_for_erasure(ruth, Subject(person_id=family.anita.id), "")
    with pytest.raises(rules.NotYours):
        actions.ask_for_erasure(ruth, Subject(person_id=family.ruth.id), "")
    at_home = factories.create_child(family.service, family.home)
    with pytest.raises(rules.LivesHere):
        actions.ask_for_erasure(ruth, Subject(child_id=at_home.id), "")
    with pytest.raises(NotFound):
        actions.ask_for_erasure(viewer_for(stranger()), Subject(person_id=family.zeb.id), "")
    with pytest.raises(Forbidden):
        actions.ask_for_copy(viewer_for(family.anita), Subject(person_id=family.zeb.id))


def test_a_hold_keeps_somebody_from_being_erased_until_it_is_lifted(family: Family) -> None:
    ruth, ola, zeb = viewer_for(family.ruth), viewer_for(family.ola), Subject(person_id=family.zeb.id)
    request_id = actions.ask_for_erasure(ruth, zeb, "")
    actions.confirm(ola, request_id)
    hold_id = give_hold(ruth, zeb, "A complaint")
    assert is_kept_from_erasing(zeb)
    assert list(session().scalars(covering(SYSTEM(), held_person_ids()))) == [family.zeb.id]
    assert run_job() == 0
    with pytest.raises(rules.IsHeld):
        actions.ask_for_erasure(ruth, zeb, "")
    lift_hold(ola, hold_id)
    lift_hold(ruth, hold_id)
    assert not is_kept_from_erasing(zeb)
    assert run_job() == 1


def test_a_hold_of_a_child_keeps_the_carers_it_lived_with_from_being_erased(family: Family) -> None:
    ruth, ola, zeb = viewer_for(family.ruth), viewer_for(family.ola), Subject(person_id=family.zeb.id)
    lived = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 6, 1)}
    factories.stored(Placement(child_id=family.child.id, home_id=family.home.id, **lived))
    request_id = actions.ask_for_erasure(ruth, zeb, "")
    hold_id = give_hold(ruth, Subject(child_id=family.child.id), "A court’s order")
    for refused in (lambda: actions.ask_for_erasure(ruth, zeb, ""), lambda: actions.confirm(ola, request_id)):
        with pytest.raises(rules.IsHeld):
            refused()
    lift_hold(ruth, hold_id)
    actions.confirm(ola, request_id)
    hold_id = give_hold(ruth, Subject(child_id=family.child.id), "A court’s order")
    assert run_job() == 0
    names = select(Home.name).where(Home.id == family.home.id)
    assert session().scalars(covering(SYSTEM(), names)).one() == "Quillfeather"
    lift_hold(ruth, hold_id)
    assert run_job() == 1


def test_no_copy_about_somebody_outlives_their_erasure(family: Family) -> None:
    ruth, ola, zeb = viewer_for(family.ruth), viewer_for(family.ola), Subject(person_id=family.zeb.id)
    copy_id = actions.ask_for_copy(ruth, zeb)
    run_job()
    state, key = stored(copy_id).state, str(stored(copy_id).key)
    assert (state, shelf().read(key) is not None) == (RequestState.READY, True)
    actions.confirm(ola, actions.ask_for_erasure(ruth, zeb, ""))
    assert run_job() == 1
    assert (stored(copy_id).state, stored(copy_id).key) == (RequestState.WITHDRAWN, None)
    assert shelf().read(key) is None
    with pytest.raises(rules.NotReady):
        actions.fetch(ruth, copy_id)


def test_who_came_back_while_a_hold_stood_is_not_erased_once_it_is_lifted(family: Family) -> None:
    ruth, ola = viewer_for(family.ruth), viewer_for(family.ola)
    zeb, child = Subject(person_id=family.zeb.id), Subject(child_id=family.child.id)
    agreed = [actions.ask_for_erasure(ruth, subject, "") for subject in (zeb, child)]
    for request_id in agreed:
        actions.confirm(ola, request_id)
    holds = [give_hold(ruth, subject, "A complaint") for subject in (zeb, child)]
    assert run_job() == 0
    let_back(ruth, family.zeb.id)
    factories.stored(Placement(child_id=family.child.id, home_id=family.home.id, starts_on=dt.date(2026, 11, 1)))
    for hold_id in holds:
        lift_hold(ola, hold_id)
    assert run_job() == 0
    assert [stored(request_id).state for request_id in agreed] == [RequestState.WITHDRAWN] * 2
    names = select(Person.name).where(Person.id == family.zeb.id)
    assert session().scalars(covering(SYSTEM(), names)).one() == "Zebedee Quillfeather"


def test_a_child_is_held_too_and_a_hold_needs_a_reason(family: Family) -> None:
    ruth, child = viewer_for(family.ruth), Subject(child_id=family.child.id)
    with pytest.raises(rules.NoHoldReason):
        give_hold(ruth, child, " ")
    give_hold(ruth, child, "A court’s order")
    assert list(session().scalars(covering(SYSTEM(), held_child_ids()))) == [family.child.id]
    with pytest.raises(Forbidden):
        give_hold(viewer_for(family.anita), child, "Why not")
    with pytest.raises(NotFound):
        give_hold(viewer_for(stranger()), child, "Why not")


def test_a_manager_who_is_held_neither_reads_of_it_nor_lifts_it(family: Family) -> None:
    ruth, ola, held = viewer_for(family.ruth), viewer_for(family.ola), Subject(person_id=family.ola.id)
    hold_id = give_hold(ruth, held, "A complaint")
    assert ([line.reason for line in holds_of(ruth, held)], holds_of(ola, held)) == (["A complaint"], ())
    with pytest.raises(NotFound):
        lift_hold(ola, hold_id)
    asked = Asked(About.PERSON, family.ola.id, family.service.id, ruth.today, ruth.today)
    seen = [{line.seen.what for line in who_saw(viewer, asked, "").lines} for viewer in (ruth, ola)]
    assert ["gave subject hold" in lines for lines in seen] == [True, False]


def test_what_an_erasure_would_do_is_told_before_it(family: Family) -> None:
    conversation = outing(family, family.anita, family.zeb)
    create_message(conversation, family.zeb, "I am here")
    create_message(conversation, family.anita, "Hello Zebedee!")
    would = preview(Subject(person_id=family.zeb.id), family.service.id)
    assert would.usual == ("Zebedee", "Quillfeather")
    assert (would.named, would.is_shared) == (1, False)
    stays = {fate.words: fate.pseudonymised for fate in would.fates}
    assert (stays["Messages"], stays["Who they are"]) == (1, 1)
    factories.create_person(Role.FINANCE, family.service, name="Zebedee Quillfeather")
    again = preview(Subject(person_id=family.zeb.id), family.service.id)
    assert (again.usual, again.is_shared, again.named) == ((), True, 0)


def test_a_home_keeps_its_name_while_somebody_else_of_it_has_theirs(family: Family) -> None:
    factories.create_person(Role.SATELLITE_CARER, home=family.home, name="Clem Quillfeather")
    request_id = actions.ask_for_erasure(viewer_for(family.ruth), Subject(person_id=family.zeb.id), "")
    actions.confirm(viewer_for(family.ola), request_id)
    assert run_job() == 1
    home = session().scalars(covering(SYSTEM(), select(Home.name).where(Home.id == family.home.id))).one()
    assert home == "Quillfeather"


@pytest.mark.parametrize("moves", [True, False], ids=["another home", "another role"])
@pytest.mark.parametrize("is_last", [True, False])
def test_a_home_of_before_is_forgotten_too_unless_another_who_fostered_there_has_their_name(
    family: Family, moves: bool, is_last: bool
) -> None:
    home = factories.create_home(family.service, "Larkspur")
    clem, rosa = (
        factories.create_person(Role.SATELLITE_CARER, home=home, name=f"{name} Larkspur") for name in ("Clem", "Rosa")
    )
    factories.changed(home, area="Kendal")
    factories.stored(HomeDiet(home_id=home.id, words="No nuts."))
    ruth, ola = viewer_for(family.ruth), viewer_for(family.ola)
    what = What(Role.SATELLITE_CARER, family.anita.home_id) if moves else What(Role.FINANCE)
    for person in (clem, rosa):
        change_person(ruth, person.id, person.name, what, find(SYSTEM(), Person, person.id).version)
        factories.changed(person, left_at=dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC))
    for person in (rosa, clem) if is_last else (clem,):
        actions.confirm(ola, actions.ask_for_erasure(ruth, Subject(person_id=person.id), ""))
        assert run_job() == 1
    found = find(SYSTEM(), Home, home.id)
    forgotten = (rules.pseudonym(home.id, "home"), None)
    assert (found.name, found.area) == (forgotten if is_last else ("Larkspur", "Kendal"))
    assert rows(HomeDiet.words) == ([] if is_last else [("No nuts.",)])
    assert rows(Home.name, Home.id).count(("Harbour", family.anita.home_id)) == 1


def test_a_child_that_left_is_erased_and_its_stays_stay(family: Family) -> None:
    stay = factories.create_stay(family.child, family.home, "2026-10-30", "2026-11-01")
    factories.create_stay_card(family.child, family.anita)
    request_id = actions.ask_for_erasure(viewer_for(family.ruth), Subject(child_id=family.child.id), "")
    actions.confirm(viewer_for(family.ola), request_id)
    assert run_job() == 1
    child = session().scalars(covering(SYSTEM(), select(Child).where(Child.id == family.child.id))).one()
    assert child.initials == family.child.id.hex[-4:].upper()
    assert (child.key.startswith("former-child-"), child.born.number) == (True, 1)
    kept = session().scalars(covering(SYSTEM(), select(type(stay).child_id).where(type(stay).id == stay.id))).one()
    assert kept == family.child.id


def test_mails_to_others_with_the_same_letters_in_their_address_still_go_out(family: Family) -> None:
    elsewhere, (own, another, theirs) = factories.create_service(), ("Zeb@example.org", "lizzeb@example.org", "x@y.org")
    mails = ((family.service, own, ""), (family.service, another, ""), (elsewhere, theirs, "Zebedee Quillfeather"))
    for service, address, body in mails:
        factories.stored(OutboxMail(address=address, subject="News", body=body, service_id=service.id))
    request_id = actions.ask_for_erasure(viewer_for(family.ruth), Subject(person_id=family.zeb.id), "")
    actions.confirm(viewer_for(family.ola), request_id)
    assert run_job() == 1
    asked = select(OutboxMail.address).where(OutboxMail.subject == "News")
    assert set(session().scalars(covering(SYSTEM(), asked))) == {another, theirs}


def test_of_a_child_the_references_of_before_are_found_too(family: Family) -> None:
    before = {"service_id": family.service.id, "subject_id": family.child.id, "present": family.child.key}
    factories.stored(OldKey(kind=KeyKind.CHILD, key="K-1907", **before))
    said = create_message(outing(family, family.anita), family.anita, f"K-1907, now {family.child.key}, came.")
    request_id = actions.ask_for_erasure(viewer_for(family.ruth), Subject(child_id=family.child.id), "")
    actions.confirm(viewer_for(family.ola), request_id)
    assert run_job() == 1
    word = rules.pseudonym(family.child.id, "child")
    bodies = select(Message.body).where(Message.id == said.id)
    assert session().scalars(covering(SYSTEM(), bodies)).one() == f"{word}, now {word}, came."
