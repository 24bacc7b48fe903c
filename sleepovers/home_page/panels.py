"""The panels of the home page that speak of sleepovers, of each role."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.directory.queries import constellations
from constellations.home_page.declaration import Panel, Place
from constellations.permissions import CARERS, Role
from sleepovers.claims.queries import months_to_close
from sleepovers.counting.loads.queries import hub_loads
from sleepovers.home_page.queries import asks_waiting, claim_months
from sleepovers.nights.queries import next_stay, nights_waiting, stays_at_closed_homes, tonights_beds
from sleepovers.region.queries import beds_used
from sleepovers.stays.recording.queries import unnamed_stays

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


def others_nights(viewer: Viewer) -> Contents:
    """To homes that are no hub: how many nights their hub has, and who has a bed tonight."""
    if viewer.hub_of or not viewer.constellation_ids:
        return None
    homes = tonights_beds(viewer, viewer.constellation_ids)
    with_bed = [home for home in homes if home.home_id != viewer.home_id and home.free]
    return {"loads": hub_loads(viewer, viewer.constellation_ids), "with_bed": with_bed}


def needs_you(viewer: Viewer) -> Contents:
    """What waits for staff: nights, stays at homes that take nobody, children to name, months to close, open asks."""
    return {
        "nights": sum(len(stay.nights) for stay in nights_waiting(viewer)),
        "misplaced": stays_at_closed_homes(viewer),
        "unnamed": unnamed_stays(viewer),
        "months": months_to_close(viewer),
        "asks": asks_waiting(viewer),
    }


def whereabouts(viewer: Viewer) -> Contents:
    """Who sleeps where tonight, by constellation."""
    found = constellations(viewer)
    homes = tonights_beds(viewer, [each.constellation_id for each in found])
    return {
        "constellations": [(each, [h for h in homes if h.constellation_id == each.constellation_id]) for each in found]
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


PANELS = (
    Panel("tonight", "Tonight", CARERS, "home_page/_beds_tonight.html", beds_tonight),
    Panel("month", "Your nights this month", CARERS, "home_page/_own_month.html", own_month),
    Panel("waiting", "Nights to confirm", CARERS, "home_page/_waiting_nights.html", waiting_nights),
    Panel("next", "Next sleepover", CARERS, "home_page/_coming_stay.html", coming_stay),
    Panel("hub", "In your constellation", CARERS, "home_page/_others_nights.html", others_nights),
    Panel("needs-you", "Needs you", CASEWORKERS, "home_page/_needs_you.html", needs_you),
    Panel("claims", "Uplift months", CASEWORKERS | CASHIERS, "home_page/_claims.html", claims, Place.ASIDE),
    Panel("whereabouts", "Tonight", CASEWORKERS, "home_page/_whereabouts.html", whereabouts, Place.BELOW),
    Panel("sky", "Constellations", CASEWORKERS, "home_page/_sky.html", sky, Place.BELOW),
    Panel("beds-used", "Beds used", frozenset({Role.REGIONAL}), "home_page/_beds_used.html", region_beds, Place.BELOW),
)
"""In the order in which they are shown."""
