"""Puts Roost together: the one place that knows all packages and hands each what it needs, as data."""

import os
import sys
from dataclasses import replace

from flask import Flask

from constellations import cli
from constellations.assembly import assemble
from constellations.brings import CONSTELLATIONS
from constellations.calendar.declaration import init_calendar
from constellations.core.settings import Settings, read_settings
from constellations.events.attendance.declaration import init_thanks
from constellations.events.feeds import EVENT_FEED
from constellations.feeds.declaration import init_feeds
from constellations.home_page.declaration import first_first
from constellations.navigation import Page
from constellations.parts import together
from constellations.permissions import Permission
from messaging.brings import MESSAGING
from messaging.conversations.queries import named_conversations
from messaging.declaration import init_circles, init_names, init_notes, init_talks
from messaging.events.queries import CIRCLES as EVENT_CIRCLES
from messaging.events.queries import worrying_thanks
from messaging.safeguarding.rules import NoteKind
from messaging.safeguarding.subjects.queries import hidden_notes
from messaging.telling.sockets import init_unread
from sleepovers.asks.worries.queries import worrying_ask
from sleepovers.brings import SLEEPOVERS
from sleepovers.cards.names.queries import names_noticed
from sleepovers.cards.worries.queries import worrying_note
from sleepovers.circles.queries import CIRCLES as STAY_CIRCLES
from sleepovers.on_calendar.queries import nights_on_calendar
from sleepovers.stays.feeds import STAY_FEED

PAGES = (
    Page("Home", "home_page.home", Permission.USE_ROOST),
    Page("Talk", "conversations.conversations", Permission.TALK),
    Page("Concerns", "concerns.concerns", Permission.READ_CONCERNS),
    Page("Calendar", "calendar.agenda", Permission.SEE_EVENTS),
    Page("Asks", "asks.asks", Permission.ASK_FOR_SLEEPOVER),
    Page("Nights", "nights.nights", Permission.SEE_NIGHTS),
    Page("Support", "support.support", Permission.SEE_SUPPORT),
    Page("Region", "region.region", Permission.SEE_REGION),
    Page("Constellations", "directory.constellations", Permission.SEE_CONSTELLATION),
    Page("Who to ask", "teams.teams", Permission.SEE_TEAMS),
    Page("Handbook", "handbook.handbook", Permission.READ_HANDBOOK),
    Page("Retention", "stability.retention", Permission.SEE_RETENTION),
    Page("People", "people.people", Permission.SEE_PEOPLE),
    Page("Extracts", "extracts.extracts", Permission.TAKE_EXTRACTS),
    Page("Register", "register.register", Permission.IMPORT_REGISTER),
    Page("Service", "service.settings", Permission.SET_SERVICE),
    Page("Uplifts", "claims.uplifts", Permission.SEE_UPLIFTS),
    Page("Policies", "policies.policies", Permission.SEE_POLICIES),
    Page("Returns", "returns.returns", Permission.LOCK_RETURNS),
    Page("You", "accounts.me", Permission.USE_ROOST),
    Page("Jobs", "jobs.jobs", Permission.SEE_JOBS),
)
"""What the navigation offers, in this order, to those whose role may see it."""

HOME_PANELS = first_first((*SLEEPOVERS.home_panels, *MESSAGING.home_panels, *CONSTELLATIONS.home_panels))
"""What stands on the home page, in this order, for those whose role has it."""

PARTS = replace(together(CONSTELLATIONS, MESSAGING, SLEEPOVERS), home_panels=HOME_PANELS)

FEED_SOURCES = (EVENT_FEED, STAY_FEED)
"""What stands in the calendar feeds of people's phones."""

NOTES = {NoteKind.HANDOVER: worrying_note, NoteKind.ASK: worrying_ask, NoteKind.THANKS: worrying_thanks}
"""Where the notes are found that somebody may worry about."""


def create_app(settings: Settings) -> Flask:
    """Roost, ready to serve with these settings; refuses to be made where a route declares no access."""
    app = assemble(settings, PARTS, PAGES)
    init_circles(app, (*EVENT_CIRCLES, *STAY_CIRCLES))
    init_names(app, names_noticed)
    init_notes(app, NOTES)
    init_thanks(app, hidden_notes)
    init_talks(app, named_conversations)
    init_unread(app)
    init_calendar(app, (nights_on_calendar,))
    init_feeds(app, FEED_SOURCES)
    return app


def main(words: list[str] | None = None) -> None:
    """The `roost` command; `words` instead of those typed."""
    cli.run(lambda: create_app(read_settings()), PARTS.commands, words)


if __name__ == "__main__":
    # Begun anew, for a server may have to prepare before all that was imported here is.
    os.execv(sys.executable, [sys.executable, "-m", "constellations.start", "serve", *sys.argv[1:]])  # noqa: S606  # no shell: our words
