"""What may be entered of an account at GOV.UK Notify, and what its answers mean."""

import pytest

from constellations.core.errors import RuleBroken
from constellations.core.notify import Refusal, Way
from constellations.notices.notify.rules import (
    KEY_LOST,
    NO_KEY,
    NO_PLACE_WORDS,
    OTHER_WORDS,
    REFUSAL_WORDS,
    TAKEN_WORDS,
    Given,
    KeyMissing,
    KeyWrong,
    MailTemplateWrong,
    NoOwnMobile,
    NoTemplate,
    NothingToTest,
    TextTemplateWrong,
    end_of,
)
from tests.notify_service import KEY, MAIL_TEMPLATE, SECRET, TEXT_TEMPLATE


@pytest.mark.parametrize(
    ("given", "has_key"),
    [
        (Given(KEY, MAIL_TEMPLATE, TEXT_TEMPLATE), False),
        (Given(KEY, MAIL_TEMPLATE), True),
        (Given("", None, TEXT_TEMPLATE), True),
    ],
)
def test_a_key_and_a_template_are_enough_and_a_key_may_stay(given: Given, has_key: bool) -> None:
    assert given.checked(has_key) == given


@pytest.mark.parametrize(
    ("given", "has_key", "refusal"),
    [
        (Given("", MAIL_TEMPLATE), False, KeyMissing),
        (Given(SECRET, MAIL_TEMPLATE), True, KeyWrong),
        (Given(KEY, "x"), True, MailTemplateWrong),
        (Given(KEY, KEY), True, MailTemplateWrong),
        (Given(KEY, None, "x"), True, TextTemplateWrong),
        (Given(KEY), False, NoTemplate),
    ],
)
def test_what_cannot_work_is_refused_beside_its_field(given: Given, has_key: bool, refusal: type[RuleBroken]) -> None:
    with pytest.raises(refusal) as refused:
        given.checked(has_key)
    assert refused.value.about in ("api_key", "mail_template", "text_template")


def test_a_test_of_nothing_and_of_nobodys_phone_say_what_to_enter() -> None:
    assert "Enter" in NothingToTest().words
    assert "Enter" in NoOwnMobile().words


def test_of_a_key_four_letters_are_shown() -> None:
    assert end_of(KEY) == "22b0"


@pytest.mark.parametrize("kind", [*Refusal, NO_KEY, KEY_LOST])
def test_every_refusal_has_words_for_who_can_mend_it(kind: str) -> None:
    assert REFUSAL_WORDS[kind].endswith(".")
    assert REFUSAL_WORDS[kind] != OTHER_WORDS


@pytest.mark.parametrize("way", Way)
def test_every_way_has_words_for_a_test_that_came_through_and_for_a_template_without_a_place(way: Way) -> None:
    assert "((body))" in NO_PLACE_WORDS[way]
    assert TAKEN_WORDS[way].startswith("Notify has taken the test.")
