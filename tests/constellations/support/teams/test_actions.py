"""Keeping the list of teams, on a real database."""

import pytest

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.permissions import Role
from constellations.support.teams.actions import add_team, change_team, remove_team
from constellations.support.teams.models import SupportTeam
from constellations.support.teams.queries import found_team, teams_page
from constellations.support.teams.rules import TeamThere, TeamWords
from tests import factories
from tests.sleepovers.households import Households, acts, audited, sees

PAY = TeamWords("Payments", "Pays.", ("pay", "mileage"), "0300 555 0131", None, "9 to 5")


def test_a_team_is_added_changed_and_taken_out_and_each_is_written_down(homes: Households) -> None:
    manager = sees(homes.manager)
    team_id = add_team(manager, PAY)
    team = found_team(manager, team_id)
    assert (team.name, team.topics, team.topics_text, team.version) == ("Payments", PAY.topics, "pay\nmileage", 1)
    change_team(manager, team_id, TeamWords("Money", phone="0300 555 0132"), 1)
    assert found_team(manager, team_id).name == "Money"
    assert remove_team(manager, team_id) == "Money"
    assert session().scalars(visible(Viewer.system(), SupportTeam)).all() == []
    assert sorted(acts(team_id)) == ["added_team", "changed_team", "removed_team"]
    fields = "name;does;topics;phone;email;hours"
    assert audited(team_id) == [("added_team", fields), ("changed_team", fields), ("removed_team", "name")]


def test_two_teams_do_not_share_a_name_but_in_two_services_they_may(homes: Households) -> None:
    manager = sees(homes.manager)
    team_id = add_team(manager, PAY)
    with pytest.raises(TeamThere):
        add_team(manager, TeamWords("PAYMENTS", phone="999"))
    change_team(manager, team_id, PAY, 1)
    elsewhere = factories.create_person(Role.MANAGER, factories.create_service())
    assert add_team(sees(elsewhere), PAY) != team_id


def test_a_stale_page_changes_nothing_and_says_both(homes: Households) -> None:
    manager = sees(homes.manager)
    team_id = add_team(manager, PAY)
    change_team(manager, team_id, TeamWords("Money", phone="999"), 1)
    with pytest.raises(ChangedMeanwhile, match=r"It says now: Money, 999. You wanted: Payments"):
        change_team(manager, team_id, PAY, 1)
    assert found_team(manager, team_id).name == "Money"


@pytest.mark.parametrize("who", ["moira", "anita", "liaison", "finance"])
def test_only_a_manager_keeps_the_list_and_all_read_it(homes: Households, who: str) -> None:
    viewer, team_id = sees(getattr(homes, who)), add_team(sees(homes.manager), PAY)
    with pytest.raises(Forbidden):
        add_team(viewer, TeamWords("Mine", phone="999"))
    with pytest.raises(Forbidden):
        change_team(viewer, team_id, PAY, 1)
    with pytest.raises(Forbidden):
        remove_team(viewer, team_id)
    assert [team.name for team in teams_page(viewer).found] == ["Payments"]


def test_another_service_is_not_there(homes: Households) -> None:
    team_id = add_team(sees(homes.manager), PAY)
    elsewhere = sees(factories.create_person(Role.MANAGER, factories.create_service()))
    for act in (lambda: change_team(elsewhere, team_id, PAY, 1), lambda: remove_team(elsewhere, team_id)):
        with pytest.raises(NotFound):
            act()
    assert teams_page(elsewhere).found == ()


def test_a_carer_is_told_of_the_liaison_worker_and_staff_are_not(homes: Households) -> None:
    assert teams_page(sees(homes.anita)).workers == ("Dee Marsh",)
    assert teams_page(sees(homes.manager)).workers == ()
