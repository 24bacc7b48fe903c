"""What several people say at the same time: one transaction, each by what they may, and nobody stumbles over others."""

from collections.abc import Sequence

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.activity.models import Activity
from constellations.core.database import database, session, transaction
from constellations.core.errors import Forbidden, NotFound, RoostError
from constellations.core.ids import new_id
from constellations.core.tripwire import EVERYTHING, SEEN
from constellations.models import Person
from constellations.notices.models import Notice
from constellations.permissions import Role
from messaging.conversations.actions import begin
from messaging.models import Conversation, Message, ReadMark
from messaging.people.queries import people_in, present_in
from messaging.posting.actions import Post, Written, post_messages
from messaging.posting.queries import named_in
from messaging.rules import NothingWritten
from messaging.safeguarding.nudges.rules import Nudge
from messaging.search.models import MessageWords
from tests import factories
from tests.messaging.talking import Talk, bodies, numbers, say
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.households import sees

NAMES = [column.name for column in Message.__table__.columns]


def post(person: Person, conversation: Conversation, body: str) -> Post:
    """Something to be said."""
    return Post(sees(person), conversation.id, Written(new_id(), body))


def words(answers: Sequence[Message | RoostError]) -> list[str | type[RoostError]]:
    """What became of each: its words, or why not."""
    return [type(answer) if isinstance(answer, RoostError) else answer.body for answer in answers]


def test_a_refusal_of_one_leaves_the_others_alone(talk: Talk) -> None:
    homes = talk.homes
    elsewhere = say(homes.moira, talk.near_hub, "For few.")
    reader = factories.create_person(Role.SATELLITE_CARER, home=factories.create_home(homes.service))
    said = [
        post(homes.anita, talk.everyone, "one"),
        post(talk.outsider, talk.everyone, "not in it"),
        post(homes.moira, talk.everyone, "  "),
        post(reader, talk.everyone, "in no constellation"),
        post(homes.okafors, talk.everyone, "Ring 07700 900123"),
        post(homes.okafors, talk.near_hub, "not of the hub"),
        Post(Viewer.system(), talk.everyone.id, Written(new_id(), "nobody")),
        Post(sees(homes.anita), new_id(), Written(new_id(), "nowhere")),
        Post(sees(homes.anita), talk.everyone.id, Written(new_id(), "answers what is not there", elsewhere.id)),
        post(homes.moira, talk.near_hub, "two"),
        post(homes.liaison, talk.everyone, "three"),
    ]
    refused = [NotFound, NothingWritten, NotFound, Nudge, NotFound, NotFound, NotFound, NotFound]
    assert words(post_messages(said)) == ["one", *refused, "two", "three"]
    assert bodies(homes.anita, talk.everyone) == ["one", "three"]
    assert bodies(homes.moira, talk.near_hub) == ["For few.", "two"]


def test_whose_role_does_not_talk_is_refused_alone(talk: Talk) -> None:
    regional = factories.create_person(Role.REGIONAL, region=factories.create_region())
    answers = post_messages([post(regional, talk.everyone, "hello"), post(talk.homes.anita, talk.everyone, "one")])
    assert words(answers) == [Forbidden, "one"]


def test_one_name_twice_in_one_go_is_one_message(talk: Talk) -> None:
    once = post(talk.homes.anita, talk.everyone, "Once.")
    first, between, again = post_messages([once, post(talk.homes.moira, talk.everyone, "Between."), once])
    assert isinstance(first, Message)
    assert first is again
    assert words([between]) == ["Between."]
    assert numbers(talk.everyone) == [1, 2]


def test_all_that_follows_from_what_is_said_follows_for_each(talk: Talk) -> None:
    homes = talk.homes
    post_messages(
        [
            post(homes.anita, talk.everyone, "Hello @Moira"),
            post(homes.okafors, talk.everyone, "Good morning"),
            post(homes.anita, talk.everyone, "@liaison too"),
        ]
    )
    assert set(rows(Notice.person_id, Notice.words)) == {
        (homes.moira.id, "Anita Patel names you in a conversation."),
        (homes.liaison.id, "Anita Patel names you in a conversation."),
    }
    assert set(rows(ReadMark.person_id, ReadMark.seq)) == {(homes.anita.id, 3), (homes.okafors.id, 2)}
    done = rows(Activity.person_id, Activity.action)
    assert sorted(done) == sorted([(homes.anita.id, "talked"), (homes.okafors.id, "talked")]), "once a day for each"


def test_forty_messages_take_as_many_statements_as_two(talk: Talk) -> None:
    homes = talk.homes

    def said(times: int) -> list[Post]:
        """Two people, in turn, and each in their conversation."""
        pairs = [(homes.anita, talk.everyone), (homes.moira, talk.near_hub)] * times
        return [post(person, conversation, "Hello") for person, conversation in pairs]

    few, many, engine = said(1), said(20), database().engine
    post_messages(said(1))
    with count_queries(engine) as of_few:
        post_messages(few)
    with count_queries(engine) as of_many:
        post_messages(many)
    assert len(of_many) == len(of_few)


def test_all_that_many_say_is_stored_in_one_statement_where_the_database_takes_it(talk: Talk) -> None:
    homes = talk.homes
    post_messages([post(one, talk.everyone, "Good morning") for one in (homes.anita, homes.moira)])
    posts = [post(one, talk.everyone, "Good day") for one in (homes.anita, homes.moira, homes.anita)]
    with count_queries(database().engine) as sent:
        post_messages(posts)
    written = [one for one in sent if "INSERT" in one or "UPDATE conv" in one]
    assert (len(sent), len(written)) == ((13, 4) if database().is_sqlite else (10, 1)), "three of them count the unread"
    assert set(rows(ReadMark.person_id, ReadMark.seq)) == {(homes.anita.id, 5), (homes.moira.id, 4)}
    assert len(rows(MessageWords.words)) == 5


def test_what_is_given_is_what_is_stored(talk: Talk) -> None:
    anita, everyone = talk.homes.anita, talk.everyone
    first = say(anita, everyone, "@Moira, what is new?")
    (second,) = post_messages([post(anita, everyone, "Nothing to be found: …")])
    assert isinstance(second, Message)
    for message in (first, second):
        given = {name: getattr(message, name) for name in NAMES}
        session().refresh(message)
        assert given == {name: getattr(message, name) for name in NAMES}
    session().rollback()
    stored = session().get_one(Conversation, everyone.id, execution_options={SEEN: EVERYTHING})
    assert (stored.last_seq, stored.last_at, stored.last_change) == (2, second.created_at, 0)


def test_within_a_transaction_of_several_acts_each_sees_what_the_others_said(talk: Talk) -> None:
    homes = talk.homes
    with transaction():
        first = say(homes.anita, talk.everyone, "First.")
        first.carries_poll = True
        second = say(homes.moira, talk.everyone, "Second.", first.id)
    assert (first.seq, second.seq) == (1, 2)
    assert rows(Message.seq, Message.carries_poll, Message.reply_to) == [(1, True, None), (2, False, first.id)]


def test_who_is_present_is_who_is_in_it_by_every_way_of_asking(talk: Talk) -> None:
    homes = talk.homes
    direct = begin(sees(homes.anita), "", [homes.moira.id])
    group = begin(sees(homes.anita), "Outing", [homes.moira.id, homes.liaison.id])
    all_of_them = session().scalars(covering(Viewer.system(), select(Conversation))).all()
    assert {direct, group} < {one.id for one in all_of_them}
    present = present_in(all_of_them)
    assert {one.id: set(present[one.id]) for one in all_of_them} == {one.id: set(people_in(one)) for one in all_of_them}


def test_who_is_named_is_known_by_what_a_mention_asks(talk: Talk) -> None:
    anita, everyone = talk.homes.anita, talk.everyone.id
    (found,) = named_in({everyone: [anita.id]})[everyone]
    assert (found.id, found.name, found.role, found.home_id) == (
        anita.id,
        "Anita Patel",
        Role.SATELLITE_CARER,
        anita.home_id,
    )
