"""The pages of constellations, in one list."""

from constellations.accounts import views as accounts
from constellations.accounts.council import views as council
from constellations.accounts.council.setting import views as council_setting
from constellations.accounts.links import views as links
from constellations.accounts.lost import views as lost
from constellations.accounts.passkeys import views as passkeys
from constellations.accounts.second_step import views as second_step
from constellations.accounts.second_step.giving import views as giving
from constellations.budget import views as budget
from constellations.budget.receipts import views as receipts
from constellations.calendar import views as calendar
from constellations.children import views as children
from constellations.cover import views as cover
from constellations.days_off import views as days_off
from constellations.deputies import views as deputies
from constellations.directory import views as directory
from constellations.engagement.contacts import views as contacts
from constellations.engagement.families import views as families
from constellations.engagement.needs import views as needs
from constellations.events import views as events
from constellations.events.answers import views as answers
from constellations.events.attendance import views as attendance
from constellations.events.changing import views as changing
from constellations.events.loading import views as loading
from constellations.events.planning import views as planning
from constellations.extracts import views as extracts
from constellations.feeds import views as feeds
from constellations.going.closing import views as closing
from constellations.going.moving import views as family_moves
from constellations.health import views as health
from constellations.home_page import views as home_page
from constellations.homes import views as homes
from constellations.installing import views as installing
from constellations.jobs import views as jobs
from constellations.keeping import views as keeping
from constellations.keys import views as naming
from constellations.making import views as making
from constellations.metrics import views as metrics
from constellations.notices import views as notices
from constellations.notices.alerts import views as alerts
from constellations.notices.notify import views as notify
from constellations.notices.outbox.again import views as mail_again
from constellations.notices.texts.proving import views as proving
from constellations.people import views as people
from constellations.people.caseload import views as caseload
from constellations.people.devices import views as their_devices
from constellations.people.step_resets import views as step_resets
from constellations.register import views as register
from constellations.retention import views as retention
from constellations.rights import views as rights
from constellations.service import views as service
from constellations.service.overview import views as settings_overview
from constellations.support.due_dates import views as due_dates
from constellations.support.handbook import views as handbook
from constellations.support.health_check import views as health_check
from constellations.support.learning import views as learning
from constellations.support.leaving import views as leaving
from constellations.support.milestones import views as milestones
from constellations.support.overview import views as support
from constellations.support.pairs import views as pairs
from constellations.support.pathway import views as pathway
from constellations.support.pulse import views as pulse
from constellations.support.teams import views as teams
from constellations.who_saw import views as who_saw

BLUEPRINTS = (
    health.pages,
    metrics.pages,
    home_page.pages,
    needs.pages,
    contacts.pages,
    directory.pages,
    families.pages,
    budget.pages,
    receipts.pages,
    cover.pages,
    calendar.pages,
    events.pages,
    planning.pages,
    changing.pages,
    answers.pages,
    attendance.pages,
    learning.pages,
    support.pages,
    pairs.pages,
    pulse.pages,
    health_check.pages,
    pathway.pages,
    due_dates.pages,
    milestones.pages,
    teams.pages,
    handbook.pages,
    leaving.pages,
    retention.pages,
    loading.pages,
    feeds.pages,
    homes.pages,
    family_moves.pages,
    closing.pages,
    naming.pages,
    making.pages,
    children.pages,
    extracts.pages,
    jobs.pages,
    keeping.pages,
    who_saw.pages,
    notices.pages,
    alerts.pages,
    proving.pages,
    notify.pages,
    mail_again.pages,
    installing.pages,
    accounts.pages,
    links.pages,
    passkeys.pages,
    council.pages,
    council_setting.pages,
    lost.pages,
    giving.pages,
    second_step.pages,
    people.pages,
    their_devices.pages,
    step_resets.pages,
    rights.pages,
    caseload.pages,
    deputies.pages,
    service.pages,
    settings_overview.pages,
    days_off.pages,
    register.pages,
)
"""What app.py puts together."""
