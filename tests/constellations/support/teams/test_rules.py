"""Which teams answer a question, and what may stand in the list."""

import pytest

from constellations.core.errors import RuleBroken
from constellations.support.teams import rules
from constellations.support.teams.rules import TeamWords, answering, asked_words, check_team, topics_of

PAY = TeamWords("Payments", "Allowances and money that has not come.", ("pay", "mileage"), "0300 555 0131")
SCHOOL = TeamWords("Virtual school", "Children’s places and plans.", ("school holidays", "Nursery"), "0300 555 0142")
HEALTH = TeamWords("Health", "Dentists, and school nurses.", ("glasses",), email="health@example.org")
ADVICE = TeamWords("advice", "Anything else.", (), "0300 555 0199")
TEAMS = (PAY, SCHOOL, HEALTH, ADVICE)


def named(typed: str) -> list[str]:
    """The names of the teams that know, in order."""
    return [team.name for team in answering(TEAMS, typed)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ["advice", "Health", "Payments", "Virtual school"]),
        ("Who do I ask about …", ["advice", "Health", "Payments", "Virtual school"]),
        ("who do i ask about mileage?", ["Payments"]),
        ("MILEAGE", ["Payments"]),
        ("payment", ["Payments"]),
        ("paying", []),
        ("holiday", ["Virtual school"]),
        ("nurseries", []),
        ("nurserys", ["Virtual school"]),
        ("school", ["Virtual school", "Health"]),
        ("school nurse", ["Virtual school", "Health"]),
        ("dentist glasses", ["Health"]),
        ("allowance", ["Payments"]),
        ("football", []),
        ("%_'; drop table", []),
    ],
)
def test_who_knows_most_of_what_is_asked_comes_first(typed: str, names: list[str]) -> None:
    assert named(typed) == names


def test_a_topic_says_more_than_a_name_and_a_name_more_than_other_words() -> None:
    teams = (TeamWords("A", "about dogs"), TeamWords("Dogs"), TeamWords("Z", topics=("dogs",)))
    assert [team.name for team in answering(teams, "dogs")] == ["Z", "Dogs", "A"]


def test_words_that_fill_a_question_are_not_looked_for() -> None:
    assert asked_words("Who do I ask about the school bus?") == ("school", "bus")


@pytest.mark.parametrize(
    ("typed", "topics"),
    [
        ("", ()),
        (" \n ,; ", ()),
        ("pay\nmileage", ("pay", "mileage")),
        ("Pay, mileage;pay \n  school   bus", ("Pay", "mileage", "school bus")),
    ],
)
def test_topics_are_typed_on_lines_or_with_commas(typed: str, topics: tuple[str, ...]) -> None:
    assert topics_of(typed) == topics


@pytest.mark.parametrize(
    ("team", "error", "words"),
    [
        (TeamWords("A"), rules.NobodyReached, "so that people can reach this team"),
        (TeamWords("A", topics=("x",) * 21, phone="999"), rules.TooManyTopics, "more than 20 topics"),
        (TeamWords("A", topics=("x" * 61,), phone="999"), rules.TopicTooLong, "“xxxxxxxxxxxxxxxxxxxx …” is too long"),
    ],
)
def test_some_teams_cannot_stand_in_the_list(team: TeamWords, error: type[RuleBroken], words: str) -> None:
    with pytest.raises(error, match=words):
        check_team(team)


@pytest.mark.parametrize("team", [PAY, HEALTH, TeamWords("A", topics=("x" * 60,) * 20, phone="999")])
def test_others_can(team: TeamWords) -> None:
    check_team(team)
    assert str(team).startswith(team.name)


def test_two_teams_of_one_name_are_told_apart_in_words() -> None:
    assert "There is a team called Payments already." in rules.TeamThere("Payments").words
