"""What was done with an ask and with its stay, as its readers may know it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.models import Home, Person
from sleepovers.asks.models import Step
from sleepovers.asks.rules import StepTaken
from sleepovers.asks.steps.words import step_words


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: who took it when, which home it is about, and why; `who` none where Roost itself did."""

    at: dt.datetime
    who: str | None
    taken: StepTaken
    home_id: uuid.UUID | None
    home: str
    for_somebody: bool
    reason: str | None

    @property
    def sentence(self) -> str:
        """The line as it is said."""
        return step_words(self.taken, self.who or "Roost", self.home, self.for_somebody)


def steps_of(viewer: Viewer, *conditions: ColumnElement[bool]) -> list[StepLine]:
    """The steps that meet the conditions, in order; one query."""
    asked = (
        select(Step, Person.name, Home.name)
        .outerjoin(Person, Person.id == Step.person_id)
        .outerjoin(Home, Home.id == Step.home_id)
        .where(*conditions)
        .order_by(Step.at, Step.id)
    )
    return [
        StepLine(step.at, who, step.taken, step.home_id, home or "", step.for_somebody, step.reason)
        for step, who, home in session().execute(covering(viewer, asked, Step, through=(Person, Home)))
    ]
