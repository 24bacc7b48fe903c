"""How a Roost is put together from its parts."""

from collections.abc import Sequence
from pathlib import Path

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from constellations import words
from constellations.actions import init_history, init_placements, init_rooms
from constellations.core.assets import init_assets
from constellations.core.database import Database, init_database
from constellations.core.http import believe_proxies, init_http
from constellations.core.metering import init_metering
from constellations.core.settings import Settings, init_settings
from constellations.core.throttle import init_throttle
from constellations.directory.declaration import init_facets
from constellations.doctor.declaration import init_checks
from constellations.engagement.families.declaration import init_families
from constellations.engagement.needs.declaration import init_watches
from constellations.engagement.signs.declaration import init_signs
from constellations.extracts.declaration import init_extracts
from constellations.going.declaration import init_effects
from constellations.guard import check_every_route, init_guard
from constellations.home_page.queries import init_home_page
from constellations.jobs.scheduler import init_jobs
from constellations.keeping.declaration import init_keeping
from constellations.metrics.declaration import init_figures
from constellations.navigation import Page, init_navigation
from constellations.notices.digest.queries import init_digest
from constellations.parts import Parts
from constellations.people.declaration import init_returns
from constellations.register.actions import init_register
from constellations.rights.declaration import init_rights
from constellations.service.overview.declaration import init_settings_of_service
from constellations.sockets import init_sockets
from constellations.who_saw.declaration import init_who_saw

ROOT = Path(__file__).parents[1]

LARGEST_UPLOAD = 64 * 1024 * 1024
"""In bytes: a register of a whole region with room to spare."""


def assemble(settings: Settings, parts: Parts, pages: Sequence[Page]) -> Flask:
    """Make the application, with what the navigation offers.

    Raises AccessUndeclared where a route does not say who may come in.
    """
    app = Flask("roost", root_path=str(ROOT), static_folder="static/built", static_url_path="/static")
    app.config.update(_configuration(settings))
    init_settings(app, settings)
    database = Database(settings.database_url)
    _init_templates(app)
    init_database(app, database)
    init_http(app, settings)
    init_metering(app, database)
    Babel(app)
    CSRFProtect(app)
    init_assets(app)
    init_throttle(app, settings)
    init_guard(app)
    init_navigation(app, pages)
    _hand_over(app, parts)
    init_sockets(app, settings, parts.events, on_threads=database.is_sqlite)
    # Before pages and the door of live lines alike: both count by the address of who asks.
    believe_proxies(app, settings)
    for blueprint in parts.blueprints:
        app.register_blueprint(blueprint)
    check_every_route(app)
    return app


def _hand_over(app: Flask, parts: Parts) -> None:
    """Give each feature what the packages bring for it."""
    init_figures(app, parts.figures)
    init_checks(app, parts.checks)
    init_history(app, parts.history_checks)
    init_placements(app, parts.placement_checks)
    init_rooms(app, parts.room_watchers)
    init_returns(app, parts.return_watchers)
    init_home_page(app, parts.home_panels)
    init_jobs(app, parts.jobs)
    init_keeping(app, parts.kept, parts.lasting)
    init_who_saw(app, parts.sightings)
    init_digest(app, parts.waits)
    init_signs(app, parts.signs, parts.signs_taken_back, parts.signs_said)
    init_families(app, parts.tiles, parts.family_panels)
    init_watches(app, parts.watches)
    init_effects(app, parts.effects_of_going)
    init_settings_of_service(app, parts.settings)
    init_register(app, parts.sheets)
    init_facets(app, parts.facets)
    init_extracts(app, parts.extracts, parts.tables)
    init_rights(app, parts.personal_data, parts.erasers)


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.secret_key_fallbacks),
        "TRUSTED_HOSTS": settings.trusted_hosts,
        "MAX_CONTENT_LENGTH": LARGEST_UPLOAD,
        "SESSION_COOKIE_NAME": "__Host-roost" if settings.is_production else "roost",
        "SESSION_COOKIE_SECURE": settings.is_production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # The token lives as long as being signed in does; a page left open overnight still works.
        "WTF_CSRF_TIME_LIMIT": None,
        # Signed with the last of them, read with each: a form that lies open while keys change is taken.
        "WTF_CSRF_SECRET_KEY": [*settings.secret_key_fallbacks, settings.secret_key],
        "BABEL_DEFAULT_LOCALE": "en_GB",
        "BABEL_DEFAULT_TIMEZONE": "Europe/London",
    }


def _init_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(ROOT / "templates"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.filters.update(words.FILTERS)
