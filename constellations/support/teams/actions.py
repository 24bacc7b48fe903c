"""Keeping the list of teams."""

import uuid

from sqlalchemy import select

from constellations.access import Viewer, covering, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.models import Service
from constellations.permissions import Permission
from constellations.support.teams.models import SupportTeam
from constellations.support.teams.queries import team_of
from constellations.support.teams.rules import TeamThere, TeamWords, check_team

FIELDS = ("name", "does", "topics", "phone", "email", "hours")


def add_team(viewer: Viewer, words: TeamWords) -> uuid.UUID:
    """Put a team into the list; gives its id. Raises TeamThere, NobodyReached, TooManyTopics, TopicTooLong."""
    viewer.must(Permission.KEEP_TEAMS)
    check_team(words)
    with transaction() as here:
        service = _held_service(viewer)
        _must_be_alone(service.id, words.name, None)
        team = SupportTeam(service_id=service.id)
        _write(team, words)
        here.add(team)
        here.flush()
        _note(viewer, "added_team", team.id, FIELDS)
        return team.id


def change_team(viewer: Viewer, team_id: uuid.UUID, words: TeamWords, version: int) -> None:
    """Say something else of a team; raises what `add_team` raises, ChangedMeanwhile and NotFound."""
    viewer.must(Permission.KEEP_TEAMS)
    check_team(words)
    with transaction():
        service = _held_service(viewer)
        team = hold(viewer, SupportTeam, team_id)
        if team.version != version:
            raise ChangedMeanwhile(str(team_of(team)), str(words))
        _must_be_alone(service.id, words.name, team.id)
        _write(team, words)
        _note(viewer, "changed_team", team.id, FIELDS)


def remove_team(viewer: Viewer, team_id: uuid.UUID) -> str:
    """Take a team out of the list; gives its name. Raises NotFound."""
    viewer.must(Permission.KEEP_TEAMS)
    with transaction() as here:
        team = hold(viewer, SupportTeam, team_id)
        here.delete(team)
        _note(viewer, "removed_team", team_id, ("name",))
        return team.name


def _held_service(viewer: Viewer) -> Service:
    """The viewer's service, held, so that two who name a team come one after the other."""
    if viewer.service_id is None:
        raise NotFound
    return hold(viewer, Service, viewer.service_id)


def _must_be_alone(service_id: uuid.UUID, name: str, team_id: uuid.UUID | None) -> None:
    asked = select(SupportTeam.id, SupportTeam.name).where(SupportTeam.service_id == service_id)
    for key, known in session().execute(covering(Viewer.system(), asked)):
        if known.casefold() == name.casefold() and key != team_id:
            raise TeamThere(known)


def _write(team: SupportTeam, words: TeamWords) -> None:
    team.name, team.does, team.topics = words.name, words.does, "\n".join(words.topics)
    team.phone, team.email, team.hours = words.phone, words.email, words.hours


def _note(viewer: Viewer, action: str, team_id: uuid.UUID, fields: tuple[str, ...]) -> None:
    record(viewer, action, team_id)
    audit(viewer, Change(action, "support_team", team_id, fields))
