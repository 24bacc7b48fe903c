"""Support groups across constellations: joined by oneself, read from then on, and led by staff."""

import pytest
import time_machine

from constellations.access import Viewer, find
from constellations.core.errors import Forbidden, NotFound
from constellations.models import Person
from constellations.notices.models import Notice
from constellations.people.actions import end_access
from constellations.permissions import Role
from messaging.conversations.actions import add_people, leave_group
from messaging.groups import actions, rules
from messaging.groups.queries import GroupShown, group_shown, groups_of
from messaging.models import Conversation
from messaging.people.queries import partners, people_in
from messaging.rules import NobodyToTalkTo, NoTitle
from tests import factories
from tests.messaging.factories import create_group
from tests.messaging.safeguarding.worries import stand_in
from tests.messaging.talking import Talk, bodies, say
from tests.registers import rows
from tests.sleepovers.households import acts, audited, sees


def known(person: Person) -> list[str]:
    """The groups of which a person knows."""
    return [group.title for group in groups_of(sees(person))]


def group_of(person: Person, group: Conversation) -> GroupShown:
    """A group as a person may know it."""
    return group_shown(sees(person), group.id)


def names_in(group: Conversation) -> set[str]:
    """Who reads and is told."""
    return {person.name for person in people_in(group).values()}


def test_staff_make_a_group_and_people_of_any_constellation_join_it(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    made = actions.make_group(sees(homes.liaison), "Teenagers", " Living with  teenagers. ", is_open=True)
    group = find(Viewer.system(), Conversation, made)
    say(homes.liaison, group, "Before.")
    clock.shift(60)
    for person in (homes.anita, talk.outsider):
        assert known(person) == ["Teenagers"]
        assert group_of(person, group).leaders == ("Dee Marsh",)
        for _twice in range(2):
            actions.join_group(sees(person), made)
    clock.shift(60)
    say(talk.outsider, group, "Hello.")
    assert bodies(homes.anita, group) == ["Hello."], "from joining on"
    assert names_in(group) == {"Dee Marsh", "Anita Patel", talk.outsider.name}
    assert group_of(homes.anita, group).theme == "Living with teenagers."
    assert talk.outsider.id not in {one.id for one in partners(sees(homes.anita))}, "by name, within the group alone"
    assert "joined_group" in acts(made)
    assert audited(made) == [("made_support_group", "title;theme;is_open")]


def test_what_cannot_be_made_is_said_plainly(talk: Talk) -> None:
    dee = sees(talk.homes.liaison)
    with pytest.raises(NoTitle):
        actions.make_group(dee, "", "About this.", is_open=True)
    with pytest.raises(rules.NoTheme):
        actions.make_group(dee, "Teenagers", " ", is_open=True)
    with pytest.raises(Forbidden):
        actions.make_group(sees(talk.homes.moira), "Teenagers", "About this.", is_open=True)


def test_nobody_outside_the_service_knows_of_a_group(talk: Talk) -> None:
    group = create_group(talk.homes.liaison)
    stranger = factories.create_person(Role.MANAGER, factories.create_service())
    assert known(stranger) == []
    for act in (actions.join_group, actions.leave_support_group, actions.decline_invitation, actions.take_over):
        with pytest.raises(NotFound):
            act(sees(stranger), group.id)


def test_by_invitation_one_is_asked_and_says_yes_or_no(talk: Talk) -> None:
    homes = talk.homes
    group = create_group(homes.liaison, is_open=False)
    assert (known(homes.anita), known(homes.manager)) == ([], ["Teenagers"]), "managers see that it is there"
    with pytest.raises(NotFound):
        actions.join_group(sees(homes.manager), group.id)
    actions.invite(sees(homes.liaison), group.id, [homes.anita.id, talk.outsider.id])
    told = rows(Notice.person_id, Notice.words)
    assert {row[0] for row in told} == {homes.anita.id, talk.outsider.id}
    assert {row[1] for row in told} == {"Dee Marsh invites you to the group “Teenagers”."}
    assert group_of(homes.anita, group).invited_by == "Dee Marsh"
    actions.join_group(sees(homes.anita), group.id)
    actions.decline_invitation(sees(talk.outsider), group.id)
    assert known(talk.outsider) == []
    assert names_in(group) == {"Dee Marsh", "Anita Patel"}
    answered = [words for person, words in rows(Notice.person_id, Notice.words) if person == homes.liaison.id]
    assert answered == [f"{talk.outsider.name} does not join the group “Teenagers”."]
    with pytest.raises(NotFound):
        actions.decline_invitation(sees(homes.anita), group.id)


def test_only_staff_who_are_in_a_group_invite_and_only_people_of_the_service(talk: Talk) -> None:
    homes = talk.homes
    group = create_group(homes.liaison, (homes.anita,))
    with pytest.raises(Forbidden):
        actions.invite(sees(homes.anita), group.id, [homes.moira.id])
    with pytest.raises(NotFound):
        actions.invite(sees(homes.manager), group.id, [homes.moira.id])
    with pytest.raises(NobodyToTalkTo):
        actions.invite(sees(homes.liaison), group.id, [])
    stranger = factories.create_person(Role.MANAGER, factories.create_service())
    for nobody in (stranger.id, homes.anita.id):
        with pytest.raises(NotFound):
            actions.invite(sees(homes.liaison), group.id, [nobody])


def test_a_group_takes_no_more_than_its_most(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_IN_SUPPORT_GROUP", 2)
    homes = talk.homes
    group = create_group(homes.liaison, (homes.anita,))
    with pytest.raises(rules.GroupFull):
        actions.join_group(sees(homes.moira), group.id)
    with pytest.raises(rules.GroupFull):
        actions.invite(sees(homes.liaison), group.id, [homes.moira.id])


def test_whom_a_leader_takes_out_is_out_and_everybody_reads_so(talk: Talk) -> None:
    homes = talk.homes
    group = create_group(homes.liaison, (homes.anita, homes.moira))
    with pytest.raises(Forbidden):
        actions.take_out(sees(homes.anita), group.id, homes.moira.id)
    with pytest.raises(rules.NotALeader):
        actions.take_out(sees(homes.manager), group.id, homes.moira.id)
    actions.take_out(sees(homes.liaison), group.id, homes.anita.id)
    assert bodies(homes.anita, group) == []
    assert bodies(homes.moira, group) == ["I have taken Anita Patel out of this group."]
    assert rows(Notice.person_id, Notice.words) == [(homes.anita.id, "You are in the group “Teenagers” no longer.")]
    assert audited(homes.anita.id) == [("took_out_of_group", "left_at;removed_by")]
    with pytest.raises(rules.TakenOut):
        actions.join_group(sees(homes.anita), group.id)
    actions.invite(sees(homes.liaison), group.id, [homes.anita.id])
    actions.join_group(sees(homes.anita), group.id)
    assert "Anita Patel" in names_in(group)
    with pytest.raises(NotFound):
        actions.take_out(sees(homes.liaison), group.id, homes.liaison.id)


def test_the_last_leader_hands_over_before_leaving(talk: Talk) -> None:
    homes = talk.homes
    group = create_group(homes.liaison, (homes.anita, homes.manager))
    with pytest.raises(rules.LastLeader):
        actions.leave_support_group(sees(homes.liaison), group.id)
    with pytest.raises(rules.CannotLead):
        actions.hand_over(sees(homes.liaison), group.id, homes.anita.id)
    actions.hand_over(sees(homes.liaison), group.id, homes.manager.id)
    actions.leave_support_group(sees(homes.liaison), group.id)
    assert group_of(homes.anita, group).leaders == ("Sam Ode",)
    assert audited(homes.manager.id) == [("handed_over_group", "leads")]
    actions.leave_support_group(sees(homes.anita), group.id)
    actions.leave_support_group(sees(homes.manager), group.id)
    assert names_in(group) == set(), "the last of all may go"


def test_a_group_whose_leader_is_gone_is_taken_over_by_a_manager(talk: Talk) -> None:
    homes = talk.homes
    group = create_group(homes.liaison, (homes.anita,))
    with pytest.raises(rules.IsLed):
        actions.take_over(sees(homes.manager), group.id)
    end_access(sees(homes.manager), homes.liaison.id)
    assert group_of(homes.manager, group).may_take_over
    other = factories.create_person(Role.LIAISON, homes.service)
    with pytest.raises(rules.NotALeader):
        actions.take_over(sees(other), group.id)
    actions.take_over(sees(homes.manager), group.id)
    assert group_of(homes.anita, group).leaders == ("Sam Ode",)


def test_a_deputy_takes_no_group_over_for_they_would_lead_it_for_good(talk: Talk) -> None:
    homes = talk.homes
    group = create_group(homes.liaison, (homes.anita,))
    end_access(sees(homes.manager), homes.liaison.id)
    deputy = factories.create_person(Role.LIAISON, homes.service)
    stand_in(homes.manager, deputy)
    assert (known(deputy), group_of(deputy, group).may_take_over) == (["Teenagers"], False)
    with pytest.raises(rules.NotALeader):
        actions.take_over(sees(deputy), group.id)
    assert group_of(homes.anita, group).leaders == ()


def test_moving_between_constellations_changes_nothing_and_leaving_the_service_ends_it(talk: Talk) -> None:
    homes = talk.homes
    group = create_group(homes.liaison, (homes.anita, homes.moira))
    factories.changed(homes.anita, home_id=talk.outsider.home_id)
    assert "Anita Patel" in names_in(group)
    factories.changed(homes.liaison, role=Role.FINANCE)
    assert group_of(homes.moira, group).leaders == (), "who is no liaison worker any more leads nothing"
    end_access(sees(homes.manager), homes.anita.id)
    assert names_in(group) == {"Dee Marsh", "Moira Hale"}


def test_the_ways_of_ordinary_groups_do_not_lead_in_or_out(talk: Talk) -> None:
    homes = talk.homes
    group = create_group(homes.liaison, (homes.anita,), is_open=False)
    with pytest.raises(NotFound):
        add_people(sees(homes.anita), group.id, [homes.moira.id])
    with pytest.raises(NotFound):
        leave_group(sees(homes.liaison), group.id)
