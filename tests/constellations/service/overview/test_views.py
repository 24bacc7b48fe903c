"""Every setting of the service on one page, and who changed what."""

import datetime as dt

import time_machine
from flask import Flask

from constellations.access import Viewer
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.core.database import transaction
from constellations.days_off.actions import set_day
from constellations.days_off.rules import DayChoice
from constellations.guard import DECLARED
from constellations.keeping.declaration import schedule
from constellations.permissions import Permission, Role
from constellations.service.actions import Chosen, set_service
from constellations.service.overview.declaration import settings_of_service
from constellations.service.overview.queries import overview_of_settings
from constellations.support.pathway.actions import list_course
from tests.client import client_of
from tests.constellations.people.stored import audited
from tests.factories import create_person
from tests.sleepovers.households import Households, sees


def changed_last(viewer: Viewer) -> dict[str, str | None]:
    """Who changed each setting last, by its words; those that nobody changed are left out."""
    return {setting.words: change.by for setting, change in overview_of_settings(viewer).lines if change}


def last_changes(viewer: Viewer) -> list[tuple[str, str | None]]:
    """What was changed, and by whom, the newest first."""
    return [(words, change.by) for words, change in overview_of_settings(viewer).changes]


def test_each_setting_says_what_it_is_and_leads_to_where_it_is_changed(app: Flask, homes: Households) -> None:
    settings = settings_of_service(sees(homes.manager))
    values = {setting.words: setting.value for setting in settings}
    assert values["What carers call a stay"] == "sleepover"
    assert values["The uplift"].startswith("Beyond 16 child-nights a month")
    assert values["Who reads what worries somebody"] == "managers and liaison workers"
    assert values["How long records are kept"] == f"0 of {len(schedule().kept)} kinds chosen"
    client = client_of(app, homes.manager)
    for path in {setting.path for setting in settings}:
        assert client.get(path, follow_redirects=True).status_code == 200, path


def test_it_says_who_changed_what_last(app: Flask, homes: Households) -> None:
    chosen = Chosen(homes.service.name, "stayover", None, photos_allowed=True)
    set_service(sees(homes.manager), chosen, 1)
    page = overview_of_settings(sees(homes.manager))
    changed = {setting.words: change.by for setting, change in page.lines if change}
    assert changed["What carers call a stay"] == "Sam Ode"
    assert "The uplift" not in changed
    assert [change.by for _, change in page.changes] == ["Sam Ode"]
    shown = client_of(app, homes.manager).get("/service/overview").text
    assert "stayover" in shown
    assert "last changed" in shown
    assert 'href="/service/overview"' in client_of(app, homes.manager).get("/service").text
    assert client_of(app, homes.liaison).get("/service/overview").status_code == 403


def test_each_setting_names_its_own_last_change(homes: Households, clock: time_machine.Traveller) -> None:
    manager, other = sees(homes.manager), sees(create_person(Role.MANAGER, homes.service, name="Ada Bell"))
    usual = Chosen(homes.service.name, "sleepover", None)
    with_photos = Chosen(homes.service.name, "sleepover", None, photos_allowed=True)
    set_service(other, with_photos, 1)
    clock.shift(dt.timedelta(hours=1))
    set_day(manager, dt.date(2026, 12, 24), DayChoice.OFF, "Office shut")
    clock.shift(dt.timedelta(hours=1))
    with_phone = Chosen(usual.name, "sleepover", "0300 123 4567", photos_allowed=True)
    set_service(manager, with_phone, 2)
    clock.shift(dt.timedelta(hours=1))
    list_course(other, "First aid", 60)
    assert changed_last(manager) == {
        "Phone out of hours": "Sam Ode",
        "Photos in conversations": "Ada Bell",
        "Days off and school holidays": "Sam Ode",
        "Courses of the first year": "Ada Bell",
    }
    assert last_changes(manager) == [
        ("Courses of the first year", "Ada Bell"),
        ("Phone out of hours", "Sam Ode"),
        ("Days off and school holidays", "Sam Ode"),
        ("Photos in conversations", "Ada Bell"),
    ]
    at = {setting.words: change.at.hour for setting, change in overview_of_settings(manager).lines if change}
    assert len(set(at.values())) == len(at)


def test_a_page_that_saves_two_settings_names_both_and_one_that_saves_none_nothing(homes: Households) -> None:
    manager = sees(homes.manager)
    chosen = Chosen("Harbour", "stayover", None)
    set_service(manager, chosen, 1)
    set_service(manager, chosen, 2)
    assert last_changes(manager) == [("Name of the service, What carers call a stay", "Sam Ode")]
    assert len(audited(homes.service)) == 1


def test_what_changes_no_setting_goes_by_its_own_name(homes: Households) -> None:
    manager, service_id = sees(homes.manager), homes.service.id
    with transaction():
        audit(manager, Change("register_added", "service", service_id, ("service",)), service_id)
        audit(manager, Change("loaded_events", "service", service_id, ("event", "occurrence")), service_id)
        audit(manager, Change("tried_mail_again", "service", service_id), service_id)
        audit(manager, Change("test_account", "notify_account", service_id), service_id)
    assert changed_last(manager) == {}
    assert [words for words, _ in last_changes(manager)] == [
        "A test of GOV.UK Notify",
        "Mail that was laid aside, tried again",
        "Events of a calendar file",
        "The service",
    ]


def test_every_page_on_which_the_service_is_set_stands_there(app: Flask, homes: Households) -> None:
    own = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], DECLARED, None) is Permission.SET_SERVICE
        and {"GET", "POST"} <= (rule.methods or set())
        and not rule.arguments
    }
    assert len(own) > 8
    its_second_step = {"/service/days/terms/check"}
    assert own - its_second_step <= {setting.path for setting in settings_of_service(sees(homes.manager))}
