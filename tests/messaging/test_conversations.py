"""Who is in which conversation, and how far back it is theirs to read."""

import datetime as dt
import uuid

import pytest
import time_machine
from sqlalchemy import ColumnElement, update

from constellations.access import Viewer, covering, find
from constellations.children.models import Placement
from constellations.core.database import database, transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.models import LiaisonAssignment, Membership, Person
from constellations.permissions import Role
from messaging import rules
from messaging.conversations.actions import add_people, begin, leave_group, open_about, open_conversations
from messaging.conversations.queries import conversation_line, conversations_of
from messaging.models import Conversation
from messaging.people.queries import partners, people_in
from messaging.receipts.actions import mark_read
from messaging.rules import ConversationKind
from sleepovers.rules import AnswerState
from tests import factories
from tests.messaging.talking import Talk, bodies, reads, say
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.households import Households, sees


def names_in(conversation_id: uuid.UUID) -> set[str]:
    """Who is in a conversation."""
    return {person.name for person in people_in(find(Viewer.system(), Conversation, conversation_id)).values()}


def sees_it(person: Person, conversation_id: uuid.UUID) -> bool:
    """Whether a person is in a conversation."""
    return conversation_id in {line.conversation_id for line in conversations_of(sees(person))}


def end_today(model: type[Membership] | type[LiaisonAssignment] | type[Placement], which: ColumnElement[bool]) -> None:
    """Let one dated row end on this day."""
    ended = update(model).where(which).values(ends_on=Viewer.system().today)
    with transaction() as session:
        session.execute(covering(Viewer.system(), ended))


def everybody(talk: Talk) -> dict[str, Person]:
    """All people of these tests, by name."""
    homes = talk.homes
    people = (
        homes.moira,
        homes.tom,
        homes.anita,
        homes.okafors,
        homes.liaison,
        homes.manager,
        homes.finance,
        talk.outsider,
    )
    return {person.name: person for person in people}


@pytest.mark.parametrize(
    ("which", "inside"),
    [
        ("everyone", {"Moira Hale", "Tom Hale", "Anita Patel", "Chi Okafor", "Dee Marsh"}),
        ("near_hub", {"Moira Hale", "Tom Hale", "Dee Marsh"}),
    ],
)
def test_who_may_read_a_conversation_of_a_constellation_is_who_is_told_of_it(
    talk: Talk, which: str, inside: set[str]
) -> None:
    conversation: Conversation = getattr(talk, which)
    assert names_in(conversation.id) == inside
    people = everybody(talk)
    assert talk.outsider.name in people
    assert {name for name, person in people.items() if sees_it(person, conversation.id)} == inside


def test_each_constellation_has_its_conversations_from_when_somebody_looks(homes: Households) -> None:
    for _twice in range(2):
        open_conversations(sees(homes.liaison))
        open_conversations(sees(homes.anita))
    found = [(line.title, line.constellation) for line in conversations_of(sees(homes.moira))]
    assert found == [("Everyone", "Harbour"), ("Hub and liaison", "Harbour")]
    assert len(rows(Conversation.id)) == 2
    assert [line.title for line in conversations_of(sees(homes.anita))] == ["Everyone"]
    assert conversations_of(sees(homes.finance)) == []


def test_who_leaves_the_constellation_reads_nothing_at_once(talk: Talk) -> None:
    say(talk.homes.moira, talk.everyone)
    assert bodies(talk.homes.anita, talk.everyone) == ["Hello all."]
    end_today(Membership, Membership.home_id == talk.homes.patel.id)
    assert bodies(talk.homes.anita, talk.everyone) == []
    assert "Anita Patel" not in names_in(talk.everyone.id)
    with pytest.raises(NotFound):
        say(talk.homes.anita, talk.everyone)


def test_a_liaison_worker_whose_care_ends_is_out_at_once(talk: Talk) -> None:
    end_today(LiaisonAssignment, LiaisonAssignment.person_id == talk.homes.liaison.id)
    assert not sees_it(talk.homes.liaison, talk.everyone.id)
    assert names_in(talk.near_hub.id) == {"Moira Hale", "Tom Hale"}


def test_a_home_that_joins_reads_from_thirty_days_before(talk: Talk, clock: time_machine.Traveller) -> None:
    now = dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)
    for days in (32, 31, 30, 29, 0):
        clock.move_to(now - dt.timedelta(days=days))
        say(talk.homes.moira, talk.everyone, f"{days} days ago")
    clock.move_to(now)
    newcomer = factories.create_home(talk.homes.service, "Newcomer")
    factories.join(newcomer, talk.homes.constellation, starts_on=now.date())
    person = factories.create_person(Role.SATELLITE_CARER, home=newcomer)
    assert bodies(person, talk.everyone) == ["30 days ago", "29 days ago", "0 days ago"]
    assert conversation_line(sees(person), talk.everyone.id).unread == 3
    assert len(bodies(talk.homes.anita, talk.everyone)) == 5
    assert len(bodies(talk.homes.liaison, talk.everyone)) == 5
    told = [person.id in people_in(talk.everyone, said.at) for said in reads(talk.homes.anita, talk.everyone)]
    assert told == [False, False, True, True, True], "nor do they hear what becomes of the earlier ones"


def test_two_people_have_one_conversation_and_nobody_else_is_in_it(talk: Talk) -> None:
    homes = talk.homes
    begun = begin(sees(homes.anita), "", [homes.moira.id])
    assert begin(sees(homes.moira), "", [homes.anita.id]) == begun
    assert names_in(begun) == {"Anita Patel", "Moira Hale"}
    assert conversation_line(sees(homes.anita), begun).title == "Moira Hale"
    assert conversation_line(sees(homes.moira), begun).title == "Anita Patel"
    assert [name for name, person in everybody(talk).items() if sees_it(person, begun)] == ["Moira Hale", "Anita Patel"]


def test_who_joins_a_group_reads_from_then_on_and_who_leaves_reads_nothing(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    group = begin(sees(homes.anita), "Summer outing", [homes.moira.id])
    outing = find(Viewer.system(), Conversation, group)
    say(homes.anita, outing, "before")
    clock.shift(60)
    add_people(sees(homes.moira), group, [homes.okafors.id, homes.moira.id])
    clock.shift(60)
    say(homes.moira, outing, "after")
    assert bodies(homes.okafors, outing) == ["after"]
    told = [homes.okafors.id in people_in(outing, said.at) for said in reads(homes.anita, outing)]
    assert told == [False, True]
    assert bodies(homes.anita, outing) == ["before", "after"]
    assert conversation_line(sees(homes.okafors), group).unread == 1
    leave_group(sees(homes.okafors), group)
    assert bodies(homes.okafors, outing) == []
    assert names_in(group) == {"Anita Patel", "Moira Hale"}
    clock.shift(60)
    add_people(sees(homes.moira), group, [homes.okafors.id])
    assert bodies(homes.okafors, outing) == [], "coming back shows nothing of the time before"


def test_whom_one_may_talk_to(talk: Talk) -> None:
    homes = talk.homes
    assert [one.name for one in partners(sees(homes.anita))] == ["Chi Okafor", "Dee Marsh", "Moira Hale", "Tom Hale"]
    assert talk.outsider.name not in {one.name for one in partners(sees(homes.liaison))}
    assert {one.name for one in partners(sees(homes.liaison))} >= {"Anita Patel", homes.manager.name}
    assert talk.outsider.name in {one.name for one in partners(sees(homes.manager))}


@pytest.mark.parametrize(
    ("title", "people", "refused"),
    [
        ("", [], rules.NobodyToTalkTo),
        ("Group", [], rules.NobodyToTalkTo),
        ("", ["moira", "okafors"], rules.NoTitle),
        ("", ["outsider"], NotFound),
        ("Group", ["moira", "outsider"], NotFound),
    ],
)
def test_what_cannot_be_begun_is_said_plainly(
    talk: Talk, title: str, people: list[str], refused: type[Exception]
) -> None:
    chosen = [(talk.outsider if name == "outsider" else getattr(talk.homes, name)).id for name in people]
    with pytest.raises(refused):
        begin(sees(talk.homes.anita), title, chosen)
    assert len(rows(Conversation.id)) == 2


def test_a_group_takes_no_more_people_than_a_few_constellations(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_IN_GROUP", 3)
    homes, viewer = talk.homes, sees(talk.homes.anita)
    with pytest.raises(rules.GroupTooLarge, match="A group takes at most 3 people"):
        begin(viewer, "Outing", [homes.moira.id, homes.tom.id, homes.okafors.id])
    group = begin(viewer, "Outing", [homes.moira.id, homes.tom.id])
    with pytest.raises(rules.GroupTooLarge):
        add_people(viewer, group, [homes.okafors.id])
    assert names_in(group) == {"Anita Patel", "Moira Hale", "Tom Hale"}


def test_finance_and_the_region_open_no_constellations(talk: Talk) -> None:
    open_conversations(sees(talk.homes.finance))
    with pytest.raises(Forbidden):
        open_conversations(Viewer(role=Role.REGIONAL))
    assert len(rows(Conversation.id)) == 2


def test_the_conversation_of_a_stay_is_of_the_childs_home_the_host_the_hub_and_the_liaison_worker(talk: Talk) -> None:
    homes = talk.homes
    stay = homes.stay("2026-11-20", "2026-11-22", host=homes.okafor)
    begun = open_about(sees(homes.anita), ConversationKind.STAY, stay.id)
    assert open_about(sees(homes.okafors), ConversationKind.STAY, stay.id) == begun
    inside = {"Anita Patel", "Chi Okafor", "Moira Hale", "Tom Hale", "Dee Marsh"}
    assert names_in(begun) == inside
    assert {name for name, person in everybody(talk).items() if sees_it(person, begun)} == inside
    assert conversation_line(sees(homes.moira), begun).title == "JB: Fri 20 Nov, 2 nights"
    for nobody in (homes.manager, homes.finance, talk.outsider):
        with pytest.raises(NotFound):
            open_about(sees(nobody), ConversationKind.STAY, stay.id)


def test_a_stays_conversation_follows_the_child_who_moves(talk: Talk) -> None:
    homes = talk.homes
    stay = homes.stay("2026-11-20", "2026-11-22")
    begun = open_about(sees(homes.anita), ConversationKind.STAY, stay.id)
    assert not sees_it(homes.okafors, begun)
    end_today(Placement, Placement.child_id == homes.jb.id)
    factories.stored(Placement(child_id=homes.jb.id, home_id=homes.okafor.id, starts_on=sees(homes.anita).today))
    assert not sees_it(homes.anita, begun)
    assert sees_it(homes.okafors, begun)
    assert names_in(begun) == {"Chi Okafor", "Moira Hale", "Tom Hale", "Dee Marsh"}


@pytest.mark.parametrize(
    ("answer", "inside"), [(AnswerState.WAITING, True), (AnswerState.DECLINED, False), (AnswerState.NOT_NEEDED, False)]
)
def test_a_home_that_has_said_no_is_out_of_the_conversation_of_an_ask(
    talk: Talk, answer: AnswerState, inside: bool
) -> None:
    homes = talk.homes
    ask = factories.create_ask((homes.jb,), (homes.okafor,), "2026-12-04", "2026-12-06", answer=answer)
    begun = open_about(sees(homes.anita), ConversationKind.ASK, ask.id)
    assert sees_it(homes.okafors, begun) is inside
    assert ("Chi Okafor" in names_in(begun)) is inside
    assert names_in(begun) >= {"Anita Patel", "Moira Hale", "Dee Marsh"}


def unread(person: Person, conversation: Conversation) -> int:
    """How much a person has not read."""
    return conversation_line(sees(person), conversation.id).unread


def test_unread_are_the_messages_of_others_beyond_the_mark(talk: Talk) -> None:
    homes = talk.homes
    for number in range(3):
        say(homes.moira, talk.everyone, f"{number}")
    assert unread(homes.anita, talk.everyone) == 3
    mark_read(sees(homes.anita), talk.everyone.id, 2)
    assert unread(homes.anita, talk.everyone) == 1
    mark_read(sees(homes.anita), talk.everyone.id, 1)
    assert unread(homes.anita, talk.everyone) == 1, "a mark never goes back"
    say(homes.anita, talk.everyone)
    assert unread(homes.anita, talk.everyone) == 0, "who writes has read"
    mark_read(sees(homes.anita), talk.everyone.id, 99)
    say(homes.moira, talk.everyone)
    assert unread(homes.anita, talk.everyone) == 1, "a mark is never beyond the last message"


def test_the_list_takes_the_same_queries_however_much_is_said(talk: Talk) -> None:
    homes, engine = talk.homes, database().engine
    say(homes.anita, talk.everyone)
    begin(sees(homes.moira), "Group", [homes.anita.id])
    with count_queries(engine) as few:
        conversations_of(sees(homes.moira))
    for number in range(5):
        say(homes.anita, talk.everyone, f"{number}")
        begin(sees(homes.moira), f"Group {number}", [homes.anita.id])
    with count_queries(engine) as many:
        lines = conversations_of(sees(homes.moira))
    assert len(lines) == 8
    assert len(many) == len(few)
    assert lines[0].last == "Anita: 4"
