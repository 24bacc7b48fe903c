"""What constellations and their calendar bring along."""

from constellations import cli
from constellations.activity.jobs import TRAIL_CHECKS
from constellations.backup import cli as backup_cli
from constellations.budget.extracts import BUDGETS
from constellations.budget.receipts import cli as receipts_cli
from constellations.budget.receipts.jobs import SWEEP_RECEIPTS
from constellations.doctor import cli as doctor_cli
from constellations.engagement.contacts.panels import FAMILY_PANELS
from constellations.engagement.needs import cli as needs_cli
from constellations.engagement.needs.panels import WAITS as NEEDS
from constellations.engagement.signs import cli as signs_cli
from constellations.engagement.signs.jobs import ROLL_UP_SIGNS
from constellations.events.jobs import JOBS as CALENDAR_JOBS
from constellations.events.keeping import cli as events_cli
from constellations.extracts import cli as extracts_cli
from constellations.extracts.tables.extracts import TABLES
from constellations.feeds.addresses import cli as feeds_cli
from constellations.feeds.keeping.jobs import JOBS as FEED_JOBS
from constellations.going.queries import answers_given
from constellations.jobs import cli as jobs_cli
from constellations.keeping import cli as keeping_cli
from constellations.keeping.jobs import KEEPING
from constellations.kept import KEPT, LASTING
from constellations.metrics.queries import FIGURES
from constellations.notices.jobs import TELLING
from constellations.notices.push import cli as push_cli
from constellations.notices.queries import UNREAD
from constellations.notices.sockets import look_at_notices
from constellations.panels import PANELS
from constellations.parts import Parts
from constellations.people import cli as people_cli
from constellations.people.caseload.panels import WAITS as CASELOAD
from constellations.personal_data import PERSONAL_DATA
from constellations.register import cli as register_cli
from constellations.register.jobs import SWEEP_UPLOADS
from constellations.register.sheets import WHO_WE_ARE
from constellations.rights import cli as rights_cli
from constellations.rights.erasing.also.actions import ERASERS
from constellations.rights.jobs import ANSWER_REQUESTS, FINISH_ERASURES, SWEEP_COPIES
from constellations.rights.queries import WAITS as RIGHTS
from constellations.service.overview.lines.queries import settings_of_constellations
from constellations.serving import cli as serving_cli
from constellations.signs import NO_SIGNS, SIGNS, SIGNS_SAID, SIGNS_TAKEN_BACK
from constellations.support.handbook.panels import UNREAD_PAGES
from constellations.support.learning.extracts import LEARNING
from constellations.support.leaving.panels import LEFT_UNSAID
from constellations.support.overview.jobs import SUPPORT_JOBS
from constellations.support.overview.queries import SUPPORT_WAITS
from constellations.views import BLUEPRINTS
from constellations.who_saw import cli as who_saw_cli
from constellations.who_saw.queries import SOURCES as WHO_SAW

COMMANDS = (
    *(cli.init, serving_cli.serve, people_cli.invite, jobs_cli.jobs, register_cli.load),
    *(push_cli.push_key, receipts_cli.receipts, feeds_cli.feed, needs_cli.needs_you, signs_cli.signs),
    *(extracts_cli.extract, events_cli.events, people_cli.people, rights_cli.rights, keeping_cli.retention),
    who_saw_cli.breach_report,
    *(backup_cli.backup, backup_cli.restore, doctor_cli.doctor),
)

CONSTELLATIONS = Parts(
    blueprints=BLUEPRINTS,
    home_panels=PANELS,
    sheets=WHO_WE_ARE,
    jobs=(
        *TELLING,
        *CALENDAR_JOBS,
        *FEED_JOBS,
        SWEEP_RECEIPTS,
        SWEEP_UPLOADS,
        *SUPPORT_JOBS,
        ROLL_UP_SIGNS,
        ANSWER_REQUESTS,
        SWEEP_COPIES,
        FINISH_ERASURES,
        *KEEPING,
        *TRAIL_CHECKS,
    ),
    waits=(UNREAD, *NEEDS, *CASELOAD, *SUPPORT_WAITS, UNREAD_PAGES, LEFT_UNSAID, *RIGHTS),
    events=(look_at_notices,),
    commands=COMMANDS,
    extracts=(BUDGETS, LEARNING),
    tables=TABLES,
    kept=KEPT,
    lasting=LASTING,
    sightings=WHO_SAW,
    signs=SIGNS,
    signs_taken_back=SIGNS_TAKEN_BACK,
    no_signs=NO_SIGNS,
    signs_said=SIGNS_SAID,
    family_panels=FAMILY_PANELS,
    personal_data=PERSONAL_DATA,
    erasers=ERASERS,
    figures=FIGURES,
    effects_of_going=(answers_given,),
    settings=(settings_of_constellations,),
)
"""What app.py puts together."""
