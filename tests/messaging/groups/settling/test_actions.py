"""A group gets another name, is closed, and is opened again; what was said is read all the while."""

import pytest

from constellations.access import Viewer, find
from constellations.core.errors import NotFound
from constellations.core.ids import new_id
from constellations.corrections import ChangedMeanwhile
from constellations.models import Person
from constellations.notices.models import Notice
from messaging.conversations.actions import add_people, begin, leave_group
from messaging.conversations.queries import conversation_line
from messaging.groups.actions import invite, join_group
from messaging.groups.queries import group_shown, groups_of
from messaging.groups.settling import rules
from messaging.groups.settling.actions import close_group, open_group, rename_group
from messaging.groups.settling.queries import settled
from messaging.messages.actions import react
from messaging.models import Conversation
from messaging.polls.actions import ask_poll
from messaging.polls.rules import Asking, PollKind
from messaging.posting.actions import Written, post_message
from tests.messaging.factories import create_group
from tests.messaging.talking import Talk, bodies, reads, say
from tests.registers import rows
from tests.sleepovers.households import acts, audited, sees

ASKING = Asking(PollKind.ANSWERS, ("Now", "Then"))


@pytest.fixture
def outing(talk: Talk) -> Conversation:
    """An ordinary group, begun by Anita, with Moira and the liaison worker."""
    begun = begin(sees(talk.homes.anita), "Outing", [talk.homes.moira.id, talk.homes.liaison.id])
    return find(Viewer.system(), Conversation, begun)


def told(person: Person) -> list[str]:
    """What a person was told, in order."""
    return [words for person_id, words in rows(Notice.person_id, Notice.words) if person_id == person.id]


def test_another_name_is_read_and_told(talk: Talk, outing: Conversation) -> None:
    homes = talk.homes
    rename_group(sees(homes.anita), outing.id, " Summer  outing ", "Outing")
    rename_group(sees(homes.anita), outing.id, "Summer outing", "whatever")
    assert conversation_line(sees(homes.moira), outing.id).title == "Summer outing"
    assert bodies(homes.moira, outing) == ["This group is now called “Summer outing”. It was “Outing”."]
    assert told(homes.moira) == ["The group “Outing” is now called “Summer outing”."]
    assert told(homes.anita) == []
    assert audited(outing.id) == [("renamed_group", "title")]
    assert "renamed_group" in acts(outing.id)
    with pytest.raises(ChangedMeanwhile, match="It says now: Summer outing"):
        rename_group(sees(homes.anita), outing.id, "Trip", "Outing")


def test_a_closed_group_is_read_and_nothing_more_is_said(talk: Talk, outing: Conversation) -> None:
    homes = talk.homes
    said = say(homes.moira, outing, "On Saturday?")
    for _twice in range(2):
        close_group(sees(homes.liaison), outing.id)
    for person in (homes.moira, homes.liaison):
        with pytest.raises(rules.GroupClosed):
            say(person, outing, "One more.")
    with pytest.raises(rules.GroupClosed):
        ask_poll(sees(homes.moira), outing.id, Written(new_id(), "When?"), ASKING)
    with pytest.raises(rules.GroupClosed):
        add_people(sees(homes.anita), outing.id, [homes.okafors.id])
    with pytest.raises(rules.GroupClosed):
        rename_group(sees(homes.anita), outing.id, "Trip", "Outing")
    words = ["On Saturday?", "I have closed this group. What was said can still be read."]
    assert bodies(homes.anita, outing) == words
    react(sees(homes.anita), said.id, "👍", on=True)
    assert reads(homes.moira, outing)[0].reactions
    assert told(homes.moira) == ["Dee Marsh has closed the group “Outing”."]
    found = settled(sees(homes.moira), outing.id)
    assert (found.closed_by, found.may_settle) == ("Dee Marsh", False)


def test_it_is_opened_again(talk: Talk, outing: Conversation) -> None:
    homes = talk.homes
    close_group(sees(homes.anita), outing.id)
    for _twice in range(2):
        open_group(sees(homes.anita), outing.id)
    say(homes.moira, outing, "On Saturday?")
    assert bodies(homes.moira, outing)[1:] == ["I have opened this group again.", "On Saturday?"]
    assert told(homes.moira)[-1] == "Anita Patel has opened the group “Outing” again."
    assert audited(outing.id) == [("closed_group", "closed_at"), ("opened_group", "closed_at")]


def test_what_was_sent_before_is_the_same_message_also_when_it_is_closed(talk: Talk, outing: Conversation) -> None:
    said = say(talk.homes.moira, outing, "On Saturday?")
    close_group(sees(talk.homes.anita), outing.id)
    again = post_message(sees(talk.homes.moira), outing.id, Written(said.client_id, said.body))
    assert (again.id, again.seq) == (said.id, said.seq)


def test_only_who_looks_after_it_may(talk: Talk, outing: Conversation) -> None:
    homes = talk.homes
    refusals = [(homes.moira, rules.NotYoursToSettle), (talk.outsider, NotFound), (homes.manager, NotFound)]
    for person, refused in refusals:
        with pytest.raises(refused):
            close_group(sees(person), outing.id)
        with pytest.raises(refused):
            open_group(sees(person), outing.id)
        with pytest.raises(refused):
            rename_group(sees(person), outing.id, "Trip", "Outing")
    with pytest.raises(NotFound):
        close_group(sees(homes.anita), talk.everyone.id)


def test_once_who_began_it_is_gone_everybody_looks_after_it(talk: Talk, outing: Conversation) -> None:
    leave_group(sees(talk.homes.anita), outing.id)
    close_group(sees(talk.homes.moira), outing.id)
    assert settled(sees(talk.homes.liaison), outing.id).closed_by == "Moira Hale"


def test_nobody_comes_into_a_support_group_that_is_closed(talk: Talk) -> None:
    homes = talk.homes
    group = create_group(homes.liaison, (homes.anita,), invited=(homes.moira,))
    with pytest.raises(rules.NotYoursToSettle):
        close_group(sees(homes.anita), group.id)
    close_group(sees(homes.liaison), group.id)
    for person in (homes.moira, talk.outsider):
        with pytest.raises(NotFound):
            join_group(sees(person), group.id)
    with pytest.raises(NotFound):
        invite(sees(homes.liaison), group.id, [homes.okafors.id])
    (known,) = groups_of(sees(homes.moira))
    assert (known.is_closed, known.may_join, known.invited_by) == (True, False, None)
    open_group(sees(homes.liaison), group.id)
    join_group(sees(homes.moira), group.id)
    assert group_shown(sees(homes.moira), group.id).is_in
