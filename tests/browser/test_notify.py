"""How the pages of text messages look: a service's account at GOV.UK Notify, and one's own number."""

from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.checks import assert_accessible, look_over
from tests.browser.test_notices import sign_in
from tests.constellations.notices.alerts.telling import choose, tell_something
from tests.constellations.notices.office import MOBILE, make_office, prove, send_mail_waiting, send_texts
from tests.notify_service import KEY, MAIL_TEMPLATE, TEXT_TEMPLATE, TRIAL, running_notify


def test_how_pages_of_text_messages_look(app: Flask, page: Page, live_server: str) -> None:
    office = make_office("Fairvale")
    before = app.extensions["roost_settings"]
    sign_in(app, page, office.manager, live_server)
    with running_notify() as notify:
        app.extensions["roost_settings"] = before.model_copy(update={"notify_url": notify.url})
        page.goto("/service/notify")
        look_over(page, "notify-none")
        page.get_by_label("Key", exact=True).fill(KEY)
        page.get_by_label("ID of the email template").fill("blue")
        page.get_by_label("ID of the text message template").fill(TEXT_TEMPLATE)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert")).to_contain_text("This is no template ID.")
        assert_accessible(page)
        page.get_by_label("Key", exact=True).fill(KEY)
        page.get_by_label("ID of the email template").fill(MAIL_TEMPLATE)
        page.get_by_role("button", name="Save").click()
        notify.error = (400, TRIAL)
        office.wants_texts()
        choose(office.manager, mobile=MOBILE)
        prove(office.manager)
        tell_something(office.carer, is_emergency=True)
        send_mail_waiting()
        send_texts()
        page.get_by_role("button", name="Send me a test mail").click()
        expect(page.get_by_role("alert")).to_contain_text("in trial mode")
        app.extensions["roost_settings"] = before
    look_over(page, "notify")
    sign_in(app, page, office.carer, live_server)
    page.goto("/me/alerts")
    expect(page.get_by_label("My mobile number")).to_have_value(MOBILE)
    look_over(page, "alerts-by-text")
    choose(office.carer, by_text=True, mobile="07700 900456")
    page.goto("/me/alerts/mobile")
    expect(page.get_by_role("button", name="Send me a code")).to_be_visible()
    look_over(page, "mobile-to-prove")
