"""A report misses nothing for another id, another chain, or a conversation that is about the child."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from constellations.access import Viewer
from constellations.activity.actions import audit
from constellations.activity.rules import Change, is_look
from constellations.core.database import transaction
from constellations.keys.actions import Keyed, keep_old_key
from constellations.keys.queries import doubles_of
from constellations.keys.rules import KeyKind
from constellations.models import Person
from constellations.who_saw.queries import subject_called
from constellations.who_saw.rules import OF_MANY, About
from messaging.receipts.actions import mark_read
from messaging.rules import ConversationKind
from messaging.safeguarding.looks.actions import look_into_conversation
from sleepovers.cards.actions import read_card_of_child
from sleepovers.merging.actions import merge_children
from tests import factories
from tests.constellations.who_saw.test_queries import report, told
from tests.messaging.factories import create_conversation, create_message
from tests.messaging.talking import Talk
from tests.sleepovers.households import Households, sees

ROOT = Path(__file__).parents[3]


def written() -> Iterator[str]:
    """Every action that the code writes into the audit trail by its name."""
    for package in ("constellations", "messaging", "sleepovers"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Change":
                    yield from (str(one.value) for one in node.args[:1] if isinstance(one, ast.Constant))


def test_files_of_many_are_told_by_the_names_under_which_they_are_written_down() -> None:
    assert set(written()) >= OF_MANY
    assert all(is_look(action) for action in OF_MANY)


def test_a_backup_may_hold_everybody_and_stands_in_the_trail_of_the_installation(talk: Talk) -> None:
    with transaction():
        audit(Viewer.system(), Change("back_up", "heartbeat", None))
    for about, key in ((About.CHILD, talk.homes.jb.id), (About.PERSON, talk.homes.moira.id)):
        assert told(report(talk.homes.manager, about, key)) == {("Roost", "made a backup of all that is stored")}


def test_of_a_child_it_tells_who_read_what_was_said_about_its_stays_and_asks(talk: Talk) -> None:
    homes = talk.homes
    stay = homes.stay("2026-11-24", "2026-11-26")
    conversation = create_conversation(ConversationKind.STAY, homes.service, stay)
    message = create_message(conversation, homes.anita)
    mark_read(sees(homes.anita), conversation.id, message.seq)
    look_into_conversation(sees(homes.manager), conversation.id, "A complaint.")
    found = told(report(homes.manager, About.CHILD, homes.jb.id))
    assert found >= {
        ("Sam Ode", "gave a reason to read a conversation"),
        ("Anita Patel", f"last read, up to message {message.seq}"),
    }
    assert told(report(homes.manager, About.CHILD, homes.ak.id)) == set()


@pytest.fixture
def double(homes: Households) -> Person:
    """A manager who has merged two records of JB, of which the liaison worker read the one that is no more."""
    double = factories.create_child(homes.service, homes.patel, "JB", key="K-DOUBLE")
    factories.create_stay_card(double, homes.anita)
    read_card_of_child(sees(homes.liaison), double.id)
    merge_children(sees(homes.manager), homes.jb.id, double.id, "1-1")
    return homes.manager


def test_who_read_the_double_of_a_child_is_told_of_the_one_that_was_kept(homes: Households, double: Person) -> None:
    assert ("Dee Marsh", "read the stay card") in told(report(double, About.CHILD, homes.jb.id))
    assert subject_called(sees(double), "K-DOUBLE") == (About.CHILD, homes.jb.id)
    assert subject_called(sees(double), homes.jb.key) == (About.CHILD, homes.jb.id)


def test_a_double_is_known_even_where_its_reference_is_used_again(homes: Households, double: Person) -> None:
    (before,) = doubles_of(homes.jb.id)
    with transaction():
        keep_old_key(Keyed(KeyKind.CHILD, homes.service.id, homes.jb.id), homes.jb.key, "K-DOUBLE")
    assert doubles_of(homes.jb.id) == {before}
