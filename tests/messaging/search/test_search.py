"""Who finds what that was said, and what is left of words that were changed or removed: nothing."""

import datetime as dt

import pytest
import time_machine
from sqlalchemy import Executable, literal_column, select, table, text, update

from constellations.access import Viewer, covering
from constellations.core.database import database, session, transaction
from constellations.core.search import leave_no_trace
from constellations.models import Membership
from constellations.permissions import Role
from messaging.conversations.actions import add_people, leave_group
from messaging.conversations.queries import conversations_of
from messaging.messages.actions import edit_message, remove_message
from messaging.rules import LONGEST_BODY, ConversationKind
from messaging.search.models import MessageWords
from messaging.search.queries import ROWS, Wanted, found_messages, writers
from tests import factories
from tests.messaging.factories import create_conversation
from tests.messaging.search.finding import finds, results
from tests.messaging.talking import Talk, say
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.households import sees

HOSTILE = (
    *('"', "'", "*", "-", "OR", "AND NOT", "cot OR", "NEAR(", "words:cot", "^cot", "(cot", "cot)", 'a"b"c', "!", "&"),
    *("|", ":*", "<->", "cot & | !", "\\", "%", "_", "\x00", "'; drop table message_words; --", "cot:A", "…", "👍🏽"),
    *("é" * 200, "x" * 5000, "\U0001e900\U0001e922", "ﷺ", "a " * 500),
)


def words_of_index() -> set[str]:
    """Every word that the index knows, looked up where the database keeps them."""
    asked = (
        "SELECT term FROM temp.words_known"
        if database().is_sqlite
        else "SELECT word FROM ts_stat('SELECT words FROM message_words')"
    )
    with database().engine.begin() as connection:
        if database().is_sqlite:
            connection.exec_driver_sql(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_known USING fts5vocab(main, message_words_index, row)"
            )
        return {row[0] for row in connection.execute(text(asked))}


def is_left_of(word: str) -> bool:
    """Whether anything of a word stands in a table of the index, also as what was taken out."""
    tables = ["message_words"]
    if database().is_sqlite:
        tables += [f"message_words_index{part}" for part in ("_data", "_idx", "_config")]
    kept: list[object] = []
    with database().engine.connect() as connection:
        for name in tables:
            everything: Executable = select(literal_column("*")).select_from(table(name))
            kept += [one for row in connection.execute(everything).all() for one in row]
    return any(word.encode() in (one if isinstance(one, bytes) else str(one).encode()) for one in kept)


def test_all_words_are_found_and_the_last_may_be_a_beginning(talk: Talk) -> None:
    homes = talk.homes
    for body in ("Who has a cot?", "We have a cottage pie.", "CÔT, und ein Café."):
        say(homes.moira, talk.everyone, body)
    assert finds(homes.anita, "cot") == ["CÔT, und ein Café.", "We have a cottage pie.", "Who has a cot?"]
    assert finds(homes.anita, "who cot") == ["Who has a cot?"]
    assert finds(homes.anita, "cot who") == ["Who has a cot?"]
    assert finds(homes.anita, "cot have") == [], "a beginning is enough of the last word alone"
    assert finds(homes.anita, "pie cafe") == []
    assert finds(homes.anita, "café") == ["CÔT, und ein Café."]
    assert finds(homes.anita, "tage") == []


def test_nobody_finds_what_they_may_not_read(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    say(homes.moira, talk.everyone, "Cake for everyone")
    clock.shift(1)
    say(homes.moira, talk.near_hub, "Cake for the hub")
    assert finds(homes.moira, "cake") == ["Cake for the hub", "Cake for everyone"]
    assert finds(homes.liaison, "cake") == ["Cake for the hub", "Cake for everyone"]
    assert finds(homes.anita, "cake") == ["Cake for everyone"]
    for person in (talk.outsider, homes.manager, homes.finance):
        assert finds(person, "cake") == []
        assert finds(person, by=homes.moira) == []
        assert finds(person, "cake", within=talk.everyone) == []
        assert writers(sees(person)) == {}
    assert set(writers(sees(homes.anita)).values()) == {"Moira Hale"}


def test_who_left_finds_nothing_at_once(talk: Talk) -> None:
    homes = talk.homes
    say(homes.moira, talk.everyone, "Cake")
    assert finds(homes.anita, "cake") == ["Cake"]
    with transaction():
        ended = update(Membership).where(Membership.home_id == homes.patel.id).values(ends_on=Viewer.system().today)
        session().execute(covering(Viewer.system(), ended))
    assert finds(homes.anita, "cake") == []
    assert finds(homes.okafors, "cake") == ["Cake"]


def test_who_joins_finds_no_more_than_they_read(talk: Talk, clock: time_machine.Traveller) -> None:
    homes, now = talk.homes, dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)
    clock.move_to(now - dt.timedelta(days=40))
    group = create_conversation(
        ConversationKind.GROUP, homes.service, people=(homes.anita, homes.moira), title="Outing"
    )
    for days in (31, 30, 0):
        clock.move_to(now - dt.timedelta(days=days))
        say(homes.moira, talk.everyone, f"Cake {days} days ago")
    say(homes.moira, group, "Cake before")
    clock.move_to(now + dt.timedelta(hours=1))
    newcomer = factories.create_home(homes.service, "Newcomer")
    factories.join(newcomer, homes.constellation, starts_on=now.date())
    person = factories.create_person(Role.SATELLITE_CARER, home=newcomer)
    assert finds(person, "cake") == ["Cake 0 days ago", "Cake 30 days ago"]
    assert len(finds(homes.anita, "cake")) == 4
    add_people(sees(homes.anita), group.id, [homes.okafors.id])
    say(homes.moira, group, "Cake after")
    assert finds(homes.okafors, "cake", within=group) == ["Cake after"]
    leave_group(sees(homes.okafors), group.id)
    assert finds(homes.okafors, "cake", within=group) == []


def test_of_two_services_each_finds_its_own(talk: Talk) -> None:
    elsewhere = factories.create_service("Elsewhere")
    home, constellation = factories.create_home(elsewhere), factories.create_constellation(elsewhere)
    factories.join(home, constellation)
    person = factories.create_person(Role.SATELLITE_CARER, home=home)
    theirs = create_conversation(ConversationKind.EVERYONE, elsewhere, constellation)
    say(person, theirs, "Cake of theirs")
    say(talk.homes.moira, talk.everyone, "Cake of ours")
    assert finds(person, "cake") == ["Cake of theirs"]
    assert finds(talk.homes.anita, "cake") == ["Cake of ours"]
    assert finds(person, "cake", within=talk.everyone) == []
    assert finds(person, "cake", by=talk.homes.moira) == []


def test_person_conversation_and_days_narrow_with_words_and_without(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    # In London it is the 20th already.
    clock.move_to(dt.datetime(2026, 6, 19, 23, 30, tzinfo=dt.UTC))
    say(homes.moira, talk.everyone, "Cake in June")
    clock.move_to(dt.datetime(2026, 6, 21, 9, tzinfo=dt.UTC))
    say(homes.tom, talk.near_hub, "Cake later")
    assert finds(homes.moira, "cake", by=homes.tom) == finds(homes.moira, by=homes.tom) == ["Cake later"]
    assert finds(homes.moira, "cake", within=talk.everyone) == ["Cake in June"]
    assert finds(homes.moira, by=homes.moira, within=talk.near_hub) == []
    assert finds(homes.moira, first="2026-06-20", last="2026-06-20") == ["Cake in June"]
    assert finds(homes.moira, first="2026-06-21") == ["Cake later"]
    assert finds(homes.moira, last="2026-06-19") == []
    assert finds(homes.moira, "cake", last="9999-12-31", first="0001-01-01") == ["Cake later", "Cake in June"]
    assert finds(homes.moira) == finds(homes.moira, within=talk.everyone) == [], "nothing was looked for"


def test_changed_words_are_found_and_the_earlier_ones_are_nowhere_in_the_index(talk: Talk) -> None:
    homes = talk.homes
    message = say(homes.anita, talk.everyone, "Zwiebelkuchen at ten")
    say(homes.anita, talk.everyone, "Something else")
    assert "zwiebelkuchen" in words_of_index()
    assert is_left_of("zwiebelkuchen")
    edit_message(sees(homes.anita), message.id, "Streuselkuchen at ten")
    assert finds(homes.moira, "zwiebel") == []
    assert finds(homes.moira, "streusel") == ["Streuselkuchen at ten"]
    assert words_of_index() == {"at", "else", "something", "streuselkuchen", "ten"}
    assert not is_left_of("zwiebel")


def test_removed_words_are_nowhere_in_the_index(talk: Talk) -> None:
    homes = talk.homes
    say(homes.anita, talk.everyone, "Zwiebelkuchen")
    message = say(homes.anita, talk.everyone, "Zwiebelkuchen and more")
    remove_message(sees(homes.liaison), message.id)
    assert finds(homes.moira, "zwiebelkuchen") == ["Zwiebelkuchen"]
    assert words_of_index() == {"zwiebelkuchen"}
    (left,) = results(homes.moira, Wanted("zwiebel")).found
    remove_message(sees(homes.anita), left.message_id)
    assert words_of_index() == set()
    assert not is_left_of("zwiebel")
    assert finds(homes.moira, by=homes.anita) == [], "a stub is not found either"
    assert rows(MessageWords.number) == []


def test_a_message_that_is_not_stored_leaves_no_words(talk: Talk) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        say(talk.homes.anita, talk.everyone, "Zwiebelkuchen")
        raise ZeroDivisionError
    with transaction():
        leave_no_trace(MessageWords)
    assert not is_left_of("zwiebel")
    assert finds(talk.homes.moira, "zwiebel") == []


@pytest.mark.parametrize("typed", HOSTILE, ids=ascii)
def test_whatever_is_typed_gets_an_answer(talk: Talk, typed: str) -> None:
    assert finds(talk.homes.anita, typed) == []
    say(talk.homes.moira, talk.everyone, f"Harmless. {typed}"[:LONGEST_BODY])
    assert finds(talk.homes.anita, "harmless") != []
    assert len(finds(talk.homes.anita, typed)) <= 1


def test_pages_follow_one_another_without_loss_also_within_one_moment(talk: Talk) -> None:
    homes = talk.homes
    said = [say(homes.moira, talk.everyone, f"Cake {number}").id for number in range(2 * ROWS + 1)]
    said += [say(homes.moira, talk.near_hub, f"Cake {number}").id for number in range(2)]
    viewer, found, after = sees(homes.moira), [], None
    lines = {line.conversation_id: line for line in conversations_of(viewer)}
    for length in (ROWS, ROWS, 3):
        page = found_messages(viewer, Wanted("cake"), lines, after)
        assert len(page.found) == length
        found += [message.message_id for message in page.found]
        after = page.earlier
    assert after is None
    assert sorted(found) == sorted(said)
    assert len(found_messages(viewer, Wanted("cake"), lines, talk.everyone.id).found) == ROWS, "no such message"


def test_a_page_is_two_questions_however_much_is_found(talk: Talk) -> None:
    for number in range(5):
        say(talk.homes.moira, talk.everyone, f"Cake {number}")
    viewer = sees(talk.homes.anita)
    lines = {line.conversation_id: line for line in conversations_of(viewer)}
    with count_queries(database().engine) as sent:
        assert len(found_messages(viewer, Wanted("cake"), lines).found) == 5
    assert len(sent) == 2, "from when one reads, and what is found"
