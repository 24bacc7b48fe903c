"""No mail holds what people write, nor whom it is about; and whatever stands in one is words and nothing else."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from constellations.accounts.links.actions import invite
from constellations.core import clock as house_clock
from constellations.core.mail import letter
from constellations.events.actions import Plan, Wording, plan_event
from constellations.events.answers.actions import Reply, answer_event
from constellations.events.answers.rules import Coming
from constellations.events.changing.actions import call_off
from constellations.events.rules import Circle, EventKind, Pattern
from constellations.notices.digest.actions import write_digests
from constellations.notices.models import Notice, OutboxMail
from constellations.permissions import Role
from constellations.rules import StayAuthority
from messaging.announcements.actions import Drafted, announce
from messaging.models import Message
from messaging.safeguarding.raising.actions import Worry, raise_concern
from messaging.safeguarding.rules import About
from sleepovers.asks.actions import ask_for_sleepover
from sleepovers.asks.answering.actions import decline_ask
from sleepovers.cards.handover.actions import write_note
from sleepovers.cards.handover.rules import Way
from sleepovers.emergencies.actions import ask_in_emergency
from sleepovers.stays.course.actions import call_off_stay
from tests.alerts import SYSTEM, alert_all, outbox
from tests.constellations.accounts.signing_in import with_password
from tests.constellations.events.planners import part, rows_of
from tests.factories import changed, create_person
from tests.messaging.talking import Talk, say
from tests.registers import rows
from tests.sleepovers.asks.asking import to_answer, wanted
from tests.sleepovers.households import Households, sees, stored_stay

MARK, INITIALS = "zq7x", "QZXW"
EVIL = f"{MARK} <script>alert(1)</script> Bcc: all@example.org"
SIGNED = "News of a sleepover"
"""The subject of what goes to social workers, who have no sign-in: it names the service that they may ask."""


def talk_of_it(talk: Talk) -> None:
    """Somebody says something, somebody worries about it, and the hub announces something."""
    homes = talk.homes
    said = say(homes.anita, talk.everyone, EVIL)
    raise_concern(sees(homes.okafors), said.id, Worry(EVIL, About.NOBODY))
    announce(sees(homes.moira), Drafted(EVIL, EVIL, homes.constellation.id, None))


def ask_and_call_off(homes: Households) -> None:
    """An ask is declined, a sleepover called off, a note handed over, and a bed needed tonight; all with words."""
    changed(homes.jb, social_worker_email="worker@example.org", stay_authority=StayAuthority.DELEGATED)
    wish = replace(wanted(homes.hub, children=(homes.jb,)), note=EVIL, wish=EVIL)
    ask_id = ask_for_sleepover(sees(homes.anita), wish)[0]
    decline_ask(sees(homes.moira), to_answer(ask_id, homes.hub), EVIL)
    stay = homes.stay("2026-12-04", "2026-12-06")
    write_note(sees(homes.anita), stay.id, EVIL, Way.THERE)
    call_off_stay(sees(homes.anita), stay.id, stored_stay(stay).version, EVIL)
    ask_in_emergency(sees(homes.anita), [homes.jb.id])


def gather(homes: Households) -> None:
    """A gathering is planned, answered with what a family eats, and called off with a reason."""
    wording, on = Wording(EventKind.GATHERING, EVIL), Pattern(dt.date(2026, 12, 12))
    plan = Plan(wording, Circle.CONSTELLATIONS, on, dt.time(14), 180, (homes.constellation.id,))
    event = plan_event(sees(homes.manager), plan)
    (at,) = rows_of(event)
    answer_event(sees(homes.anita), at.id, Reply(Coming.GOING, [homes.jb.id], diet=EVIL))
    call_off(sees(homes.manager), part(event, 0), EVIL)


@pytest.mark.page_alone
def test_mails_hold_no_word_that_people_write_and_nobodys_name_or_initials(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    for child in (homes.jb, homes.ak):
        changed(child, initials=INITIALS)
    talk_of_it(talk)
    ask_and_call_off(homes)
    gather(homes)
    alert_all()
    with_password(homes.moira)
    clock.move_to("2026-11-23T07:00Z")
    write_digests(SYSTEM, None, house_clock.today(), house_clock.today())
    mails, told = outbox(), " ".join(row[0] for row in rows(Notice.words))
    assert EVIL in {row[0] for row in rows(Message.body)}
    assert MARK in told, "inside Roost people read what is called off"
    assert {mail.subject for mail in mails} >= {
        *("Something new in Roost", "Urgent: somebody needs you in Roost", SIGNED, "What waits for you in Roost"),
    }
    people = (homes.moira, homes.tom, homes.anita, homes.okafors, homes.liaison, homes.manager)
    named = {name for person in people for name in person.name.split()} | {homes.constellation.name}
    for mail in mails:
        whole = f"{mail.subject}\n{mail.body}"
        assert [word for word in (MARK, INITIALS, "<", *sorted(named)) if word in whole] == [], whole
        assert homes.service.name not in whole or mail.subject == SIGNED
        assert is_plain(mail)


def test_whatever_somebody_is_called_is_words_in_their_own_mail_alone(homes: Households) -> None:
    invite(sees(homes.manager), create_person(Role.FINANCE, homes.service, name=EVIL).id)
    (mail,) = outbox()
    greeting, _, body = mail.body.partition("\n")
    assert (greeting, MARK in mail.subject, MARK in body) == (f"Hello {EVIL}", False, False)
    assert is_plain(mail)


def is_plain(mail: OutboxMail) -> bool:
    """Whether a mail goes as plain text, without another part or another header, just as it waits."""
    sent = letter("roost@example.org", mail.address, mail.subject, mail.body, "sample")
    same = sent.get_content().replace("\r\n", "\n").rstrip("\n") == mail.body.rstrip("\n")
    return same and (sent.get_content_type(), sent.is_multipart(), sent["Bcc"]) == ("text/plain", False, None)
