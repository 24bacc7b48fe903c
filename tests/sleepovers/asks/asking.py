"""Asks among Moira, the Patels and the Okafors, for the tests of asking: to make them, and to read what is stored."""

import datetime as dt
import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from constellations.access import Viewer, covering
from constellations.children.models import Child
from constellations.core.database import session, transaction
from constellations.core.ids import new_key
from constellations.models import Home, Person
from constellations.notices.models import Notice, OutboxMail
from constellations.rules import StayAuthority
from sleepovers.asks.actions import ask_for_sleepover
from sleepovers.asks.answering.actions import Asked, agree_to_ask
from sleepovers.asks.models import Answer, Ask, AskChild, Step
from sleepovers.asks.rules import StepTaken
from sleepovers.asks.wanted import Wanted
from sleepovers.models import Stay
from sleepovers.rules import AnswerState, AskState, Moment, StayKind
from tests import factories
from tests.alerts import alert_all
from tests.factories import decided_by
from tests.sleepovers.households import Households, make_households, sees

SYSTEM = Viewer.system()


def make_trusted_households() -> Households:
    """The households, whose carers may let JB and AK sleep elsewhere without asking anybody."""
    homes = make_households()
    decided_by(StayAuthority.DELEGATED, homes.jb, homes.ak)
    return homes


def trusted_child(homes: Households, home: Home, initials: str, key: str = "") -> Child:
    """One more child of whom nobody has to be asked."""
    return factories.create_child(homes.service, home, initials, key=key, authority=StayAuthority.DELEGATED)


def wanted(
    *hosts: Home,
    children: tuple[Child, ...],
    arrive: str = "2026-11-27",
    depart: str = "2026-11-29",
    together: bool = True,
    weeks: int = 1,
    every: int = 1,
) -> Wanted:
    """A wish for the coming weekend."""
    ends = Moment.parse(arrive), Moment.parse(depart)
    child_ids = tuple(child.id for child in children)
    return Wanted(child_ids, tuple(home.id for home in hosts), *ends, together=together, weeks=weeks, every=every)


def ask_for(
    homes: Households, *hosts: Home, by: str = "anita", arrive: str = "2026-11-27", depart: str = "2026-11-29"
) -> uuid.UUID:
    """JB's home asks for JB, for two nights or one, and the hub unless others are named."""
    wish = wanted(*(hosts or (homes.hub,)), children=(homes.jb,), arrive=arrive, depart=depart)
    return ask_for_sleepover(sees(getattr(homes, by)), wish)[0]


def waiting_asks(wants: Sequence[tuple[Child, dt.date, Sequence[Home]]]) -> list[uuid.UUID]:
    """Many asks in one transaction: of a child, for a night, put to some homes."""
    made = [
        Ask(
            key=new_key(),
            service_id=child.service_id,
            kind=StayKind.PLANNED,
            state=AskState.OPEN,
            arrive_on=night,
            depart_on=night + dt.timedelta(days=1),
        )
        for child, night, _ in wants
    ]
    with transaction() as here:
        here.add_all(made)
        here.flush()
        for ask, (child, _, homes) in zip(made, wants, strict=True):
            here.add(AskChild(ask_id=ask.id, child_id=child.id))
            here.add_all(Answer(ask_id=ask.id, home_id=home.id, state=AnswerState.WAITING) for home in homes)
    return [ask.id for ask in made]


def to_answer(ask_id: uuid.UUID, home: Home) -> Asked:
    """A home's answer on the newest page."""
    return Asked(ask_id, home.id, the_ask(ask_id).version)


def agree(ask_id: uuid.UUID, home: Home, person: Person, reason: str = "", *children: Child) -> list[uuid.UUID]:
    """Agree on the newest page."""
    return agree_to_ask(sees(person), to_answer(ask_id, home), reason, [child.id for child in children])


def the_ask(ask_id: uuid.UUID) -> Ask:
    """An ask as it is stored now."""
    session().rollback()
    return session().scalars(covering(SYSTEM, select(Ask).where(Ask.id == ask_id))).one()


def state_of(ask_id: uuid.UUID) -> AskState:
    """How far an ask has come."""
    return the_ask(ask_id).state


def answers(ask_id: uuid.UUID) -> dict[str, AnswerState]:
    """What each home says, by name."""
    session().rollback()
    rows = select(Home.name, Answer.state).join(Home, Home.id == Answer.home_id).where(Answer.ask_id == ask_id)
    return {row[0]: row[1] for row in session().execute(covering(SYSTEM, rows))}


def stays_from(ask_id: uuid.UUID) -> list[Stay]:
    """The stays that came of an ask, by key."""
    session().rollback()
    rows = select(Stay).where(Stay.ask_id == ask_id).order_by(Stay.key)
    return list(session().scalars(covering(SYSTEM, rows)))


def timeline(subject_id: uuid.UUID) -> list[tuple[StepTaken, bool]]:
    """What was done with an ask or a stay, and whether staff did it in a carer's place; in the order of words."""
    rows = select(Step.taken, Step.for_somebody).where((Step.ask_id == subject_id) | (Step.stay_id == subject_id))
    return sorted((row[0], row[1]) for row in session().execute(covering(SYSTEM, rows)))


@dataclass(frozen=True, slots=True)
class Heard:
    """Who was told what inside Roost, by name, and who got a mail."""

    words: dict[str, list[str]]
    mailed: set[str]


def heard(act: Callable[[], object]) -> Heard:
    """Who hears of an act; neither notice nor mail names a child or a family."""
    with transaction() as here:
        for model in (Notice, OutboxMail):
            here.execute(covering(SYSTEM, delete(model)))
    act()
    alert_all()
    session().rollback()
    found = defaultdict(list)
    notices = select(Person.name, Notice.words).join(Person, Person.id == Notice.person_id)
    for name, words in session().execute(covering(SYSTEM, notices)):
        found[name].append(words)
    sent = select(Person.name, OutboxMail.subject, OutboxMail.body).join(Person, Person.email == OutboxMail.address)
    mails = session().execute(covering(SYSTEM, sent)).all()
    secret = [*session().scalars(covering(SYSTEM, select(Child.initials)))]
    secret += session().scalars(covering(SYSTEM, select(Home.name)))
    for text in (*(words for each in found.values() for words in each), *(f"{row[1]} {row[2]}" for row in mails)):
        assert [one for one in secret if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text)] == []
    return Heard(dict(found), {row[0] for row in mails})
