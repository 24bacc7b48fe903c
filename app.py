"""Puts Roost together: the one place that knows all packages and hands each what it needs, as data."""

import sys

from flask import Flask

from constellations import cli
from constellations.assembly import Parts, assemble
from constellations.calendar.declaration import init_calendar
from constellations.core.settings import Settings, read_settings
from constellations.declaration import COMMANDS as CONSTELLATION_COMMANDS
from constellations.declaration import JOBS as CONSTELLATION_JOBS
from constellations.events.feeds import EVENT_FEED
from constellations.feeds.declaration import init_feeds
from constellations.jobs.scheduler import start_scheduler
from constellations.navigation import Page
from constellations.notices.queries import UNREAD
from constellations.notices.sockets import look_at_notices
from constellations.panels import PANELS as CONSTELLATION_PANELS
from constellations.permissions import Permission
from constellations.register.sheets import WHO_WE_ARE
from constellations.sealing.cli import seals_with
from constellations.sockets import watch_lines
from constellations.views import BLUEPRINTS as CONSTELLATION_PAGES
from messaging import panels as talk_panels
from messaging.declaration import init_circles, init_names
from messaging.events.queries import CIRCLES as EVENT_CIRCLES
from messaging.jobs import JOBS as TALK_JOBS
from messaging.keeping.removing import cli as keeping_cli
from messaging.sockets import EVENTS as CONVERSATION_EVENTS
from messaging.telling.sockets import init_unread
from messaging.views import BLUEPRINTS as CONVERSATION_PAGES
from sleepovers.cards.names.actions import renew_called_marks
from sleepovers.cards.names.queries import names_noticed
from sleepovers.circles.queries import CIRCLES
from sleepovers.claims.queries import past_must_be_open
from sleepovers.declaration import COMMANDS as SLEEPOVER_COMMANDS
from sleepovers.home_page import panels as sleepover_panels
from sleepovers.jobs import JOBS as SLEEPOVER_JOBS
from sleepovers.on_calendar.queries import nights_on_calendar
from sleepovers.register import WHO_SLEEPS_WHERE
from sleepovers.stays.feeds import STAY_FEED
from sleepovers.tonight.sockets import room_changed
from sleepovers.views import BLUEPRINTS as SLEEPOVER_PAGES

BLUEPRINTS = (*CONSTELLATION_PAGES, *CONVERSATION_PAGES, *SLEEPOVER_PAGES)

PAGES = (
    Page("Home", "home_page.home", Permission.USE_ROOST),
    Page("Talk", "conversations.conversations", Permission.TALK),
    Page("Concerns", "concerns.concerns", Permission.READ_CONCERNS),
    Page("Calendar", "calendar.agenda", Permission.SEE_EVENTS),
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

HOME_PANELS = (*sleepover_panels.PANELS, *talk_panels.PANELS, *CONSTELLATION_PANELS)
"""What stands on the home page, in this order, for those whose role has it."""

HISTORY_CHECKS, ROOM_WATCHERS = (past_must_be_open,), (room_changed,)
"""Who is asked before the past of a service is corrected; who hears at once that a home has other room."""

COMMANDS = (*CONSTELLATION_COMMANDS, *SLEEPOVER_COMMANDS, keeping_cli.conversations, seals_with(renew_called_marks))

SHEETS = (*WHO_WE_ARE, *WHO_SLEEPS_WHERE)
"""The files of the register; each builds on those before it."""

JOBS = (*CONSTELLATION_JOBS, *TALK_JOBS, *SLEEPOVER_JOBS)
"""What Roost does by itself, each at its time."""

FEED_SOURCES = (EVENT_FEED, STAY_FEED)
"""What stands in the calendar feeds of people's phones."""

WAITS = (UNREAD, *talk_panels.WAITS, *sleepover_panels.WAITS)
"""What may wait for somebody, as the Monday digest counts it."""

EVENTS = (look_at_notices, *CONVERSATION_EVENTS)
"""What browsers may send on a live line."""


def create_app(settings: Settings) -> Flask:
    """Roost, ready to serve with these settings; refuses to be made where a route declares no access."""
    app = assemble(
        settings, Parts(BLUEPRINTS, PAGES, HOME_PANELS, HISTORY_CHECKS, ROOM_WATCHERS, SHEETS, JOBS, WAITS, EVENTS)
    )
    init_circles(app, (*EVENT_CIRCLES, *CIRCLES))
    init_names(app, names_noticed)
    init_unread(app)
    init_calendar(app, (nights_on_calendar,))
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
