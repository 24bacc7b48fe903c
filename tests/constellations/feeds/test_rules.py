"""What a feed holds for whom, how much it says, how far it reaches, and who is known to fetch it."""

import datetime as dt
import uuid
from itertools import product

import pytest

from constellations.core.errors import RuleBroken
from constellations.feeds import rules
from constellations.feeds.rules import Content, Derived, Detail, EntryKind, Wording
from constellations.permissions import Role

ID = uuid.UUID(int=1)


@pytest.mark.parametrize(
    ("role", "is_hub", "expected"),
    [
        (Role.HUB_CARER, True, "events stays nights tasks"),
        (Role.HUB_CARER, False, "events stays tasks"),
        (Role.SATELLITE_CARER, False, "events stays tasks"),
        (Role.LIAISON, False, "events nights"),
        (Role.MANAGER, False, "events nights"),
        (Role.FINANCE, False, "events"),
        (Role.REGIONAL, False, ""),
        (None, False, ""),
    ],
)
def test_everybody_chooses_from_what_they_see(role: Role | None, is_hub: bool, expected: str) -> None:
    assert " ".join(rules.contents_for(role, is_hub)) == expected


@pytest.mark.parametrize(("wished", "offered"), [([], list(Content)), ([Content.NIGHTS], [Content.EVENTS])])
def test_a_feed_holds_something_and_nothing_that_was_not_offered(wished: list[Content], offered: list[Content]) -> None:
    with pytest.raises(rules.NothingChosen) as refused:
        rules.must_be_for_them(wished, offered)
    assert refused.value.words == "Choose at least one thing for your calendar."
    assert refused.value.about == "contents"


def test_what_was_offered_may_be_chosen() -> None:
    rules.must_be_for_them([Content.EVENTS], [Content.EVENTS, Content.STAYS])
    assert rules.KIND_OF.keys() == set(Content)


def test_who_has_too_many_addresses_reads_what_to_do() -> None:
    words = "You have 20 calendar addresses already. Switch off one that you do not use any more."
    assert rules.TooManyAddresses().words == words
    assert isinstance(rules.TooManyAddresses(), RuleBroken)


@pytest.mark.parametrize(
    ("detail", "event", "stay"),
    [
        (Detail.BUSY, Wording.BUSY, Wording.BUSY),
        (Detail.KIND, Wording.KIND, Wording.KIND),
        (Detail.INITIALS, Wording.KIND, Wording.WORDS),
        (Detail.FULL, Wording.WORDS, Wording.WORDS),
    ],
)
def test_initials_come_only_to_who_asked_for_them(detail: Detail, event: Wording, stay: Wording) -> None:
    assert rules.wording(detail, EntryKind.EVENT) is event
    assert rules.wording(detail, EntryKind.STAY) is stay
    assert rules.wording(detail, EntryKind.TASK) is stay


@pytest.mark.parametrize(
    ("today", "first", "end"),
    [
        ("2026-11-22", "2026-09-23", "2027-11-23"),
        ("2027-12-31", "2027-11-01", "2029-01-01"),
        ("2028-02-29", "2027-12-31", "2029-03-01"),
    ],
)
def test_a_feed_reaches_sixty_days_back_and_twelve_months_ahead(today: str, first: str, end: str) -> None:
    assert rules.window(day(today)) == (day(first), day(end))


@pytest.mark.parametrize(("last_day", "is_kept"), [("2026-09-22", False), ("2026-09-23", True), ("2030-01-01", True)])
def test_what_is_long_over_is_not_written_down(last_day: str, is_kept: bool) -> None:
    entry = Derived(ID, EntryKind.STAY, ID, frozenset(), {}, day("2026-09-01"), day(last_day))
    assert rules.is_kept(entry, day("2026-11-22")) is is_kept


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [(None, 9.5, 9.5), (9.0, 12.0, 12.0), (9.0, 9.5, 10.0), (11.0, 10.0, 12.0)],
)
def test_two_versions_are_never_of_the_same_second(before: float | None, now: float, expected: float) -> None:
    moment = None if before is None else instant(before)
    assert rules.next_moment(moment, instant(now)) == instant(expected)


@pytest.mark.parametrize(("minutes", "is_worth"), [(None, True), (14, False), (15, True)])
def test_a_fetch_is_noted_once_in_a_quarter_of_an_hour(minutes: int | None, is_worth: bool) -> None:
    last = None if minutes is None else instant(0) - dt.timedelta(minutes=minutes)
    assert rules.is_worth_noting(last, instant(0)) is is_worth


def test_a_tag_is_of_everything_it_is_made_of() -> None:
    facts = [(1, "a"), (1, "b"), ("1", "a"), ("1a",), (1,), (None, "a")]
    tags = {rules.tag_of(one) for one in facts}
    assert len(tags) == len(facts)
    assert {len(tag) for tag in tags} == {40}
    assert rules.tag_of((1, "a")) == rules.tag_of([1, "a"])


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("iOS/18.1 (22B83) dataaccessd/1.0", "Apple Calendar"),
        ("macOS/15.1 (24B83) CalendarAgent/1060", "Apple Calendar"),
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Mozilla/5.0 (compatible; Microsoft Exchange; Outlook)", "Outlook"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0", "Thunderbird"),
        ("ICSx5/2.2 (at.bitfire.icsdroid)", "ICSx5"),
        ("Nextcloud-Server-Crawler/30", "Nextcloud"),
        ("vdirsyncer/0.21", "vdirsyncer"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_calendars_are_known_by_what_they_call_themselves(agent: str, expected: str) -> None:
    assert rules.client_words(agent) == expected


def test_every_detail_words_every_kind() -> None:
    assert {rules.wording(*each) for each in product(Detail, EntryKind)} == set(Wording)


def day(written: str) -> dt.date:
    """A date as it is written."""
    return dt.date.fromisoformat(written)


def instant(seconds: float) -> dt.datetime:
    """So many seconds after some minute."""
    return dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)
