"""Leaving or changing constellation, home, role or service changes at once whom one may talk to, and what one reads."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import time_machine
from flask import Flask
from sqlalchemy import ColumnElement, update

from constellations.access import Viewer, covering, find, visible
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.core.ids import new_id
from constellations.models import LiaisonAssignment, Membership, Person
from constellations.people.actions import end_access
from constellations.permissions import Role
from messaging.conversations.actions import add_people, begin
from messaging.messages.queries import message_of
from messaging.models import Conversation, Message
from messaging.nearness.rules import InNoConstellation
from messaging.people.queries import partners, people_in
from tests import factories
from tests.live_line import line_of, served
from tests.messaging.search.finding import finds
from tests.messaging.talking import Talk, bodies, make_talk, say
from tests.sleepovers.households import sees


@dataclass(frozen=True, slots=True)
class Groups:
    """Anita with Moira alone; a group of theirs with the Okafors, Dee and the manager; Dee with the manager alone."""

    talk: Talk
    direct: Conversation
    group: Conversation
    colleagues: Conversation
    said: dict[str, Message]

    @property
    def people(self) -> dict[str, Person]:
        """Everybody, by a short name."""
        homes = self.talk.homes
        near = {"anita": homes.anita, "moira": homes.moira, "tom": homes.tom, "okafors": homes.okafors}
        return {**near, "dee": homes.liaison, "manager": homes.manager, "outsider": self.talk.outsider}

    @property
    def conversations(self) -> dict[str, Conversation]:
        """The three, and Everyone, by name."""
        named = {"direct": self.direct, "group": self.group, "colleagues": self.colleagues}
        return {**named, "everyone": self.talk.everyone}


def make_groups() -> Groups:
    """Something is said in each."""
    talk = make_talk()
    homes = talk.homes
    outing = begin(sees(homes.anita), "Outing", [homes.moira.id, homes.okafors.id, homes.liaison.id])
    add_people(sees(homes.liaison), outing, [homes.manager.id])
    ids = begin(sees(homes.anita), "", [homes.moira.id]), outing, begin(sees(homes.liaison), "", [homes.manager.id])
    direct, group, colleagues = (find(Viewer.system(), Conversation, one) for one in ids)
    said = {
        "direct": say(homes.moira, direct, "Teapot."),
        "group": say(homes.moira, group, "Teapot."),
        "colleagues": say(homes.manager, colleagues, "Teapot."),
        "everyone": say(homes.moira, talk.everyone, "Teapot."),
    }
    return Groups(talk, direct, group, colleagues, said)


@pytest.fixture
def groups(app: Flask) -> Groups:
    """What people of one constellation have begun."""
    return make_groups()


def ends(model: type[Membership] | type[LiaisonAssignment], which: ColumnElement[bool]) -> None:
    """Let one dated row end on this day."""
    with transaction() as here:
        ended = update(model).where(which).values(ends_on=Viewer.system().today)
        here.execute(covering(Viewer.system(), ended))


def home_leaves(groups: Groups) -> None:
    """The Patels' home leaves the constellation."""
    ends(Membership, Membership.home_id == groups.talk.homes.patel.id)


def home_moves(groups: Groups) -> None:
    """The Patels' home goes over to the outsider's constellation."""
    home_leaves(groups)
    next_door = sees(groups.talk.outsider).constellation_ids
    with transaction() as here:
        here.add(
            Membership(
                home_id=groups.talk.homes.patel.id,
                constellation_id=next(iter(next_door)),
                role="satellite",
                starts_on=Viewer.system().today,
            )
        )


def two_homes_move(groups: Groups) -> None:
    """The Patels and the Okafors go over together: still near each other, and out of what was of the others."""
    home_moves(groups)
    ends(Membership, Membership.home_id == groups.talk.homes.okafor.id)
    elsewhere = sees(groups.people["anita"]).constellation_ids
    with transaction() as here:
        here.add(
            Membership(
                home_id=groups.talk.homes.okafor.id,
                constellation_id=next(iter(elsewhere)),
                role="satellite",
                starts_on=Viewer.system().today,
            )
        )


def changes(who: str, **values: object) -> Callable[[Groups], None]:
    """Somebody's own row changes."""
    return lambda groups: factories.changed(groups.people[who], **values)


def moves_in_next_door(groups: Groups) -> None:
    """Anita becomes a carer of the outsider's home."""
    factories.changed(groups.people["anita"], home_id=groups.talk.outsider.home_id)


def is_suspended(groups: Groups) -> None:
    """The manager ends Anita's access."""
    end_access(sees(groups.talk.homes.manager), groups.people["anita"].id)


def care_ends(groups: Groups) -> None:
    """Dee looks after the constellation no longer."""
    ends(LiaisonAssignment, LiaisonAssignment.person_id == groups.people["dee"].id)


OUT = {("anita", "direct"), ("moira", "direct"), ("anita", "group")}
CASES: list[tuple[Callable[[Groups], None], set[tuple[str, str]]]] = [
    (home_leaves, OUT | {("anita", "everyone")}),
    (home_moves, OUT | {("anita", "everyone")}),
    (two_homes_move, OUT | {("okafors", "group"), ("anita", "everyone"), ("okafors", "everyone")}),
    (moves_in_next_door, OUT | {("anita", "everyone")}),
    (changes("anita", role=Role.LIAISON, home_id=None), OUT | {("anita", "everyone")}),
    (changes("anita", role=Role.REGIONAL, home_id=None, service_id=None), OUT | {("anita", "everyone")}),
    (is_suspended, OUT | {("anita", "everyone")}),
    (care_ends, {("dee", "group"), ("dee", "everyone")}),
    (changes("dee", role=Role.MANAGER), {("dee", "group"), ("dee", "everyone")}),
    (changes("manager", role=Role.LIAISON), {("manager", "group")}),
    (changes("manager", role=Role.REGIONAL, service_id=None), {
        ("manager", "group"), ("manager", "colleagues"), ("dee", "colleagues"),
    }),
    (changes("moira", role=Role.SATELLITE_CARER), set()),
]  # fmt: skip


def inside(groups: Groups) -> set[tuple[str, str]]:
    """Who is in which conversation: asked of each reader, and of each conversation, with one answer."""
    session().rollback()
    people, conversations = groups.people, groups.conversations
    here = {name: find(Viewer.system(), Person, person.id) for name, person in people.items()}
    there = {name: person for name, person in here.items() if person.left_at is None}
    told = {
        (name, kind)
        for kind, conversation in conversations.items()
        for name, person in people.items()
        if person.id in people_in(conversation)
    }
    readers = {
        (name, kind)
        for name, person in there.items()
        for read in [set(session().scalars(visible(sees(person), Conversation)))]
        for kind, conversation in conversations.items()
        if conversation.id in {one.id for one in read}
    }
    assert told == readers, "who reads is who is told"
    return told


@pytest.mark.parametrize(("change", "out"), CASES, ids=lambda case: getattr(case, "__name__", "out"))
def test_who_shares_nothing_any_more_is_out_at_once(
    groups: Groups, change: Callable[[Groups], None], out: set[tuple[str, str]]
) -> None:
    before = inside(groups)
    assert out <= before
    change(groups)
    assert before - inside(groups) == out
    now = {name: find(Viewer.system(), Person, groups.people[name].id) for name, _ in out}
    for name, kind in ((name, kind) for name, kind in out if now[name].left_at is None):
        person = now[name]
        assert bodies(person, groups.conversations[kind]) == []
        assert finds(person, "teapot", within=groups.conversations[kind]) == []
        with pytest.raises(NotFound):
            message_of(sees(person), groups.said[kind].id)
        if person.role is not Role.REGIONAL:
            with pytest.raises(NotFound):
                say(person, groups.conversations[kind])


def test_who_is_near_again_finds_what_was_said(groups: Groups) -> None:
    homes = groups.talk.homes
    factories.changed(homes.anita, home_id=groups.talk.outsider.home_id)
    assert bodies(find(Viewer.system(), Person, homes.anita.id), groups.direct) == []
    factories.changed(homes.anita, home_id=homes.patel.id)
    assert bodies(homes.anita, groups.direct) == ["Teapot."]
    assert bodies(homes.moira, groups.direct) == ["Teapot."]


def test_whom_one_may_begin_with_one_may_go_on_with(groups: Groups) -> None:
    pairs = [(one, other) for one in groups.people.values() for other in partners(sees(one))]
    assert len(pairs) > 20
    for one, other in pairs:
        begun = find(Viewer.system(), Conversation, begin(sees(one), "", [other.id]))
        assert set(people_in(begun)) == {one.id, other.id}, (one.name, other.name)


def test_who_was_out_is_taken_in_again_and_reads_from_then_on(groups: Groups, clock: time_machine.Traveller) -> None:
    homes = groups.talk.homes
    clock.shift(60)
    home_moves(groups)
    with pytest.raises(NotFound):
        add_people(sees(homes.moira), groups.group.id, [homes.anita.id])
    add_people(sees(homes.manager), groups.group.id, [homes.anita.id])
    assert homes.anita.id in people_in(groups.group)
    assert bodies(homes.anita, groups.group) == []


def test_a_carer_of_no_constellation_is_in_no_group_and_that_is_said(groups: Groups) -> None:
    homes = groups.talk.homes
    alone = factories.create_person(Role.SATELLITE_CARER, home=factories.create_home(homes.service), name="Lou Reed")
    with pytest.raises(InNoConstellation, match="Lou Reed is in no constellation"):
        begin(sees(homes.manager), "Outing", [alone.id, homes.anita.id])


def test_an_open_line_hears_nothing_more_of_what_one_is_out_of(app: Flask) -> None:
    groups = make_groups()
    homes = groups.talk.homes
    with served(app) as port, line_of(app, port, homes.anita) as anita, line_of(app, port, homes.okafors) as okafors:
        say(homes.moira, groups.group, "One.")
        assert anita.wait_for("message_posted")
        assert anita.wait_for("unread")
        home_leaves(groups)
        say(homes.moira, groups.group, "Two.")
        said = [okafors.wait_for("message_posted"), okafors.wait_for("message_posted")]
        assert [one["body"] for one in said if isinstance(one, dict)] == ["One.", "Two."]
        assert anita.hears_nothing(0.2)
        for event, words in (
            ("sync", {"after_seq": 0}),
            ("typing", {}),
            ("mark_read", {"seq": 1}),
            ("post_message", {"client_id": str(new_id()), "body": "Me too"}),
        ):
            for conversation in (groups.group, groups.direct):
                answer = anita.ask(event, {"conversation": str(conversation.id), **words})
                assert isinstance(answer, dict)
                assert answer["error"] == "not_found", event


def test_nobody_learns_whether_a_conversation_is_there(groups: Groups) -> None:
    home_leaves(groups)
    for one in (groups.direct.id, uuid.UUID(int=7)):
        with pytest.raises(NotFound, match=r"There is nothing here\."):
            find(sees(groups.talk.homes.anita), Conversation, one)
