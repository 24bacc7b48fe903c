"""Asking that somebody's second step be reset, confirming it, and what follows."""

import uuid

import structlog
from flask_babel import gettext
from sqlalchemy import update

from constellations.access import Viewer, covering, find, hold
from constellations.accounts.actions import end_devices_of, own_id
from constellations.accounts.second_step.actions import end_steps_of
from constellations.accounts.second_step.queries import second_steps_of
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden
from constellations.deputies.queries import names_at
from constellations.feeds.addresses.actions import end_addresses_of
from constellations.models import Person
from constellations.notices.actions import News, send_mail, tell
from constellations.notices.texts.actions import text_to
from constellations.notices.texts.rules import TextKind
from constellations.people.queries import account_of, person_page
from constellations.people.rules import HasLeft
from constellations.people.step_resets import rules
from constellations.people.step_resets.models import StepReset
from constellations.people.step_resets.queries import waiting_reset, who_may_confirm
from constellations.people.step_resets.rules import NothingToReset, ResetAsked, ResetOver, ResetState
from constellations.permissions import Permission

log = structlog.get_logger()


def ask_for_reset(viewer: Viewer, person_id: uuid.UUID, reason: str) -> uuid.UUID:
    """Say that somebody lost their second step, as the first of two; others are asked to confirm, and they are told.

    Raises OwnStep, OfNoService, HasLeft, NothingToReset or ResetAsked.
    """
    viewer.must(Permission.RESET_SECOND_STEP)
    if viewer.service_id is None:
        raise Forbidden
    rules.check_asking(person_id, viewer.names)
    with transaction() as here:
        person = hold(viewer, Person, person_page(viewer, person_id).person.id)
        account_of(viewer, person.id)
        _check_person(person)
        if waiting_reset(Viewer.system(), person.id) is not None:
            raise ResetAsked
        _let_lapse(person.id)
        asked_by = own_id(viewer)
        reset = StepReset(service_id=viewer.service_id, person_id=person.id, reason=reason, asked_by=asked_by)
        here.add(reset)
        here.flush()
        words = gettext(rules.TOLD_ASKED, by=viewer.name, name=person.name)
        others = who_may_confirm(viewer.service_id, person, asked_by)
        tell(others - viewer.names, News(f"step reset {reset.id}", words, f"/people/second-step/{reset.id}"))
        mail = gettext(rules.ASKED_BODY, name=person.name, by=viewer.name)
        send_mail(person.email, gettext(rules.ASKED_SUBJECT), mail)
        record(viewer, "asked_for_step_reset", person.id)
        audit(viewer, Change("asked_for_step_reset", "step_reset", reset.id, ["person_id", "reason"]))
        reset_id = reset.id
    log.warning("step_reset_asked", person_id=str(person_id), by=str(viewer.person_id))
    return reset_id


def confirm_reset(viewer: Viewer, reset_id: uuid.UUID) -> None:
    """Confirm it, as the second of two: the person's steps and devices end, and they set up anew.

    Raises OwnStep, AnotherMustConfirm, ResetOver or HasLeft.
    """
    viewer.must(Permission.RESET_SECOND_STEP)
    with transaction():
        reset, person = _decide(viewer, reset_id, ResetState.CONFIRMED)
        reset_steps(viewer, person)
        told = {reset.asked_by, *who_may_confirm(reset.service_id, person, own_id(viewer))}
        words = gettext(rules.TOLD_CONFIRMED, name=person.name, by=viewer.name)
        tell(told, News(f"step reset confirmed {reset.id}", words, f"/people/second-step/{reset.id}"))
    log.warning("step_reset_confirmed", reset_id=str(reset_id), by=str(viewer.person_id))


def refuse_reset(viewer: Viewer, reset_id: uuid.UUID) -> None:
    """Call it off, also as who asked. Raises OwnStep, ResetOver or HasLeft."""
    viewer.must(Permission.RESET_SECOND_STEP)
    with transaction():
        reset, person = _decide(viewer, reset_id, ResetState.REFUSED)
        words = gettext(rules.TOLD_REFUSED, name=person.name, by=viewer.name)
        others = {reset.asked_by, *who_may_confirm(reset.service_id, person)} - {own_id(viewer)}
        tell(others, News(f"step reset refused {reset.id}", words, f"/people/second-step/{reset.id}"))
    log.warning("step_reset_refused", reset_id=str(reset_id), by=str(viewer.person_id))


def reset_without_staff(viewer: Viewer, person_id: uuid.UUID) -> None:
    """Reset somebody's second step for who runs the machine, where no two members of staff are left to do it.

    The viewer must be the system. Raises Forbidden, HasLeft or NothingToReset.
    """
    if not viewer.is_system:
        raise Forbidden
    with transaction():
        person = hold(viewer, Person, person_id)
        _check_person(person)
        reset_steps(viewer, person)
        if person.service_id is not None:
            words = gettext(rules.TOLD_CONFIRMED, name=person.name, by=gettext("Who runs Roost"))
            others = who_may_confirm(person.service_id, person)
            tell(others, News(f"step reset {person.id} {clock.now().isoformat()}", words, f"/people/{person.id}"))
    log.warning("step_reset_by_operator", person_id=str(person_id))


def reset_steps(viewer: Viewer, person: Person) -> None:
    """As part of an action: end somebody's second steps, devices and calendar addresses, and tell them."""
    end_steps_of(person.id)
    end_devices_of(person.id)
    # Whoever was in by their step may have made one, and it would read on.
    end_addresses_of(person.id)
    mail = gettext(rules.RESET_BODY, name=person.name)
    send_mail(person.email, gettext(rules.RESET_SUBJECT), mail)
    text_to([person.id], TextKind.SECURITY)
    once = f"own step reset {person.id} {clock.now().isoformat()}"
    tell([person.id], News(once, gettext(rules.TOLD_OWN), "/me/second-step"), by_mail=False)
    record(viewer, "reset_second_step", person.id, service_id=person.service_id)
    audit(viewer, Change("reset_second_step", "person", person.id), person.service_id)


def _decide(viewer: Viewer, reset_id: uuid.UUID, state: ResetState) -> tuple[StepReset, Person]:
    """Decide on a reset that waits; gives it and its person, both held."""
    # The person first, as everything does that changes how somebody signs in.
    person = hold(Viewer.system(), Person, find(viewer, StepReset, reset_id).person_id)
    reset = hold(viewer, StepReset, reset_id)
    asked_as = names_at(reset.asked_by, reset.asked_at)
    rules.check_deciding(person.id, asked_as, viewer.names, state is ResetState.CONFIRMED)
    if reset.state is not ResetState.ASKED or rules.is_over(reset.asked_at, clock.now()):
        raise ResetOver
    if person.left_at is not None:
        raise HasLeft(person.name)
    reset.state, reset.decided_by, reset.decided_at = state, viewer.person_id, clock.now()
    action = "confirmed_step_reset" if state is ResetState.CONFIRMED else "refused_step_reset"
    record(viewer, action, person.id)
    audit(viewer, Change(action, "step_reset", reset.id, ["state", "decided_by"]), reset.service_id)
    return reset, person


def _check_person(person: Person) -> None:
    if person.left_at is not None:
        raise HasLeft(person.name)
    if not second_steps_of(person.id):
        raise NothingToReset(person.name)


def _let_lapse(person_id: uuid.UUID) -> None:
    waiting = update(StepReset).where(StepReset.person_id == person_id, StepReset.state == ResetState.ASKED)
    session().execute(covering(Viewer.system(), waiting.values(state=ResetState.LAPSED)))
