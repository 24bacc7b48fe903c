"""A concern whose words no key opens any more: it is said plainly, and holds up nothing else."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Text, column, table, update

from constellations.access import Viewer
from constellations.core import clock as time
from constellations.core.database import transaction
from constellations.core.seals import new_field_key, seal
from messaging.keeping.own_words.deeds.queries import deeds_of
from messaging.models import Message
from messaging.safeguarding.concerns.actions import acknowledge, note
from messaging.safeguarding.concerns.queries import concern_page, concerns_of
from messaging.safeguarding.late.actions import wake_for_late_concerns
from messaging.safeguarding.models import Concern
from messaging.safeguarding.raising.queries import raised_concern
from messaging.safeguarding.readers.queries import readers_of
from tests.client import client_of
from tests.messaging.safeguarding.worries import WORDS, wake, woken, worry
from tests.messaging.talking import Talk, say
from tests.registers import rows
from tests.sleepovers.households import sees

LOCKED = "Roost cannot open these words: the key that sealed them is missing."


def lose_the_key(of: str) -> None:
    """Let the words of all that is stored there be sealed with a key that is nowhere any more."""
    bare = table(of, column("words", Text))
    with transaction() as here:
        here.execute(update(bare).values(words=seal("gone", [new_field_key()])))


@pytest.fixture
def said(talk: Talk) -> Message:
    """What Moira said to everyone."""
    return say(talk.homes.moira, talk.everyone)


def test_it_stands_in_the_list_among_the_others_and_may_be_seen_to(app: Flask, talk: Talk, said: Message) -> None:
    homes = talk.homes
    lost = worry(homes.anita, said)
    note(sees(homes.liaison), lost.id, "Phoned.")
    lose_the_key("concern")
    lose_the_key("concern_note")
    other = worry(homes.okafors, said)
    lines = concerns_of(sees(homes.liaison))
    assert [(line.concern_id, line.is_locked) for line in lines] == [(lost.id, True), (other.id, False)]
    page = concern_page(sees(homes.liaison), lost.id)
    assert (page.words, [one.words for one in page.notes]) == (None, [None])
    acknowledge(sees(homes.liaison), lost.id)
    assert raised_concern(sees(homes.anita), lost.id).words is None
    dee, anita = client_of(app, homes.liaison), client_of(app, homes.anita)
    for client, path, count in (
        (dee, "/concerns", 1),
        (dee, f"/concerns/{lost.id}", 2),
        (dee, f"/concerns/{other.id}", 0),
        (anita, f"/concerns/{lost.id}/raised", 1),
        (anita, f"/messages/{said.id}", 0),
        (anita, f"/messages/{said.id}/worry", 0),
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.text.count(LOCKED)) == (200, count), path
    kinds = {kind.name: kind.rows for kind in deeds_of(homes.anita.id, with_concerns=True)}
    assert LOCKED in str(kinds["concerns"])


def test_who_raised_it_may_say_the_same_again(talk: Talk, said: Message) -> None:
    worry(talk.homes.anita, said)
    lose_the_key("concern")
    assert raised_concern(sees(talk.homes.anita), worry(talk.homes.anita, said).id).words == WORDS
    assert len(rows(Concern.id)) == 2


def test_its_readers_are_woken_for_it_and_for_later_ones(
    talk: Talk, said: Message, clock: time_machine.Traveller
) -> None:
    worry(talk.homes.anita, said)
    lose_the_key("concern")
    clock.shift(60)
    worry(talk.homes.okafors, said)
    clock.shift(25 * 3600)
    wake()
    assert woken(talk) == ["Dee Marsh", "Dee Marsh", "Sam Ode", "Sam Ode"]


def test_one_that_nobody_can_be_woken_for_holds_up_no_other(
    talk: Talk, said: Message, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = worry(talk.homes.anita, said)
    clock.shift(60)
    worry(talk.homes.okafors, said)
    clock.shift(25 * 3600)
    broken = "messaging.safeguarding.late.actions.readers_of"
    monkeypatch.setattr(broken, lambda one: {}[one.id] if one.id == lost.id else readers_of(one))
    wake_for_late_concerns(Viewer.system(), None, time.today(), time.today())
    assert woken(talk) == ["Dee Marsh", "Sam Ode"]
    monkeypatch.undo()
    wake()
    assert len(woken(talk)) == 4, "and the next time they are"
