"""What messaging brings along."""

from constellations.parts import Parts
from messaging.conversations.actions import begin_anew
from messaging.jobs import JOBS
from messaging.keeping.erasing.actions import ERASERS
from messaging.keeping.removing.cli import conversations
from messaging.kept import KEPT, LASTING
from messaging.panels import PANELS, WAITS
from messaging.personal_data import PERSONAL_DATA
from messaging.settings.queries import settings_of_messaging
from messaging.signs import NO_SIGNS, SIGNS
from messaging.sockets import EVENTS
from messaging.views import BLUEPRINTS
from messaging.who_saw.queries import SOURCES as WHO_SAW

MESSAGING = Parts(
    blueprints=BLUEPRINTS,
    home_panels=PANELS,
    jobs=JOBS,
    waits=WAITS,
    events=EVENTS,
    return_watchers=(begin_anew,),
    commands=(conversations,),
    kept=KEPT,
    lasting=LASTING,
    sightings=WHO_SAW,
    signs=SIGNS,
    no_signs=NO_SIGNS,
    personal_data=PERSONAL_DATA,
    erasers=ERASERS,
    settings=(settings_of_messaging,),
)
"""What app.py puts together."""
