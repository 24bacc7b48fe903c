"""What constellations bring along: their commands, and the jobs that run by themselves, each in one list."""

from constellations import cli
from constellations.budget.receipts import cli as receipts_cli
from constellations.budget.receipts.jobs import REMOVE_OLD_RECEIPTS
from constellations.events.jobs import JOBS as CALENDAR_JOBS
from constellations.feeds.addresses import cli as feeds_cli
from constellations.feeds.keeping.jobs import JOBS as FEED_JOBS
from constellations.jobs import cli as jobs_cli
from constellations.notices.jobs import TELLING
from constellations.notices.push import cli as push_cli
from constellations.people import cli as people_cli
from constellations.register import cli as register_cli

COMMANDS = (
    *(cli.init, cli.serve, people_cli.invite, jobs_cli.jobs, register_cli.load),
    *(push_cli.push_key, receipts_cli.receipts, feeds_cli.feed),
)
"""What one types after `roost`."""

JOBS = (*TELLING, *CALENDAR_JOBS, *FEED_JOBS, REMOVE_OLD_RECEIPTS)
"""What happens at its time."""
