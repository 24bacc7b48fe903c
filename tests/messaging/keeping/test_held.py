"""What hangs on somebody who is held, or on a conversation that is, stays with them however old it is."""

import datetime as dt

import time_machine

from constellations.access import Viewer
from constellations.core.clock import now
from constellations.core.ids import new_id
from constellations.keeping.queries import cut_at, number_too_old
from constellations.keeping.rules import TEN_YEARS
from constellations.rights.models import SubjectHold
from messaging.announcements.actions import say_got_it
from messaging.announcements.models import Announcement, GotIt
from messaging.keeping.holds.actions import lift_hold
from messaging.keeping.kept import CONCERNS, LOOKS
from messaging.keeping.rules import Gone
from messaging.rules import ConversationKind
from messaging.safeguarding.models import Concern, ConcernChild, Look
from messaging.safeguarding.rules import About, NoteKind, Route
from tests import factories
from tests.messaging.factories import create_announcement, create_concern, create_conversation, create_message
from tests.messaging.keeping.keeping import MONTHS_LATER, hold_it, keep, removed, would_go
from tests.messaging.talking import Talk, numbers
from tests.registers import rows
from tests.sleepovers.households import sees


def test_what_is_said_of_the_sleepover_of_a_held_child_stays_whoever_said_it(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    given = {"reason": "A court asks.", "given_by": homes.manager.id}
    held = SubjectHold(id=new_id(), service_id=homes.service.id, child_id=homes.jb.id, **given)
    factories.stored(held)
    stay = homes.stay("2026-11-27", "2026-11-29")
    ask = factories.create_ask((homes.jb, homes.ak), (homes.hub,), "2026-11-27", "2026-11-29")
    elsewhere = homes.stay("2026-11-27", "2026-11-28", child=homes.ak, host=homes.patel)
    subjects = ((ConversationKind.STAY, stay), (ConversationKind.ASK, ask), (ConversationKind.STAY, elsewhere))
    about = [create_conversation(kind, homes.service, subject) for kind, subject in subjects]
    for conversation in about:
        # Who says it hosts, and never lived with the child.
        create_message(conversation, homes.moira)
    keep(homes.service, about=1)
    clock.shift(MONTHS_LATER)
    assert removed(homes.service) == {Gone.MESSAGES: 1}
    assert [numbers(one) for one in about] == [[1], [1], []]
    factories.changed(held, lifted_at=now(), lifted_by=homes.manager.id)
    assert removed(homes.service) == {Gone.MESSAGES: 2}


def test_what_somebody_held_announced_or_answered_stays(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    create_announcement(homes.moira, homes.constellation, "By Moira")
    answered, other = (create_announcement(homes.liaison, homes.constellation, title) for title in ("Read", "Other"))
    for reader in (homes.moira, homes.okafors):
        say_got_it(sees(reader), answered.id, 1)
    say_got_it(sees(homes.okafors), other.id, 1)
    held = SubjectHold(
        id=new_id(),
        service_id=homes.service.id,
        person_id=homes.moira.id,
        reason="A court asks.",
        given_by=homes.manager.id,
    )
    factories.stored(held)
    keep(homes.service, constellation=2)
    clock.shift(MONTHS_LATER)
    assert would_go(homes.service.id, 2)[0] == 1
    assert removed(homes.service) == {Gone.ANNOUNCEMENTS: 1, Gone.GOT_IT: 1}
    assert {title for (title,) in rows(Announcement.title)} == {"By Moira", "Read"}
    assert {who for (who,) in rows(GotIt.person_id)} == {homes.moira.id, homes.okafors.id}
    factories.changed(held, lifted_at=now(), lifted_by=homes.manager.id)
    assert removed(homes.service) == {Gone.ANNOUNCEMENTS: 2, Gone.GOT_IT: 2}
    assert rows(Announcement.id) == []


def test_a_concern_and_who_looked_stay_as_long_as_their_conversation_is_held(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    concern = create_concern(create_message(talk.everyone, homes.moira), homes.anita, homes.constellation)
    factories.changed(concern, closed_at=now(), closed_by=homes.liaison.id)
    factories.stored(Look(conversation_id=talk.everyone.id, person_id=homes.manager.id, reason="A complaint."))
    held = hold_it(talk, talk.everyone)
    clock.shift(dt.timedelta(days=11 * 366))
    today = Viewer.system().today
    cuts = [(kind, cut_at(kind, homes.service.id, TEN_YEARS, today)) for kind in (CONCERNS, LOOKS)]
    assert [number_too_old(kind, cut) for kind, cut in cuts] == [0, 0]
    lift_hold(sees(homes.manager), held)
    assert [number_too_old(kind, cut) for kind, cut in cuts] == [1, 1]


def test_a_concern_about_a_note_of_a_held_child_stays_until_the_hold_is_lifted(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    given = {"service_id": homes.service.id, "reason": "A court asks.", "given_by": homes.manager.id}
    held = SubjectHold(id=new_id(), child_id=homes.ak.id, **given)
    factories.stored(held)
    note = {"note_kind": NoteKind.ASK, "note_id": new_id(), "note_words": "Both, please.", "noted_at": now()}
    people = {"author_id": homes.anita.id, "raised_by": homes.moira.id, "closed_by": homes.liaison.id}
    said = {"words": "Why both?", "about": About.NOBODY, "route": Route.NAMED, "closed_at": now()}
    concern = Concern(id=new_id(), service_id=homes.service.id, **note, **people, **said)
    factories.stored(concern)
    factories.stored(*(ConcernChild(concern_id=concern.id, child_id=child.id) for child in (homes.jb, homes.ak)))
    clock.shift(dt.timedelta(days=11 * 366))
    cut = cut_at(CONCERNS, homes.service.id, TEN_YEARS, Viewer.system().today)
    assert number_too_old(CONCERNS, cut) == 0
    factories.changed(held, lifted_at=now(), lifted_by=homes.manager.id)
    assert number_too_old(CONCERNS, cut) == 1
