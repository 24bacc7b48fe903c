"""Every setting of the service on one page, and who changed what."""

from flask import Flask

from constellations.keeping.declaration import schedule
from constellations.service.actions import Chosen, set_service
from constellations.service.overview.declaration import settings_of_service
from constellations.service.overview.queries import overview_of_settings
from tests.client import client_of
from tests.sleepovers.households import Households, sees


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
