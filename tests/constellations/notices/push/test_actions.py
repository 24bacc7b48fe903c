"""Pushes, against a push service that really opens them: no word of what is new, once each, none at night."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.access import visible
from constellations.core.database import session
from constellations.core.errors import Forbidden
from constellations.core.ids import new_id
from constellations.jobs.rules import JobResult
from constellations.models import Person
from constellations.notices.actions import read_all_notices
from constellations.notices.models import PushSubscription
from constellations.notices.push.actions import switch_push_on
from constellations.notices.push.queries import browsers_key, pushes_laid_aside
from constellations.notices.rules import SHORT_WAIT, SHORT_WAITS
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.alerts import SYSTEM, alert_now, outbox
from tests.client import client_of
from tests.constellations.notices.alerts.telling import choose, tell_something
from tests.constellations.notices.push.phones import HERE, ON, phone_of, pushes, send, subscriptions, tell_and_send
from tests.factories import changed, create_home, create_person, create_service
from tests.push_service import Listener, PushService, proven_claims, running_push_service
from tests.servers import free_port


def test_news_reaches_the_phone_once_and_says_nothing_of_what_it_is(
    app: Flask, carer: Person, service: PushService, clock: time_machine.Traveller
) -> None:
    phone = phone_of(app, carer, service)
    assert tell_and_send(clock, carer) == JobResult(1, "1 sent")
    assert send() == JobResult(0, "0 sent")
    assert phone.heard() == [{"title": "Something new in Roost", "path": "/notices"}]
    ((_, headers, body),) = service.taken
    assert b"Roost" not in body
    assert (headers["content-encoding"], headers["urgency"], headers["topic"]) == ("aes128gcm", "normal", "news")
    claims = proven_claims(headers["authorization"], str(browsers_key()))
    assert claims["aud"] == f"http://127.0.0.1:{service.port}"
    assert str(claims["sub"]).startswith("mailto:roost@")
    assert len(outbox()) == 1, "the mail comes besides"


def test_a_night_of_news_is_one_push_in_the_morning(
    app: Flask, carer: Person, service: PushService, clock: time_machine.Traveller
) -> None:
    phone = phone_of(app, carer, service)
    for hour in ("2026-11-22T22:00Z", "2026-11-23T02:00Z", "2026-11-23T06:30Z"):
        clock.move_to(hour)
        assert tell_and_send(clock, carer).found == 0
    clock.move_to("2026-11-23T07:00Z")
    alert_now()
    assert send().found == 1
    assert len(phone.heard()) == 1


def test_an_emergency_comes_at_night_to_who_wants_no_pushes_too(
    app: Flask, carer: Person, service: PushService, clock: time_machine.Traveller
) -> None:
    phone = phone_of(app, carer, service)
    choose(carer, by_push=False)
    assert tell_and_send(clock, carer).found == 0
    clock.move_to("2026-11-23T02:00Z")
    tell_something(carer, is_emergency=True)
    assert send().found == 1
    assert phone.heard() == [{"title": "Urgent: somebody needs you in Roost", "path": "/notices"}]
    assert service.taken[0][1]["urgency"] == "high"


def test_every_device_hears_and_one_that_is_gone_keeps_no_other_from_it(
    app: Flask, carer: Person, service: PushService, clock: time_machine.Traveller
) -> None:
    phone = phone_of(app, carer, service)
    with running_push_service() as other:
        other.status = 410
        phone_of(app, carer, other, "tablet")
        assert tell_and_send(clock, carer) == JobResult(2, "1 sent, 1 not taken")
    assert len(phone.heard()) == 1
    assert subscriptions() == 1
    assert tell_and_send(clock, carer) == JobResult(1, "1 sent")


def test_what_does_not_get_through_is_tried_five_times_and_counted_for_staff(
    app: Flask, carer: Person, service: PushService, clock: time_machine.Traveller
) -> None:
    phone_of(app, carer, service)
    service.status = 503
    assert tell_and_send(clock, carer) == JobResult(1, "0 sent, 1 not taken")
    for wait in SHORT_WAITS:
        assert pushes_laid_aside(SYSTEM) == 0
        clock.shift(wait - dt.timedelta(seconds=1))
        assert send().found == 0
        clock.shift(1)
        assert send().found == 1
    assert [push.last_error for push in pushes()] == ["refused, 503"]
    assert len(service.taken) == pushes_laid_aside(SYSTEM) * 5 == 5
    clock.shift(dt.timedelta(days=1))
    assert send().found == 0
    manager = create_person(Role.MANAGER, create_service())
    assert "One alert to a phone or computer could not be delivered" in client_of(app, manager).get("/jobs").text


def test_after_an_hour_without_a_push_service_one_push_goes(
    app: Flask, carer: Person, service: PushService, clock: time_machine.Traveller
) -> None:
    phone = phone_of(app, carer, service)
    service.status = 500
    for _ in range(3):
        tell_and_send(clock, carer)
    service.status = 201
    clock.shift(dt.timedelta(hours=1))
    assert send().found == 1
    assert len(pushes()) == 1
    assert len(phone.heard()) > 1, "those that were refused, and the one that was not"


def test_what_is_read_meanwhile_is_not_pushed(
    app: Flask, carer: Person, service: PushService, clock: time_machine.Traveller
) -> None:
    phone_of(app, carer, service)
    tell_something(carer)
    clock.shift(SHORT_WAIT)
    alert_now()
    read_all_notices(viewer_for(carer))
    assert send().found == 0
    assert pushes() == []


def test_the_system_listens_nowhere(app: Flask) -> None:
    with pytest.raises(Forbidden):
        switch_push_on(SYSTEM, new_id(), "https://fcm.googleapis.com/x", "x", "x")


def test_switching_on_again_is_one_and_switching_off_is_none(app: Flask, carer: Person, service: PushService) -> None:
    phone = phone_of(app, carer, service)
    assert phone.listen() == 302
    assert subscriptions() == 1
    page = phone.client.get("/me/alerts").text
    assert "this one" in page
    assert "switch-on-push" not in page
    found = session().scalars(visible(SYSTEM, PushSubscription)).one()
    assert phone.client.post(f"{ON}/{found.id}/off").status_code == 302
    assert subscriptions() == 0
    assert "switch-on-push" in phone.client.get("/me/alerts").text


@pytest.mark.parametrize(
    "endpoint", ["", "https://127.0.0.1/x", "https://evil.example/x", "http://fcm.googleapis.com/x"]
)
def test_an_address_that_is_no_push_service_is_refused_in_words(app: Flask, carer: Person, endpoint: str) -> None:
    listener = Listener()
    data = {"endpoint": endpoint, "p256dh": listener.p256dh, "auth": listener.auth}
    answer = client_of(app, carer).post(ON, data=data)
    assert answer.status_code == 422
    assert "Use Chrome, Edge, Firefox or Safari" in answer.text
    assert subscriptions() == 0


def test_without_a_key_nobody_is_offered_pushes_and_what_waits_stays(
    app: Flask, carer: Person, service: PushService, clock: time_machine.Traveller
) -> None:
    phone = phone_of(app, carer, service)
    settings = app.extensions["roost_settings"]
    app.extensions["roost_settings"] = settings.model_copy(update={"push_key": None})
    assert "phone or computer" not in phone.client.get("/me/alerts").text
    assert tell_and_send(clock, carer) == JobResult(1, "0 sent, 1 not taken")
    app.extensions["roost_settings"] = settings
    clock.shift(SHORT_WAITS[0])
    assert send() == JobResult(1, "1 sent")


def test_a_push_service_that_is_not_there_is_left_in_peace_for_the_rest_of_the_run(
    app: Flask, service: PushService, clock: time_machine.Traveller
) -> None:
    home = create_home(create_service())
    people = [create_person(Role.HUB_CARER, home=home) for _ in range(4)]
    phones = [phone_of(app, person, service, f"phone-{n}") for n, person in enumerate(people)]
    gone = f"http://{HERE}:{free_port()}/push"
    for phone in phones[:3]:
        changed(the_subscription(phone.name), endpoint=f"{gone}/{phone.name}")
    assert tell_and_send(clock, *people) == JobResult(2, "1 sent, 1 not taken")
    assert phones[3].heard()
    assert sorted(push.attempts for push in pushes()) == [0, 0, 1, 1]


def test_a_browser_whose_key_is_broken_keeps_no_other_from_hearing(
    app: Flask, carer: Person, service: PushService, clock: time_machine.Traveller
) -> None:
    phone_of(app, carer, service, "broken")
    other = create_person(Role.MANAGER, create_service())
    good = phone_of(app, other, service, "good")
    changed(the_subscription("broken"), p256dh="not a key")
    assert tell_and_send(clock, carer, other) == JobResult(2, "1 sent, 1 not taken")
    assert len(good.heard()) == 1
    for wait in SHORT_WAITS:
        clock.shift(wait)
        send()
    assert pushes_laid_aside(SYSTEM) == 1


def the_subscription(name: str) -> PushSubscription:
    """Where a browser of this name listens."""
    session().rollback()
    found = visible(SYSTEM, PushSubscription).where(PushSubscription.endpoint.endswith(f"/{name}"))
    return session().scalars(found).one()
