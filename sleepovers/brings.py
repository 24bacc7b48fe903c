"""What sleepovers bring along."""

from constellations.metrics.declaration import Figure
from constellations.parts import Parts
from constellations.sealing.cli import KEYS
from sleepovers.cards.keeping import cli as cards_cli
from sleepovers.cards.names.actions import renew_called_marks
from sleepovers.claims import cli as claims_cli
from sleepovers.claims.queries import past_must_be_open
from sleepovers.demo import cli as demo_cli
from sleepovers.demo.queries import no_demo
from sleepovers.emergencies.queries import open_emergencies
from sleepovers.extracts.extracts import EXTRACTS, TABLES
from sleepovers.families.queries import nights_tiles
from sleepovers.fidelity.panels import FACETS
from sleepovers.going.queries import asks_waiting, stays_beyond
from sleepovers.home_page.panels import PANELS, WAITS
from sleepovers.jobs import JOBS
from sleepovers.kept import KEPT, LASTING
from sleepovers.nights.queries import must_be_no_guest
from sleepovers.personal_data import PERSONAL_DATA
from sleepovers.register import WHO_SLEEPS_WHERE
from sleepovers.returns.panels import PANELS as RETURN_PANELS
from sleepovers.returns.panels import WAITS as RETURN_WAITS
from sleepovers.settings.queries import settings_of_sleepovers
from sleepovers.signs import NO_SIGNS, SIGNS, SIGNS_SAID, SIGNS_TAKEN_BACK
from sleepovers.tonight.sockets import room_changed
from sleepovers.views import BLUEPRINTS
from sleepovers.watching.queries import WATCHES
from sleepovers.who_saw.queries import SOURCES as WHO_SAW

SLEEPOVERS = Parts(
    blueprints=BLUEPRINTS,
    home_panels=(*PANELS, *RETURN_PANELS),
    sheets=WHO_SLEEPS_WHERE,
    jobs=JOBS,
    waits=(*WAITS, *RETURN_WAITS),
    history_checks=(past_must_be_open,),
    placement_checks=(must_be_no_guest,),
    room_watchers=(room_changed,),
    watches=WATCHES,
    effects_of_going=(stays_beyond, asks_waiting),
    settings=(settings_of_sleepovers,),
    commands=(demo_cli.demo, claims_cli.uplifts, cards_cli.stay_cards, *(of(renew_called_marks) for of in KEYS)),
    facets=FACETS,
    extracts=EXTRACTS,
    tables=TABLES,
    kept=KEPT,
    lasting=LASTING,
    sightings=WHO_SAW,
    signs=SIGNS,
    signs_taken_back=SIGNS_TAKEN_BACK,
    no_signs=NO_SIGNS,
    signs_said=SIGNS_SAID,
    tiles=(nights_tiles,),
    personal_data=PERSONAL_DATA,
    figures=(Figure("roost_emergencies_open", "Emergencies that are not sorted.", open_emergencies),),
    checks=(no_demo,),
)
"""What app.py puts together."""
