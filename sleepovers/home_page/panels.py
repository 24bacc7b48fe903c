"""The panels of the home page that speak of sleepovers, of each role; and what of them waits, for the digest."""

import uuid
from collections.abc import Collection, Mapping

from constellations.access import Viewer
from constellations.children.queries import children_of
from constellations.core import clock
from constellations.directory.queries import constellations
from constellations.home_page.declaration import Panel, Place
from constellations.homes.queries import holds_to_review
from constellations.notices.digest.declaration import Waits
from constellations.permissions import CARERS, Role
from sleepovers.asks.hub.queries import asks_for_hub
from sleepovers.asks.page.queries import asks_of_home, own_open_asks
from sleepovers.asks.unmet.panels import UNMET
from sleepovers.availability.queries import openness_of, room_tonight
from sleepovers.availability.rules import POSSIBLE
from sleepovers.cards.queries import cards_near
from sleepovers.claims.queries import months_to_close
from sleepovers.counting.loads.queries import hub_loads
from sleepovers.emergencies.board.queries import lost_beds, running_emergencies
from sleepovers.home_page.queries import asks_to_answer, asks_waiting, claim_months, nights_to_confirm
from sleepovers.nights.queries import HomeTonight, next_stay, nights_waiting, stays_at_closed_homes, tonights_beds
from sleepovers.payments.panels import on_their_way, own_claims
from sleepovers.region.panels import REGION
from sleepovers.region.queries import beds_used
from sleepovers.rules import StayKind, night_that_runs
from sleepovers.stays.moving.queries import moves_waiting
from sleepovers.stays.recording.queries import unnamed_stays
from sleepovers.tonight.queries import own_phone

Contents = Mapping[str, object] | None

CASEWORKERS = frozenset({Role.LIAISON, Role.MANAGER})
CASHIERS = frozenset({Role.MANAGER, Role.FINANCE})


def beds_tonight(viewer: Viewer) -> Contents:
    """The beds of a carer's own home, where it is a hub or somebody sleeps in it."""
    own = [home for home in tonights_beds(viewer, viewer.constellation_ids) if home.home_id == viewer.home_id]
    if not own or not (viewer.hub_of or any(bed.lit for bed in own[0].beds)):
        return None
    return {"home": own[0]}


def own_month(viewer: Viewer) -> Contents:
    """How far the own home's month has come, where it is a hub."""
    own = [load for load in hub_loads(viewer, viewer.hub_of) if load.home_id == viewer.home_id]
    return {"load": own[0]} if own else None


def waiting_nights(viewer: Viewer) -> Contents:
    """The nights to confirm; a hub is also told that there are none."""
    waiting = nights_waiting(viewer)
    return {"waiting": waiting} if waiting or viewer.hub_of else None


def coming_stay(viewer: Viewer) -> Contents:
    """The stay that comes next, at the own home or of a child who lives there."""
    return {"next": next_stay(viewer)}


def stay_cards(viewer: Viewer) -> Contents:
    """The stay cards of these days, to read as host, to fill in or confirm as the child's home; and the home's own."""
    near = [card for card in cards_near(viewer) if card.waits or (card.door.is_near and not card.door.is_keeper)]
    own = children_of(viewer, {viewer.home_id}).get(viewer.home_id, []) if viewer.home_id else []
    return {"cards": near, "own": own} if near or own else None


def own_room(viewer: Viewer) -> Contents:
    """Whether the own home has said that it has room tonight, where it has a bed to offer."""
    room = room_tonight(viewer, viewer.home_id) if viewer.home_id else None
    return {"room": room} if room and room.may_be_offered else None


def others_nights(viewer: Viewer) -> Contents:
    """To homes that are no hub: how many nights their hub has, and who has a bed tonight."""
    if viewer.hub_of or not viewer.constellation_ids:
        return None
    homes = tonights_beds(viewer, viewer.constellation_ids)
    ready = _ready_tonight(viewer, homes)
    with_bed = [home for home in homes if home.home_id in ready - {viewer.home_id}]
    return {"loads": hub_loads(viewer, viewer.constellation_ids), "with_bed": with_bed}


def emergencies(viewer: Viewer) -> Contents:
    """The emergencies that are not sorted, and those whose bed is lost again, above everything else."""
    running, lost = running_emergencies(viewer), lost_beds(viewer)
    return {"emergencies": running, "lost": lost, "phone": own_phone(viewer)} if running or lost else None


def asked_of_you(viewer: Viewer) -> Contents:
    """The asks that wait for a word of the own home, each with everything needed to answer it; not emergencies."""
    waiting = [page for page in asks_of_home(viewer) if page.ask.kind is not StayKind.EMERGENCY]
    return {"asks": waiting} if waiting else None


def asked_as_hub(viewer: Viewer) -> Contents:
    """The sleepovers at short notice, and the first ones, on which the hub has yet to say its word."""
    waiting = asks_for_hub(viewer)
    return {"asks": waiting} if waiting else None


def moving(viewer: Viewer) -> Contents:
    """The sleepovers that may move to another home, if the own one agrees."""
    waiting = moves_waiting(viewer)
    return {"moves": waiting} if waiting else None


def asking(viewer: Viewer) -> Contents:
    """The way to ask, and what the own home has asked for and waits for."""
    return {"asks": own_open_asks(viewer)} if viewer.constellation_ids else None


def waits_for_staff(viewer: Viewer) -> Contents:
    """What waits for staff: nights, stays at homes that take nobody, holds, children to name, months to close, asks."""
    return {
        "nights": sum(len(stay.nights) for stay in nights_waiting(viewer)),
        "misplaced": stays_at_closed_homes(viewer),
        "reviews": holds_to_review(viewer),
        "unnamed": unnamed_stays(viewer),
        "months": months_to_close(viewer),
        "asks": asks_waiting(viewer),
    }


def whereabouts(viewer: Viewer) -> Contents:
    """Who sleeps where tonight, by constellation."""
    found = constellations(viewer)
    homes = tonights_beds(viewer, [each.constellation_id for each in found])
    return {
        "constellations": [(each, [h for h in homes if h.constellation_id == each.constellation_id]) for each in found],
        "ready": _ready_tonight(viewer, homes),
    }


def sky(viewer: Viewer) -> Contents:
    """Every constellation with its picture, and how far its hub's month has come."""
    found = constellations(viewer)
    loads = {load.constellation_id: load for load in hub_loads(viewer, [each.constellation_id for each in found])}
    return {"constellations": [(each, loads.get(each.constellation_id)) for each in found]}


def claims(viewer: Viewer) -> Contents:
    """The uplift months and where their claims stand; totals for those who pay; no child."""
    return {"months": claim_months(viewer), "shows_money": viewer.role in CASHIERS}


def region_beds(viewer: Viewer) -> Contents:
    """To a regional viewer: how far the beds of each service are used."""
    found = beds_used(viewer)
    return {"services": found} if found else None


def _ready_tonight(viewer: Viewer, homes: Collection[HomeTonight]) -> set[uuid.UUID]:
    """The homes with a free bed that are neither away tonight nor keep the night for themselves."""
    tonight = night_that_runs(clock.now())
    said = openness_of(viewer, {home.home_id for home in homes if home.free}, [tonight])
    return {home_id for (home_id, _), openness in said.items() if openness in POSSIBLE}


PANELS = (
    Panel(
        "emergencies",
        "Emergency",
        CARERS | CASEWORKERS,
        "home_page/_emergencies.html",
        emergencies,
        is_first=True,
    ),
    Panel("tonight", "Tonight", CARERS, "home_page/_beds_tonight.html", beds_tonight),
    Panel("month", "Your nights this month", CARERS, "home_page/_own_month.html", own_month),
    Panel("asked", "Waiting for you", CARERS, "home_page/_asked_of_you.html", asked_of_you),
    Panel("asking", "A break, or an evening off", CARERS, "home_page/_asking.html", asking),
    Panel("hub-words", "Your word as the hub", CARERS, "home_page/_hub_words.html", asked_as_hub),
    Panel("moving", "May a sleepover move?", CARERS, "home_page/_moving.html", moving),
    Panel("waiting", "Nights to confirm", CARERS, "home_page/_waiting_nights.html", waiting_nights),
    Panel("own-claims", "Your uplift", CARERS, "home_page/_own_claims.html", own_claims),
    Panel("next", "Next sleepover", CARERS, "home_page/_coming_stay.html", coming_stay),
    Panel("cards", "Stay cards", CARERS, "home_page/_stay_cards.html", stay_cards),
    Panel("room", "Room tonight", CARERS, "home_page/_room_tonight.html", own_room),
    Panel("hub", "In your constellation", CARERS, "home_page/_others_nights.html", others_nights),
    Panel("waits", "Waiting for you", CASEWORKERS, "home_page/_waits_for_staff.html", waits_for_staff),
    UNMET,
    Panel("on-their-way", "Uplifts that wait", CASEWORKERS | CASHIERS, "home_page/_on_their_way.html", on_their_way),
    Panel("claims", "Uplift months", CASEWORKERS | CASHIERS, "home_page/_claims.html", claims, Place.ASIDE),
    Panel("whereabouts", "Tonight", CASEWORKERS, "home_page/_whereabouts.html", whereabouts, Place.BELOW),
    Panel("sky", "Constellations", CASEWORKERS, "home_page/_sky.html", sky, Place.BELOW),
    REGION,
    Panel("beds-used", "Beds used", frozenset({Role.REGIONAL}), "home_page/_beds_used.html", region_beds, Place.BELOW),
)
"""In the order in which they are shown."""

WAITS = (
    Waits("%(num)s ask that waits for an answer", "%(num)s asks that wait for an answer", asks_to_answer),
    Waits("%(num)s night to confirm", "%(num)s nights to confirm", nights_to_confirm),
)
"""In the order in which they are counted."""
