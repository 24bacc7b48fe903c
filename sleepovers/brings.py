"""What sleepovers bring along."""

from constellations.parts import Parts
from constellations.sealing.cli import seals_with
from sleepovers.cards.keeping import cli as cards_cli
from sleepovers.cards.names.actions import renew_called_marks
from sleepovers.claims import cli as claims_cli
from sleepovers.claims.queries import past_must_be_open
from sleepovers.demo import cli as demo_cli
from sleepovers.extracts.extracts import EXTRACTS, TABLES
from sleepovers.fidelity.panels import FACETS
from sleepovers.home_page.panels import PANELS, WAITS
from sleepovers.jobs import JOBS
from sleepovers.register import WHO_SLEEPS_WHERE
from sleepovers.signs import NO_SIGNS, SIGNS, SIGNS_TAKEN_BACK
from sleepovers.tonight.sockets import room_changed
from sleepovers.views import BLUEPRINTS

SLEEPOVERS = Parts(
    blueprints=BLUEPRINTS,
    home_panels=PANELS,
    sheets=WHO_SLEEPS_WHERE,
    jobs=JOBS,
    waits=WAITS,
    history_checks=(past_must_be_open,),
    room_watchers=(room_changed,),
    commands=(demo_cli.demo, claims_cli.uplifts, cards_cli.stay_cards, seals_with(renew_called_marks)),
    facets=FACETS,
    extracts=EXTRACTS,
    tables=TABLES,
    signs=SIGNS,
    signs_taken_back=SIGNS_TAKEN_BACK,
    no_signs=NO_SIGNS,
)
"""What app.py puts together."""
