"""Telling those concerned what became of an ask or a stay, within the transaction in which it happens.

The words stay inside Roost and name neither child nor family; the mail says even less.
"""

import uuid
from collections.abc import Collection, Sequence

from flask_babel import gettext, ngettext

from constellations.access import Viewer, find
from constellations.core import clock
from constellations.core.database import after_commit
from constellations.core.words import day_words
from constellations.cover.queries import homes_covering
from constellations.notices.actions import News, send_mail, tell
from constellations.people.told.queries import carers_at, liaison_workers_of, staff_near
from constellations.sockets import tell_people
from sleepovers.asks.models import Agreement, Ask
from sleepovers.asks.queries import WholeAsk, whole
from sleepovers.asks.rules import AgreementState
from sleepovers.asks.telling.queries import homes_of_children, hubs_beside, social_workers_of
from sleepovers.models import Journey, Stay
from sleepovers.rules import AskState, StayKind, StayState, nights_of


def tell_asked(viewer: Viewer, found: WholeAsk, home_ids: Collection[uuid.UUID], more: int = 0) -> None:
    """Tell the homes that are asked, and their liaison workers without a mail; `more` are those that come after it."""
    path, when = _path(found), several_words(found.ask, more)
    tell_homes_asked(viewer, found, home_ids, more)
    around = {*home_ids, *_families(found)}
    words = gettext("A sleepover was asked for: %(when)s.", when=when)
    _tell(viewer, liaison_workers_of(viewer, around), path, words, by_mail=False)


def tell_homes_asked(viewer: Viewer, found: WholeAsk, home_ids: Collection[uuid.UUID], more: int = 0) -> None:
    """Tell the homes that are asked, and where one is a hub, who covers for it today."""
    path, when = _path(found), several_words(found.ask, more)
    asked = carers_at(home_ids)
    words = gettext("You are asked for a sleepover: %(when)s.", when=when)
    _tell(viewer, asked, path, words, is_emergency=_is_emergency(found))
    words = gettext("The hub that you cover for is asked for a sleepover: %(when)s.", when=when)
    covering_now = carers_at(homes_covering(home_ids, viewer.today)) - asked
    _tell(viewer, covering_now, path, words, is_emergency=_is_emergency(found))
    ask_changed(viewer, found)


def tell_asked_again(viewer: Viewer, found: WholeAsk, home_ids: Collection[uuid.UUID]) -> None:
    """Tell the homes that have not answered an emergency that somebody still waits."""
    words = gettext("Somebody still needs a bed: %(when)s. Please say if you can.", when=journey_words(found.ask))
    _tell(viewer, carers_at(home_ids), _path(found), words, is_emergency=True)
    ask_changed(viewer, found)


def tell_nobody_found(viewer: Viewer, found: WholeAsk) -> None:
    """Tell who sent an emergency and the liaison workers, or else the managers, that it is time to phone."""
    path, when = _path(found), journey_words(found.ask)
    words = gettext("No home has said yes yet: %(when)s. Do not wait longer: phone out of hours.", when=when)
    _tell(viewer, carers_at(_families(found)) | _asker(found), path, words, is_emergency=True)
    words = gettext("A child needs a bed and no home has said yes: %(when)s. Please phone round.", when=when)
    workers = staff_near(viewer, _families(found), found.ask.service_id)
    _tell(viewer, workers - _asker(found), path, words, is_emergency=True)
    ask_changed(viewer, found)


def tell_night_over(viewer: Viewer, found: WholeAsk) -> None:
    """Tell who sent an emergency and the liaison workers, or else the managers, that it has ended without a bed."""
    words = gettext(
        "The night is over and no home was found: %(when)s. If a bed is still needed, phone, or send it again.",
        when=journey_words(found.ask),
    )
    workers = staff_near(viewer, _families(found), found.ask.service_id)
    people = carers_at(_families(found)) | _asker(found) | workers
    _tell(viewer, people, _path(found), words, is_emergency=True)
    ask_changed(viewer, found)


def tell_lives_elsewhere(viewer: Viewer, found: WholeAsk, family_id: uuid.UUID) -> None:
    """Tell the home that sent an emergency, and the homes that were asked, that no bed is sought any more."""
    words = gettext(
        "The child lives with another home now, no bed is sought any more: %(when)s.", when=journey_words(found.ask)
    )
    _tell(viewer, carers_at({family_id}) | _asker(found), _path(found), words, is_emergency=True)
    tell_withdrawn(viewer, found)


def ask_changed(viewer: Viewer, found: WholeAsk) -> None:
    """Let the open boards of an emergency look again after the commit; a hint, and of other asks nothing."""
    if _is_emergency(found):
        families = _families(found)
        homes = found.home_ids | families
        people = carers_at(homes | hubs_beside(families, viewer.today)) | liaison_workers_of(viewer, homes)
        subject = str(found.ask.id)
        after_commit(lambda: tell_people(people | _asker(found), "emergency_changed", {"subject": subject}))


def tell_answered(viewer: Viewer, found: WholeAsk) -> None:
    """Tell the children's home, and who asked for it, that somebody answered, but has not agreed."""
    words = gettext("There is an answer to what you asked for: %(when)s.", when=journey_words(found.ask))
    people = carers_at(_families(found)) | _asker(found)
    _tell(viewer, people, _path(found), words, is_emergency=_is_emergency(found))
    ask_changed(viewer, found)


def tell_unanswered(viewer: Viewer, found: WholeAsk) -> None:
    """Tell the children's home, and who asked for it, that the nights have come and it has ended without an answer.

    Some of the children may have a bed from it: then it is the others for whom nobody answered.
    """
    when = journey_words(found.ask)
    if any(stay.state is not StayState.CANCELLED for stay in found.stays):
        words = gettext("Not every child has a bed, nobody else said yes in time: %(when)s.", when=when)
    else:
        words = gettext("Nobody said yes in time to what you asked for: %(when)s.", when=when)
    _tell(viewer, carers_at(_families(found)) | _asker(found), _path(found), words)


def tell_declined(viewer: Viewer, found: WholeAsk, is_nobody_left: bool) -> None:
    """Tell them of a no. Of an emergency each no is read on its page alone; once nobody is left, they are alerted once.

    `is_nobody_left` says that all who were asked have answered, and nobody else will be asked.
    """
    if not _is_emergency(found):
        tell_answered(viewer, found)
        return
    if is_nobody_left:
        number = len(found.home_ids)
        words = ngettext(
            "%(num)s home was asked and cannot: %(when)s. Phone out of hours now.",
            "%(num)s homes were asked and none can: %(when)s. Phone out of hours now.",
            number,
            when=journey_words(found.ask),
        )
        _tell(viewer, carers_at(_families(found)) | _asker(found), _path(found), words, is_emergency=True)
    ask_changed(viewer, found)


def tell_agreed(viewer: Viewer, found: WholeAsk, stays: Sequence[Stay]) -> None:
    """Tell both homes, who asked and the liaison workers that it is agreed, and the other homes that it is sorted."""
    hosts, families = {stay.host_id for stay in stays}, _families(found)
    when = journey_words(found.ask)
    words = gettext("A sleepover is agreed: %(when)s.", when=when)
    people = carers_at(hosts | families) | liaison_workers_of(viewer, hosts | families) | _asker(found)
    path = f"/stays/{stays[0].id}" if len(stays) == 1 else _path(found)
    _tell(viewer, people, path, words, is_emergency=_is_emergency(found))
    tell_social_workers([stay.child_id for stay in stays])
    words = gettext("A sleepover that you were asked for is sorted: %(when)s. Thank you.", when=when)
    _tell(viewer, carers_at(found.home_ids - hosts), _path(found), words, by_mail=False)
    ask_changed(viewer, found)


def tell_withdrawn(viewer: Viewer, found: WholeAsk, more: int = 0) -> None:
    """Tell the homes that were asked, and the liaison workers, that nothing needs to be done any more.

    A home that has agreed already keeps the child, and is left in peace.
    """
    asked = found.home_ids - {stay.host_id for stay in found.stays}
    words = gettext("An ask for a sleepover was withdrawn: %(when)s.", when=several_words(found.ask, more))
    _tell(viewer, carers_at(asked) | liaison_workers_of(viewer, asked), _path(found), words)
    ask_changed(viewer, found)


def tell_agreement(viewer: Viewer, agreement: Agreement, found: WholeAsk | None) -> None:
    """Tell the children's home, who asked and the homes asked how the asking of whoever decides ended.

    A no that ends an emergency leaves a child without a bed: it is told at any hour, and to who may know another way.
    """
    if found is None:
        return
    when = journey_words(found.ask)
    if _is_emergency(found) and found.ask.state is AskState.DECLINED:
        words = gettext(
            "The social worker does not agree, and no home is asked any more: %(when)s. "
            "If a bed is still needed, phone out of hours now.",
            when=when,
        )
        workers = staff_near(viewer, _families(found), found.ask.service_id)
        _tell(viewer, carers_at(_families(found)) | _asker(found) | workers, _path(found), words, is_emergency=True)
        words = gettext("An ask for a sleepover was withdrawn: %(when)s.", when=when)
        _tell(viewer, carers_at(found.home_ids), _path(found), words)
        ask_changed(viewer, found)
        return
    if agreement.state is AgreementState.GIVEN:
        words = gettext("The sleepover may be agreed now, the social worker says yes: %(when)s.", when=when)
    else:
        words = gettext("The social worker does not agree to the sleepover: %(when)s.", when=when)
    _tell(viewer, carers_at(found.home_ids | _families(found)) | _asker(found), _path(found), words)


def tell_agreement_anew(viewer: Viewer, found: WholeAsk, owners: Collection[uuid.UUID]) -> None:
    """Tell who has to ask whoever decides for a child that what they agreed to was for other nights."""
    words = gettext(
        "The nights of a sleepover have changed, please ask the social worker again: %(when)s.",
        when=journey_words(found.ask),
    )
    _tell(viewer, owners, _path(found), words)


def tell_of_stay(viewer: Viewer, stay: Stay, words: str, by_mail: bool = True) -> None:
    """Tell the child's home, the host and the liaison workers something of a stay."""
    homes = {stay.host_id, *homes_of_children([stay.child_id], stay.arrive_on)}
    people = carers_at(homes) | liaison_workers_of(viewer, homes)
    _tell(viewer, people, f"/stays/{stay.id}", words, by_mail)
    tell_social_workers([stay.child_id])


def tell_bed_lost(viewer: Viewer, stay: Stay, words: str) -> None:
    """Tell at once, at any hour, that the bed of an emergency is gone while its night lasts: a new one may be needed.

    The child's home, who asked and the liaison workers, or else the managers, are led to the board.
    """
    families = homes_of_children([stay.child_id], stay.arrive_on)
    homes = families | {stay.host_id}
    people = carers_at(families) | staff_near(viewer, homes, stay.service_id)
    path = f"/stays/{stay.id}"
    _tell(viewer, carers_at({stay.host_id}) - people, path, words, is_emergency=True)
    if stay.ask_id is not None:
        found = whole(find(Viewer.system(), Ask, stay.ask_id))
        people, path = people | _asker(found), _path(found)
        ask_changed(viewer, found)
    gone = gettext("%(what)s If the bed is still needed, send it again or phone out of hours.", what=words)
    _tell(viewer, people, path, gone, is_emergency=True)
    tell_social_workers([stay.child_id])


def tell_social_workers(child_ids: Collection[uuid.UUID]) -> None:
    """Write to the children's social workers, where the service gives an address, that there is news of a stay.

    They have no sign-in: the mail names nobody and says whom to ask.
    """
    for address, service, service_id in social_workers_of(child_ids):
        send_mail(address, SUBJECT, BODY.format(service=service), service_id=service_id)


SUBJECT = "News of a sleepover"

BODY = """Hello

A sleepover of a child you work with was agreed, changed or called off, or has begun or ended.
{service} can tell you more: please ask the liaison worker.

For the sake of the children this mail says no more than that.
"""


def journey_words(journey: Journey) -> str:
    """The nights of an ask or a stay, as `Fri 27 Nov, 2 nights`."""
    nights = nights_of(journey.arrive, journey.depart)
    day = day_words(nights[0] if nights else journey.arrive_on)
    if not nights:
        return day
    return f"{day}, {ngettext('%(num)s night', '%(num)s nights', len(nights))}"


def several_words(journey: Journey, more: int) -> str:
    """The nights of the first of several asks, as `Fri 27 Nov, 2 nights, and 5 more times`."""
    first = journey_words(journey)
    if not more:
        return first
    return f"{first}, {ngettext('and %(num)s more time', 'and %(num)s more times', more)}"


def _path(found: WholeAsk) -> str:
    return f"/emergencies/{found.ask.id}" if _is_emergency(found) else f"/asks/{found.ask.id}"


def _asker(found: WholeAsk) -> set[uuid.UUID]:
    """Staff who asked in a carer's place hear of it too; nobody is known to have asked what came with a register."""
    return {found.ask.asked_by} if found.ask.asked_by else set()


def _families(found: WholeAsk) -> set[uuid.UUID]:
    return homes_of_children(found.child_ids, found.ask.arrive_on)


def _is_emergency(found: WholeAsk) -> bool:
    """Whether a bed is sought at once: whoever is asked, or waits for the answer, is alerted at any hour."""
    return found.ask.kind is StayKind.EMERGENCY


def _tell(
    viewer: Viewer,
    people: Collection[uuid.UUID],
    path: str,
    words: str,
    by_mail: bool = True,
    is_emergency: bool = False,
) -> None:
    """Everybody but the one who did it; each act is news of its own."""
    once = f"{path}/{clock.now().isoformat()}/{words}"
    tell({person for person in people if person != viewer.person_id}, News(once, words, path, is_emergency), by_mail)
