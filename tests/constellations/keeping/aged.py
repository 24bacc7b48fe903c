"""The small world of the samples with everything in it at its end, and beside it what the samples lack."""

import datetime as dt

from sqlalchemy import update

from constellations.access import Viewer, covering
from constellations.accounts.models import MailedLink
from constellations.activity.models import Activity
from constellations.budget.models import BudgetDecision
from constellations.children.models import Placement
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import transaction
from constellations.core.ids import new_id
from constellations.engagement.signs.models import SignMonth
from constellations.engagement.signs.rules import Sign
from constellations.events.answers.models import EventAnswer, EventGuest, HomeDiet
from constellations.events.answers.rules import Coming
from constellations.events.attendance.models import Attendance, Attended, EventRegister
from constellations.jobs.models import JobRun
from constellations.jobs.rules import Outcome
from constellations.keeping.declaration import schedule
from constellations.keeping.models import HowLong
from constellations.models import HomeTerms
from constellations.notices.models import Digest, OutboxMail, OutboxPush, OutboxText
from constellations.notices.texts.rules import TextKind
from constellations.permissions import Role
from constellations.register.models import ImportCount, ImportWarning
from constellations.rights.models import DataRequest, SubjectHold
from constellations.rights.rules import RequestKind, RequestState
from constellations.rules import HomeStatus
from constellations.support.handbook.models import HandbookRead
from constellations.support.leaving.models import Leaving, LeavingVersion, PlacementEnding
from constellations.support.leaving.rules import Reason, Scope
from constellations.support.pulse.models import PulseAnswer
from constellations.support.pulse.rules import PulseWord, Sharing
from messaging.models import EarlierWords
from messaging.rules import ConversationKind
from messaging.safeguarding.models import Concern, ConcernChild
from messaging.safeguarding.rules import About, NoteKind, Route
from sleepovers.cards.handover.rules import Way
from sleepovers.cards.models import CardView, HandoverNote, PackedThing
from sleepovers.cards.rules import Shown
from sleepovers.fidelity.models import FidelityAnswer
from sleepovers.returns.models import MonthlyReturn, ReturnNote
from sleepovers.returns.rules import Said
from sleepovers.rules import AskState
from tests import factories
from tests.messaging.factories import create_conversation, create_message
from tests.samples import World, make_world

DAY = dt.date(2026, 11, 22)
"""The day of all tests, on which most of it is from."""

LONG_CLOSED = dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)


def make_aged() -> World:
    """Make it; each kind that is kept for ever is kept as short as it may be."""
    world = make_world()
    _end_all(world)
    with factories.together():
        _add_events(world)
        _add_support(world)
        _add_traces(world)
        _add_sleepovers(world)
        for kept in schedule().kept.values():
            if kept.usual is None:
                factories.stored(HowLong(service_id=world.service.id, kind=kept.kind, amount=kept.limits.least))
    _add_talk(world)
    return world


def _end_all(world: World) -> None:
    """Homes have left, children live with nobody, nothing is open or held."""
    now, manager = clock.now(), world.people[Role.MANAGER].id
    changed = factories.changed
    for home in (world.hub, world.satellite):
        changed(HomeTerms(home_id=home.id, starts_on=clock.ALWAYS), status=HomeStatus.LEFT, starts_on=DAY)
    with transaction() as here:
        lived = update(Placement).where(Placement.ends_on.is_(None)).values(ends_on=DAY)
        here.execute(covering(Viewer.system(), lived), execution_options={"synchronize_session": False})
    changed(world.ask, state=AskState.DECLINED, ended_at=now, asked_by=manager)
    changed(world.concern, closed_at=LONG_CLOSED, closed_by=manager)
    changed(world.legal_hold, lifted_at=now, lifted_by=manager)
    changed(world.feed, ended_at=now)
    changed(world.rights.request, state=RequestState.WITHDRAWN, ended_at=now)
    changed(world.support.pair, ends_on=dt.date(2026, 11, 1))
    changed(world.budget_spend, entered_by=manager)
    changed(world.past_import, person_id=manager)


def _add_events(world: World) -> None:
    person, home, at = world.people[Role.SATELLITE_CARER], world.satellite, world.occurrence
    heads = {"adults": 1, "children": 0}
    answer = EventAnswer(occurrence_id=at.id, home_id=home.id, said=Coming.GOING, for_day=at.starts_on, **heads)
    came = Attendance(occurrence_id=at.id, home_id=home.id, **heads)
    factories.stored(answer, EventRegister(occurrence_id=at.id), came)
    factories.stored(
        EventGuest(answer_id=answer.id, person_id=person.id),
        Attended(attendance_id=came.id, person_id=person.id),
        HomeDiet(home_id=home.id, words="No nuts."),
    )


def _add_support(world: World) -> None:
    person, month = world.people[Role.SATELLITE_CARER], Month.of(DAY)
    why = {"scope": Scope.FOSTERING, "left_on": DAY, "reasons": frozenset({Reason.RETIRED})}
    leaving = Leaving(home_id=world.hub.id, departed_on=DAY, **why)
    factories.stored(leaving)
    factories.stored(
        LeavingVersion(leaving_id=leaving.id, number=1, **why),
        PlacementEnding(placement_id=world.library.ended.id, is_planned=True),
        PulseAnswer(person_id=person.id, month=month, said=PulseWord.GOOD, shared_with=Sharing.NOBODY),
        HandbookRead(page_id=world.library.page.id, person_id=person.id, number=1),
        SignMonth(home_id=world.hub.id, sign=Sign.CAME, month=month, count=1, is_torn=False, last_on=DAY),
    )


def _add_traces(world: World) -> None:
    now, service, person = clock.now(), world.service.id, world.people[Role.HUB_CARER]
    manager = world.people[Role.MANAGER].id
    link = MailedLink(token_hash="2" * 64, person_id=person.id, email="x", is_invitation=True, good_until=now)
    factories.stored(link)
    told = {"service_id": service, "person_id": person.id, "sent_at": now}
    asked = {"service_id": service, "person_id": person.id, "asked_by": manager}
    held = {"service_id": service, "reason": "A court.", "given_by": manager, "lifted_at": now, "lifted_by": manager}
    run = {"name": "sample", "service_id": service, "started_at": now, "outcome": Outcome.DONE}
    yesterday = DAY - dt.timedelta(days=1)
    factories.stored(
        OutboxMail(address="x@example.org", subject="News", body="", link_id=link.id, **told),
        OutboxPush(subscription_id=world.subscription_id, person_id=person.id, sent_at=now),
        OutboxText(to_id=person.id, kind=TextKind.EMERGENCY, **told),
        Digest(person_id=person.id, monday=dt.date(2026, 11, 23)),
        Activity(service_id=service, person_id=person.id, home_id=world.hub.id, action="talked"),
        DataRequest(kind=RequestKind.COPY, state=RequestState.GONE, ended_at=now, due_on=DAY, **asked),
        SubjectHold(person_id=person.id, **held),
        JobRun(since=yesterday, until=yesterday, **run),
        JobRun(since=DAY, until=DAY, **run),
        ImportCount(run_id=world.past_import.id, file="homes", added=1, changed=0, same=0),
        ImportWarning(run_id=world.past_import.id, number=1, file="homes", row=2, words="Look."),
        BudgetDecision(
            service_id=service,
            constellation_id=world.constellation.id,
            year=2026,
            decided_on=DAY,
            amount_pence=1,
            reason="Enough.",
            entered_by=manager,
        ),
    )


def _add_sleepovers(world: World) -> None:
    host, child, stay = world.people[Role.HUB_CARER].id, world.child.id, world.stay.id
    of = {"service_id": world.service.id, "constellation_id": world.constellation.id}
    month = Month.of(DAY)
    told = MonthlyReturn(month=month, month_end=month.end, submitted_by=host, **of)
    factories.stored(told)
    factories.stored(
        HandoverNote(stay_id=stay, way=next(iter(Way)), words="Slept well.", person_id=host),
        PackedThing(stay_id=stay, words="Boots", added_by=host),
        CardView(child_id=child, stay_id=stay, person_id=host, number=1, shown=Shown.CARD),
        ReturnNote(return_id=told.id, said=Said.NOTE, words="Thank you.", written_by=host),
        FidelityAnswer(
            item_id=world.fidelity_item.id,
            constellation_id=world.constellation.id,
            answered_on=DAY,
            is_met=True,
            answered_by=host,
        ),
    )


def _add_talk(world: World) -> None:
    writer = world.people[Role.HUB_CARER]
    about = create_conversation(ConversationKind.ASK, world.service, world.ask)
    everyone = create_conversation(ConversationKind.EVERYONE, world.service, world.constellation)
    create_message(everyone, writer)
    said = create_message(about, writer)
    factories.stored(EarlierWords(message_id=said.id, number=1, body="Before.", until=clock.now()))
    create_worrying_note(world)


def create_worrying_note(world: World) -> Concern:
    """A concern about the note to the samples' ask, of its child, as long closed as the one about a message."""
    people, long_closed = world.people, {"noted_at": LONG_CLOSED, "raised_at": LONG_CLOSED, "closed_at": LONG_CLOSED}
    who = {"author_id": people[Role.SATELLITE_CARER].id, "raised_by": people[Role.HUB_CARER].id}
    note = {"note_kind": NoteKind.ASK, "note_id": world.ask.words_id, "note_words": "She is a handful."}
    said = {"words": "Why so?", "about": About.NOBODY, "route": Route.NAMED}
    concern = Concern(id=new_id(), service_id=world.service.id, **note, **who, **said, **long_closed)
    factories.stored(concern)
    factories.stored(ConcernChild(concern_id=concern.id, child_id=world.child.id))
    return concern
