"""Whom somebody may ask: the teams that know, their own liaison workers, and the phone out of hours."""

import uuid
from dataclasses import asdict, dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find, visible
from constellations.core.database import session
from constellations.models import LiaisonAssignment, Person, holds_on
from constellations.permissions import Permission
from constellations.service.queries import own_service
from constellations.support.teams.models import SupportTeam
from constellations.support.teams.rules import TeamWords, answering, topics_of


@dataclass(frozen=True, slots=True)
class Team(TeamWords):
    """A team as it stands in the list, and the version that a form to change it begins with."""

    team_id: uuid.UUID | None = None
    version: int = 0

    @property
    def topics_text(self) -> str:
        """Its topics as they are typed, one on each line."""
        return "\n".join(self.topics)


@dataclass(frozen=True, slots=True)
class TeamsPage:
    """Whom to ask: `found` know something of what was `asked`, `others` do not; without a question all are found."""

    service: str
    out_of_hours: str | None
    asked: str
    found: tuple[Team, ...]
    others: tuple[Team, ...]
    workers: tuple[str, ...]
    may_keep: bool


def teams_page(viewer: Viewer, asked: str = "") -> TeamsPage:
    """The teams of the viewer's service, those first that know of what is asked; three queries."""
    viewer.must(Permission.SEE_TEAMS)
    service = own_service(viewer)
    every = [team_of(row) for row in session().scalars(visible(viewer, SupportTeam))]
    found = tuple(answering(every, asked))
    others = tuple(team for team in answering(every, "") if team not in found)
    may_keep = viewer.may(Permission.KEEP_TEAMS)
    return TeamsPage(service.name, service.out_of_hours_phone, asked, found, others, _own_workers(viewer), may_keep)


def found_team(viewer: Viewer, team_id: uuid.UUID) -> Team:
    """One team; raises NotFound."""
    return team_of(find(viewer, SupportTeam, team_id))


def team_of(row: SupportTeam) -> Team:
    """A row of the list as it is shown."""
    return Team(
        row.name, row.does, topics_of(row.topics), row.phone, row.email, row.hours, team_id=row.id, version=row.version
    )


def words_of(team: Team) -> dict[str, object]:
    """What a form to change a team begins with."""
    return {**asdict(team), "topics": team.topics_text}


def _own_workers(viewer: Viewer) -> tuple[str, ...]:
    """Who looks after the constellations of a carer today, by name."""
    if not viewer.is_carer:
        return ()
    asked = (
        select(Person.name)
        .distinct()
        .join(LiaisonAssignment, LiaisonAssignment.person_id == Person.id)
        .where(
            LiaisonAssignment.constellation_id.in_(viewer.constellation_ids),
            holds_on(LiaisonAssignment, viewer.today),
            Person.left_at.is_(None),
        )
        .order_by(Person.name)
    )
    return tuple(session().scalars(covering(viewer, asked, LiaisonAssignment, through=(Person,))))
