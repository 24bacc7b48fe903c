"""The browser sees what is wrong with a page, so that a page without complaint says something."""

import re

import pytest
from flask import Flask, Response, make_response
from playwright.sync_api import Page, expect

from tests.browser import checks
from tests.browser.checks import EVERY_LOOK, Look, assert_accessible, assert_fits, look_over, seen_as, watch

PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<link rel="icon" href="data:,"><title>Nest</title></head><body><main><h1>Nest</h1>{}</main></body></html>'
)
PAGES = {
    "good": "<p>Three homes</p>",
    "no-label": "<form><input name='home'></form>",
    "wide": "<div><pre>" + "wren " * 200 + "</pre></div>",
    "wide-at-320": "<svg width='330' height='10' role='img' aria-label='A branch'></svg>",
    "inline": "<script>document.title = 'Cuckoo'</script>",
    "missing": "<img src='/nowhere.png' alt='A nest'>",
}


@pytest.fixture
def app() -> Flask:
    """A handful of pages, each with one thing wrong, under the strict content policy."""
    served = Flask("nest")

    @served.get("/<name>")
    def nest(name: str) -> Response:
        if name not in PAGES:
            return make_response("Nothing here", 404)
        response = make_response(PAGE.format(PAGES[name]))
        response.headers["Content-Security-Policy"] = "default-src 'none'; img-src 'self' data:"
        return response

    @served.get("/remember")
    def remember() -> Response:
        response = make_response(PAGE.format("<p>Remembered</p>"))
        response.set_cookie("nest", "wren", expires=86_400)
        return response

    return served


def test_a_good_page_has_no_complaint(page: Page) -> None:
    page.goto("/good")
    look_over(page, "good")
    expect(page.get_by_role("heading")).to_have_text("Nest")


def test_what_is_wrong_in_one_look_alone_is_found(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    page.goto("/wide-at-320")
    monkeypatch.setattr(checks, "more_looks", ())
    look_over(page, "wide-at-320")
    monkeypatch.setattr(checks, "more_looks", EVERY_LOOK)
    with pytest.raises(AssertionError, match="wider than its window"):
        look_over(page, "wide-at-320")


def test_a_page_that_is_dark_is_seen_as_dark_and_light_again_afterwards(page: Page) -> None:
    page.goto("/good")
    is_dark = "matchMedia('(prefers-color-scheme: dark)').matches"
    with seen_as(page, Look(360, dark=True)):
        assert page.evaluate(is_dark)
    assert not page.evaluate(is_dark)


def test_a_field_without_a_label_is_found(page: Page) -> None:
    page.goto("/no-label")
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(page)


def test_a_page_that_scrolls_sideways_is_found_with_what_makes_it(page: Page) -> None:
    page.goto("/wide")
    with pytest.raises(AssertionError, match="<pre>"):
        assert_fits(page)


@pytest.mark.parametrize(
    ("path", "complaint"), [("/inline", "Content Security Policy"), ("/missing", "404 for .*/nowhere.png")]
)
def test_what_goes_wrong_on_a_page_is_heard(page: Page, path: str, complaint: str) -> None:
    loud = page.context.new_page()
    faults = watch(loud)
    loud.goto(path)
    loud.wait_for_load_state("networkidle")
    assert any(re.search(complaint, fault) for fault in faults), faults


def test_text_at_200_per_cent_is_twice_as_large(wide_page: Page) -> None:
    wide_page.goto("/good")
    size = "parseFloat(getComputedStyle(document.querySelector('p')).fontSize)"
    usual = wide_page.evaluate(size)
    with seen_as(wide_page, Look(1280, text=200)):
        assert wide_page.evaluate(size) == 2 * usual
    assert wide_page.evaluate(size) == usual


def test_a_cookie_dated_by_the_frozen_clock_is_kept_by_the_browser(page: Page) -> None:
    page.goto("/remember")
    assert [cookie.get("value") for cookie in page.context.cookies()] == ["wren"]
