"""What messaging brings along."""

from constellations.parts import Parts
from messaging.jobs import JOBS
from messaging.keeping.removing.cli import conversations
from messaging.panels import PANELS, WAITS
from messaging.settings.queries import settings_of_messaging
from messaging.signs import NO_SIGNS, SIGNS
from messaging.sockets import EVENTS
from messaging.views import BLUEPRINTS

MESSAGING = Parts(
    blueprints=BLUEPRINTS,
    home_panels=PANELS,
    jobs=JOBS,
    waits=WAITS,
    events=EVENTS,
    commands=(conversations,),
    signs=SIGNS,
    no_signs=NO_SIGNS,
    settings=(settings_of_messaging,),
)
"""What app.py puts together."""
