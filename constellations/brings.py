"""What constellations and their calendar bring along."""

from constellations import cli
from constellations.budget.receipts import cli as receipts_cli
from constellations.budget.receipts.jobs import REMOVE_OLD_RECEIPTS
from constellations.events.jobs import JOBS as CALENDAR_JOBS
from constellations.events.keeping import cli as events_cli
from constellations.events.keeping.jobs import REMOVE_OLD_ANSWERS
from constellations.feeds.addresses import cli as feeds_cli
from constellations.feeds.keeping.jobs import JOBS as FEED_JOBS
from constellations.jobs import cli as jobs_cli
from constellations.notices.jobs import TELLING
from constellations.notices.push import cli as push_cli
from constellations.notices.queries import UNREAD
from constellations.notices.sockets import look_at_notices
from constellations.panels import PANELS
from constellations.parts import Parts
from constellations.people import cli as people_cli
from constellations.register import cli as register_cli
from constellations.register.sheets import WHO_WE_ARE
from constellations.views import BLUEPRINTS

COMMANDS = (
    *(cli.init, cli.serve, people_cli.invite, jobs_cli.jobs, register_cli.load),
    *(push_cli.push_key, receipts_cli.receipts, feeds_cli.feed, events_cli.events),
)

CONSTELLATIONS = Parts(
    blueprints=BLUEPRINTS,
    home_panels=PANELS,
    sheets=WHO_WE_ARE,
    jobs=(*TELLING, *CALENDAR_JOBS, *FEED_JOBS, REMOVE_OLD_RECEIPTS, REMOVE_OLD_ANSWERS),
    waits=(UNREAD,),
    events=(look_at_notices,),
    commands=COMMANDS,
)
"""What app.py puts together."""
