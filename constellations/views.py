"""The pages of constellations, in one list."""

from constellations.accounts import views as accounts
from constellations.accounts.links import views as links
from constellations.budget import views as budget
from constellations.children import views as children
from constellations.cover import views as cover
from constellations.directory import views as directory
from constellations.events import views as events
from constellations.feeds import views as feeds
from constellations.health import views as health
from constellations.home_page import views as home_page
from constellations.homes import views as homes
from constellations.installing import views as installing
from constellations.jobs import views as jobs
from constellations.notices import views as notices
from constellations.notices.alerts import views as alerts
from constellations.notices.notify import views as notify
from constellations.people import views as people
from constellations.region import views as region
from constellations.register import views as register
from constellations.service import views as service

BLUEPRINTS = (
    health.pages,
    home_page.pages,
    directory.pages,
    budget.pages,
    cover.pages,
    events.pages,
    feeds.pages,
    homes.pages,
    children.pages,
    region.pages,
    jobs.pages,
    notices.pages,
    alerts.pages,
    notify.pages,
    installing.pages,
    accounts.pages,
    links.pages,
    people.pages,
    service.pages,
    register.pages,
)
"""What app.py puts together."""
