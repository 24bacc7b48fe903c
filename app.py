"""Puts Roost together: the one place that knows all packages and hands each what it needs, as data."""

import sys

from flask import Flask

from constellations import cli
from constellations.assembly import Parts, assemble
from constellations.core.settings import Settings, read_settings
from constellations.directory import panels as constellation_panels
from constellations.events.feeds import EVENT_FEED
from constellations.feeds.addresses import cli as feeds_cli
from constellations.feeds.declaration import init_feeds
from constellations.feeds.keeping.jobs import JOBS as FEED_JOBS
from constellations.jobs import cli as jobs_cli
from constellations.jobs.scheduler import start_scheduler
from constellations.navigation import Page
from constellations.notices.jobs import TELLING
from constellations.notices.push import cli as push_cli
from constellations.notices.queries import UNREAD
from constellations.notices.sockets import look_at_notices
from constellations.people import cli as people_cli
from constellations.permissions import Permission
from constellations.region import panels as region_panels
from constellations.register import cli as register_cli
from constellations.register.sheets import WHO_WE_ARE
from constellations.sockets import watch_lines
from constellations.views import BLUEPRINTS as CONSTELLATION_PAGES
from messaging import panels as talk_panels
from messaging.declaration import init_circles, init_names
from messaging.jobs import JOBS as TALK_JOBS
from messaging.keeping.removing import cli as keeping_cli
from messaging.sockets import EVENTS as CONVERSATION_EVENTS
from messaging.telling.sockets import init_unread
from messaging.views import BLUEPRINTS as CONVERSATION_PAGES
from sleepovers.cards.names.queries import names_noticed
from sleepovers.circles.queries import CIRCLES
from sleepovers.claims import cli as claims_cli
from sleepovers.claims.queries import past_must_be_open
from sleepovers.demo import cli as demo_cli
from sleepovers.home_page import panels as sleepover_panels
from sleepovers.jobs import JOBS as SLEEPOVER_JOBS
from sleepovers.register import WHO_SLEEPS_WHERE
from sleepovers.stays.feeds import STAY_FEED
from sleepovers.views import BLUEPRINTS as SLEEPOVER_PAGES

BLUEPRINTS = (*CONSTELLATION_PAGES, *CONVERSATION_PAGES, *SLEEPOVER_PAGES)

PAGES = (
    Page("Home", "home_page.home", Permission.USE_ROOST),
    Page("Talk", "conversations.conversations", Permission.TALK),
    Page("Concerns", "concerns.concerns", Permission.READ_CONCERNS),
    Page("Asks", "asks.asks", Permission.ASK_FOR_SLEEPOVER),
    Page("Nights", "nights.nights", Permission.SEE_NIGHTS),
    Page("Region", "region.region", Permission.SEE_REGION),
    Page("Constellations", "directory.constellations", Permission.SEE_CONSTELLATION),
    Page("People", "people.people", Permission.SEE_PEOPLE),
    Page("Register", "register.register", Permission.IMPORT_REGISTER),
    Page("Service", "service.settings", Permission.SET_SERVICE),
    Page("Uplifts", "claims.uplifts", Permission.SEE_UPLIFTS),
    Page("Policies", "policies.policies", Permission.SEE_POLICIES),
    Page("You", "accounts.me", Permission.USE_ROOST),
    Page("Jobs", "jobs.jobs", Permission.SEE_JOBS),
)
"""What the navigation offers, in this order, to those whose role may see it."""

HOME_PANELS = (*sleepover_panels.PANELS, *talk_panels.PANELS, *constellation_panels.PANELS, *region_panels.PANELS)
"""What stands on the home page, in this order, for those whose role has it."""

HISTORY_CHECKS = (past_must_be_open,)
"""Who is asked before the past of a service is corrected."""

COMMANDS = (
    *(cli.init, cli.serve, demo_cli.demo, people_cli.invite, jobs_cli.jobs, register_cli.load, claims_cli.uplifts),
    *(push_cli.push_key, keeping_cli.conversations, feeds_cli.feed),
)

SHEETS = (*WHO_WE_ARE, *WHO_SLEEPS_WHERE)
"""The files of the register; each builds on those before it."""

JOBS = (*TELLING, *FEED_JOBS, *TALK_JOBS, *SLEEPOVER_JOBS)
"""What Roost does by itself, each at its time."""

FEED_SOURCES = (EVENT_FEED, STAY_FEED)
"""What stands in the calendar feeds of people's phones."""

WAITS = (UNREAD, *talk_panels.WAITS, *sleepover_panels.WAITS)
"""What may wait for somebody, as the Monday digest counts it."""

EVENTS = (look_at_notices, *CONVERSATION_EVENTS)
"""What browsers may send on a live line."""


def create_app(settings: Settings) -> Flask:
    """Roost, ready to serve with these settings; refuses to be made where a route declares no access."""
    app = assemble(settings, Parts(BLUEPRINTS, PAGES, HOME_PANELS, HISTORY_CHECKS, SHEETS, JOBS, WAITS, EVENTS))
    init_circles(app, CIRCLES)
    init_names(app, names_noticed)
    init_unread(app)
    init_feeds(app, FEED_SOURCES)
    return app


def serving() -> Flask:
    """Roost for the production server; beside an embedded database it runs the jobs too."""
    app = create_app(read_settings())
    if app.extensions["roost_database"].is_sqlite:
        start_scheduler(app)
    watch_lines(app)
    return app


def main(words: list[str] | None = None) -> None:
    """The `roost` command; `words` instead of those typed."""
    cli.run(lambda: create_app(read_settings()), COMMANDS, words)


if __name__ == "__main__":
    main(["serve", *sys.argv[1:]])
