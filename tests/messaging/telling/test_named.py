"""Who is named in a message, and who is written to alone: what is written down, and whom a notice tells."""

from constellations.models import Person
from constellations.notices.models import Notice
from messaging.messages.actions import edit_message
from messaging.models import Mention
from messaging.receipts.actions import mark_read
from messaging.rules import ConversationKind
from tests.messaging.factories import create_conversation
from tests.messaging.talking import Talk, reads, say
from tests.registers import rows
from tests.sleepovers.households import sees


def test_who_is_named_is_written_down_where_they_are_in_it(talk: Talk) -> None:
    homes = talk.homes
    names = {person.id: person.name for person in (homes.moira, homes.tom, homes.liaison, homes.anita)}
    for body, named in (
        ("@Moira can you?", {"Moira Hale"}),
        ("@hub please", {"Moira Hale", "Tom Hale"}),
        ("@liaison and @tom", {"Dee Marsh", "Tom Hale"}),
        (f"@{talk.outsider.name} and @Anita", set()),
    ):
        message = say(homes.anita, talk.everyone, body)
        found = {person for one, person in rows(Mention.message_id, Mention.person_id) if one == message.id}
        assert {names[person] for person in found} == named


def told() -> dict[str, list[str]]:
    """What each person was told by notice, by name."""
    names = {row[0]: row[1] for row in rows(Person.id, Person.name)}
    found: dict[str, list[str]] = {}
    for person_id, words in rows(Notice.person_id, Notice.words):
        found.setdefault(names[person_id], []).append(words)
    return found


def test_who_is_named_is_told_and_reads_no_word_of_it_there(talk: Talk) -> None:
    homes = talk.homes
    say(homes.anita, talk.everyone, "Nobody in particular.")
    assert told() == {}
    say(homes.anita, talk.everyone, "@Moira @liaison a secret")
    assert told() == {name: ["Anita Patel names you in a conversation."] for name in ("Moira Hale", "Dee Marsh")}


def test_whom_changed_words_name_is_told_and_whom_they_name_no_more_is_forgotten(talk: Talk) -> None:
    homes = talk.homes
    message = say(homes.anita, talk.everyone, "@Moira, who has a cot?")
    for body, names in (
        ("@Moira and @Tom, who has a cot?", ("Moira Hale", "Tom Hale")),
        ("@Tom, who has a cot?", ("Tom Hale",)),
        ("@Tom, has @Moira a cot?", ("Moira Hale", "Tom Hale")),
        ("@hub, @Anita and @liaison", ("Dee Marsh", "Moira Hale", "Tom Hale")),
        ("Nobody.", ()),
    ):
        edit_message(sees(homes.anita), message.id, body)
        assert reads(homes.okafors, talk.everyone)[0].mentions == names
        assert len(rows(Mention.person_id)) == len(names)
    assert told() == {
        name: ["Anita Patel names you in a conversation."] for name in ("Moira Hale", "Tom Hale", "Dee Marsh")
    }


def test_of_two_people_changed_words_tell_nobody_anew(talk: Talk) -> None:
    homes = talk.homes
    both = create_conversation(ConversationKind.DIRECT, homes.service, talk.everyone, (homes.anita, homes.moira))
    message = say(homes.anita, both, "At ten.")
    mark_read(sees(homes.moira), both.id, 1)
    edit_message(sees(homes.anita), message.id, "At ten, @Moira.")
    assert reads(homes.moira, both)[0].mentions == ("Moira Hale",)
    assert told() == {"Moira Hale": ["Anita Patel has written to you."]}


def test_who_is_written_to_alone_is_told_once_until_they_have_read(talk: Talk) -> None:
    homes = talk.homes
    both = create_conversation(ConversationKind.DIRECT, homes.service, talk.everyone, (homes.anita, homes.moira))
    for _often in range(3):
        say(homes.anita, both)
    assert told() == {"Moira Hale": ["Anita Patel has written to you."]}
    mark_read(sees(homes.moira), both.id, 3)
    for _often in range(2):
        say(homes.anita, both)
    assert told() == {"Moira Hale": ["Anita Patel has written to you."] * 2}
    say(homes.moira, both)
    assert told()["Anita Patel"] == ["Moira Hale has written to you."]
