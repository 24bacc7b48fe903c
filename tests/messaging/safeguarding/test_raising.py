"""Who reads a concern and who is told of it: the same people, and never who wrote the message."""

from functools import partial

import pytest
from sqlalchemy import Text, column, select, table

from constellations.access import Viewer, find
from constellations.activity.models import Activity
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.models import Person
from constellations.notices.models import Notice, OutboxMail
from constellations.people.rules import OutlastsDeputy
from constellations.permissions import Role
from messaging.conversations.actions import begin
from messaging.messages.actions import remove_message
from messaging.models import Conversation
from messaging.safeguarding import rules
from messaging.safeguarding.concerns import actions
from messaging.safeguarding.concerns.queries import concerns_of
from messaging.safeguarding.looks.actions import look_from_concern
from messaging.safeguarding.models import Concern, SafeguardingReader
from messaging.safeguarding.raising.actions import Worry, raise_concern
from messaging.safeguarding.raising.queries import raised_about, raised_concern, worrying
from messaging.safeguarding.readers.actions import name_readers
from messaging.safeguarding.readers.queries import may_be_named, named_readers, readers_of
from messaging.safeguarding.rules import About, Outcome, Route
from messaging.safeguarding.subjects.queries import message_subject
from tests import factories
from tests.factories import changed
from tests.messaging.safeguarding.worries import WORDS, knowing, people_of, reading, stand_in, worry
from tests.messaging.talking import Talk, say
from tests.registers import rows
from tests.sleepovers.households import audited, sees


def told(concern: Concern) -> set[str]:
    """Who had a notice of a concern."""
    names = {row[0]: row[1] for row in rows(Person.id, Person.name)}
    return {names[row[0]] for row in rows(Notice.person_id, Notice.once) if row[1] == f"concern {concern.id}"}


DEFAULT = {"Dee Marsh", "Sam Ode"}


@pytest.mark.parametrize(
    ("author", "named", "about", "readers"),
    [
        ("moira", (), About.NOBODY, {"Dee Marsh", "Sam Ode"}),
        ("moira", (), About.LIAISON, {"Sam Ode"}),
        ("moira", (), About.HUB_CARER, {"Dee Marsh"}),
        ("liaison", (), About.NOBODY, {"Sam Ode"}),
        ("liaison", (), About.HUB_CARER, {"Sam Ode"}),
        ("moira", ("manager",), About.NOBODY, {"Sam Ode"}),
        ("moira", ("liaison",), About.NOBODY, {"Dee Marsh"}),
        ("liaison", ("liaison",), About.NOBODY, {"Sam Ode"}),
        ("liaison", ("liaison", "manager"), About.NOBODY, {"Sam Ode"}),
        ("moira", ("liaison",), About.LIAISON, {"Sam Ode"}),
    ],
)
def test_who_may_read_a_concern_is_who_is_told_of_it_and_never_who_wrote_the_message(
    talk: Talk, author: str, named: tuple[str, ...], about: About, readers: set[str]
) -> None:
    homes = talk.homes
    name_readers(sees(homes.manager), [getattr(homes, name).id for name in named])
    concern = worry(homes.anita, say(getattr(homes, author), talk.everyone), about)
    everybody = people_of(talk)
    assert talk.outsider.name in everybody
    assert reading(concern, everybody) == readers
    assert {person.name for person in readers_of(concern).values()} == readers
    assert told(concern) == readers
    assert knowing(concern, everybody) == {"Anita Patel"}


def test_a_liaison_worker_of_another_constellation_and_another_services_manager_read_nothing(talk: Talk) -> None:
    homes = talk.homes
    elsewhere = factories.create_service()
    others = {
        "next door": factories.create_person(
            Role.LIAISON, homes.service, constellations=(factories.create_constellation(homes.service),)
        ),
        "elsewhere": factories.create_person(Role.MANAGER, elsewhere),
    }
    said = say(homes.moira, talk.everyone)
    for about in About:
        concern = worry(homes.anita, said, about)
        assert reading(concern, others) == set()
        assert set(told(concern)) & {person.name for person in others.values()} == set()
    name_readers(sees(homes.manager), [others["next door"].id])
    assert reading(worry(homes.tom, said), others) == {"next door"}, "but whom the service names, reads"


@pytest.mark.parametrize(
    ("author", "named", "about", "late", "deputy_reads"),
    [
        ("moira", (), About.NOBODY, False, True),
        ("moira", (), About.LIAISON, False, False),
        ("moira", (), About.LIAISON, True, False),
        ("moira", (), About.HUB_CARER, False, False),
        ("moira", (), About.HUB_CARER, True, True),
        ("moira", ("manager",), About.NOBODY, False, False),
        ("moira", ("manager",), About.NOBODY, True, True),
        ("liaison", (), About.HUB_CARER, False, False),
    ],
)
def test_a_managers_deputy_reads_what_a_manager_does_but_for_what_may_be_about_them(
    talk: Talk, author: str, named: tuple[str, ...], about: About, late: bool, deputy_reads: bool
) -> None:
    homes = talk.homes
    deputy = factories.create_person(
        Role.LIAISON, homes.service, constellations=(factories.create_constellation(homes.service),), name="Jo Deputy"
    )
    stand_in(homes.manager, deputy)
    name_readers(sees(homes.manager), [getattr(homes, name).id for name in named])
    concern = worry(homes.anita, say(getattr(homes, author), talk.everyone), about)
    if late:
        changed(concern, woken_at=concern.raised_at)
        session().refresh(concern)
    everybody = {**people_of(talk), deputy.name: deputy}
    assert ("Jo Deputy" in reading(concern, everybody)) is deputy_reads
    assert {person.name for person in readers_of(concern).values()} == reading(concern, everybody)
    if not late:
        assert told(concern) == reading(concern, everybody)


def test_whom_a_concern_is_about_reads_nothing_of_it_as_a_managers_deputy(talk: Talk) -> None:
    homes = talk.homes
    stand_in(homes.manager, homes.liaison)
    concern = worry(homes.anita, say(homes.moira, talk.everyone), About.LIAISON)
    dee = sees(homes.liaison)
    assert concerns_of(dee) == []
    for act in (
        partial(actions.read_concern, dee, concern.id),
        partial(actions.acknowledge, dee, concern.id),
        partial(actions.note, dee, concern.id, "Nothing in it."),
        partial(actions.hide, dee, concern.id, on=True),
        partial(actions.close, dee, concern.id, Outcome.NOTHING_MORE, "", remove=True),
        partial(look_from_concern, dee, concern.id, "To see."),
    ):
        with pytest.raises(NotFound):
            act()
    assert told(concern) == {"Sam Ode"}


def test_the_readers_are_those_of_today(talk: Talk) -> None:
    homes = talk.homes
    concern = worry(homes.anita, say(homes.moira, talk.everyone))
    newcomer = factories.create_person(Role.LIAISON, homes.service, constellations=(homes.constellation,))
    assert reading(concern, {"newcomer": newcomer}) == {"newcomer"}
    name_readers(sees(homes.manager), [newcomer.id])
    assert reading(concern, people_of(talk)) == set()
    with transaction() as here:
        here.get_one(Person, newcomer.id).left_at = concern.raised_at
    assert reading(concern, people_of(talk)) == DEFAULT, "where all who were named have left, it is as if nobody was"


def test_where_nobody_could_read_it_nothing_is_stored_and_one_is_told_to_phone(talk: Talk) -> None:
    homes = talk.homes
    said = say(homes.moira, talk.everyone)
    changed(homes.manager, left_at=said.created_at)
    with pytest.raises(rules.NobodyReadsIt):
        worry(homes.anita, said, About.LIAISON)
    assert rows(Concern.id) == []
    assert worrying(sees(homes.anita), message_subject(sees(homes.anita), said.id)).readers == {
        About.NOBODY: ("Dee Marsh",),
        About.LIAISON: (),
        About.HUB_CARER: ("Dee Marsh",),
    }


def test_the_words_are_nowhere_in_the_database_but_sealed(talk: Talk) -> None:
    concern = worry(talk.homes.anita, say(talk.homes.moira, talk.everyone))
    bare = table("concern", column("words", Text))
    stored = session().scalars(select(bare.c.words)).one()
    assert "afraid" not in stored
    assert raised_concern(sees(talk.homes.anita), concern.id).words == WORDS
    assert not any("afraid" in row[0] for row in rows(Notice.words))


def test_the_same_words_again_are_the_same_concern_and_other_words_another(talk: Talk) -> None:
    anita, said = sees(talk.homes.anita), say(talk.homes.moira, talk.everyone)
    first = raise_concern(anita, said.id, Worry(WORDS, About.NOBODY))
    assert raise_concern(anita, said.id, Worry(f" {WORDS}", About.NOBODY)).id == first.id
    raise_concern(anita, said.id, Worry("And he was cold.", About.NOBODY))
    assert [one.words for one in raised_about(anita, message_subject(anita, said.id))] == [WORDS, "And he was cold."]
    tom = sees(talk.homes.tom)
    assert raised_about(tom, message_subject(tom, said.id)) == ()
    raise_concern(tom, said.id, Worry(WORDS, About.NOBODY))
    assert len(rows(Concern.id)) == 3


def test_it_is_written_in_the_audit_trail_and_not_where_staff_see_who_takes_part(talk: Talk) -> None:
    concern = worry(talk.homes.anita, say(talk.homes.moira, talk.everyone))
    assert audited(concern.id) == [("raised_concern", "")]
    assert concern.id not in {row[0] for row in rows(Activity.subject_id)}


def test_danger_wakes_the_readers_and_an_ordinary_worry_does_not(talk: Talk) -> None:
    homes = talk.homes
    said = say(homes.moira, talk.everyone)
    worry(homes.anita, said)
    assert rows(OutboxMail.address) == []
    worry(homes.okafors, said, in_danger=True)
    assert {row[0] for row in rows(OutboxMail.address)} == {homes.liaison.email, homes.manager.email}
    assert not any("afraid" in row[0] for row in rows(OutboxMail.body))


def test_a_reader_who_worries_is_not_told_of_it_and_reads_it(talk: Talk) -> None:
    homes = talk.homes
    concern = worry(homes.liaison, say(homes.moira, talk.everyone))
    assert told(concern) == {"Sam Ode"}
    assert reading(concern, people_of(talk)) == DEFAULT


def test_a_message_that_was_removed_may_worry_too_and_one_that_is_not_ones_own_may_not(talk: Talk) -> None:
    homes = talk.homes
    said = say(homes.moira, talk.near_hub)
    remove_message(sees(homes.moira), said.id)
    assert reading(worry(homes.tom, said), people_of(talk)) == DEFAULT
    for nobody in (homes.anita, talk.outsider, homes.manager):
        with pytest.raises(NotFound):
            worry(nobody, said)
        with pytest.raises(NotFound):
            message_subject(sees(nobody), said.id)
    with pytest.raises(Forbidden):
        raise_concern(Viewer(role=Role.REGIONAL), said.id, Worry(WORDS, About.NOBODY))


def test_between_two_people_it_goes_to_the_liaison_worker_of_who_wrote_or_else_of_who_worries(talk: Talk) -> None:
    homes = talk.homes
    direct = begin(sees(homes.anita), "", [homes.moira.id])
    conversation = find(Viewer.system(), Conversation, direct)
    concern = worry(homes.anita, say(homes.moira, conversation), About.HUB_CARER)
    assert (concern.constellation_id, concern.route) == (homes.constellation.id, Route.LIAISON)
    staff = find(Viewer.system(), Conversation, begin(sees(homes.anita), "", [homes.liaison.id]))
    concern = worry(homes.anita, say(homes.liaison, staff))
    assert (concern.constellation_id, reading(concern, people_of(talk))) == (homes.constellation.id, {"Sam Ode"})
    desk = find(Viewer.system(), Conversation, begin(sees(homes.manager), "", [homes.finance.id]))
    concern = worry(homes.manager, say(homes.finance, desk))
    assert (concern.constellation_id, reading(concern, people_of(talk))) == (None, {"Sam Ode"})


def test_whom_a_service_may_name(talk: Talk) -> None:
    homes, manager = talk.homes, sees(talk.homes.manager)
    factories.create_person(Role.MANAGER, factories.create_service(), name="Of elsewhere")
    assert [person.name for person in may_be_named(manager)] == ["Dee Marsh", "Sam Ode"]
    for nobody in (homes.moira, homes.finance, talk.outsider):
        with pytest.raises(rules.NotAReader):
            name_readers(manager, [nobody.id])
    with pytest.raises(Forbidden):
        name_readers(sees(homes.liaison), [homes.liaison.id])
    name_readers(manager, [homes.liaison.id, homes.manager.id])
    name_readers(manager, [homes.liaison.id])
    assert named_readers(manager) == {homes.liaison.id}
    assert [row[0] for row in rows(SafeguardingReader.person_id)] == [homes.liaison.id]
    assert audited(homes.service.id) == [("named_readers", "person_id")] * 2


def test_a_deputy_changes_nothing_about_who_reads_for_it_would_outlast_them(talk: Talk) -> None:
    homes = talk.homes
    colleague = factories.create_person(Role.LIAISON, homes.service, constellations=(homes.constellation,))
    before = {homes.liaison.id, homes.manager.id}
    name_readers(sees(homes.manager), before)
    stand_in(homes.manager, homes.liaison)
    for chosen in (before | {colleague.id}, {homes.liaison.id}, set()):
        with pytest.raises(OutlastsDeputy):
            name_readers(sees(homes.liaison), chosen)
    assert named_readers(sees(homes.manager)) == before
