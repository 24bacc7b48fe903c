"""Writing, publishing and reading the handbook, on a real database."""

import uuid

import pytest
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.models import Person
from constellations.notices.models import Notice
from constellations.permissions import Role
from constellations.support.handbook import rules
from constellations.support.handbook.actions import begin_page, keep_draft, publish_page, say_read, withdraw_page
from constellations.support.handbook.panels import UNREAD_PAGES
from constellations.support.handbook.queries import draft_of, handbook_of, page_shown, pages_to_read
from constellations.support.handbook.rules import PageWords
from tests import factories
from tests.sleepovers.households import Households, acts, audited, sees

FIRST = PageWords("Bags", "Pack a bag.", "", True)
SECOND = PageWords("Bags", "Pack two bags.", "Two bags.", True)
SMALL = PageWords("Bags", "Pack two bags!", "A full stop less.", False)


def published(homes: Households, *versions: PageWords) -> int:
    """A page in several versions; its number."""
    manager = sees(homes.manager)
    number = begin_page(manager, versions[0])
    for words in versions:
        publish_page(manager, number, words, draft_of(manager, number).version)
    return number


def told(person: Person) -> list[str]:
    """What somebody was told."""
    rows = select(Notice.words).where(Notice.person_id == person.id)
    return list(session().scalars(covering(Viewer.system(), rows)))


def page_id(homes: Households, number: int) -> uuid.UUID:
    """The key of a page."""
    return draft_of(sees(homes.manager), number).page_id


def test_a_draft_is_read_by_who_keeps_the_handbook_alone(homes: Households) -> None:
    number = begin_page(sees(homes.manager), FIRST)
    assert [line.title for line in handbook_of(sees(homes.manager)).unseen] == ["Bags"]
    for who in (homes.anita, homes.liaison, homes.finance):
        assert handbook_of(sees(who)).pages == handbook_of(sees(who)).unseen == ()
        with pytest.raises(NotFound):
            page_shown(sees(who), number)
    assert told(homes.anita) == []


def test_publishing_tells_carers_once_for_each_version_that_asks(homes: Households) -> None:
    number = published(homes, FIRST, SECOND, SMALL)
    words = ["The handbook has a page for you to read."] * 2
    assert [told(one) for one in (homes.anita, homes.moira)] == [words] * 2
    assert told(homes.manager) == told(homes.liaison) == []
    page = page_shown(sees(homes.anita), number)
    assert (page.version, page.asked, page.is_due, page.changed) == (3, 2, True, "A full stop less.")
    assert [past.number for past in page.history] == [3, 2, 1]
    assert page.by == "Sam Ode"
    key = page_id(homes, number)
    assert sorted(acts(key)) == ["began_handbook_page", *["published_handbook_page"] * 3]
    assert audited(key)[1:] == [("published_handbook_page", "current;asked")] * 3


def test_every_version_can_be_read_as_it_was(homes: Households) -> None:
    number = published(homes, FIRST, SECOND)
    then, now = page_shown(sees(homes.anita), number, 1), page_shown(sees(homes.anita), number)
    assert (then.blocks[0].lines, then.is_current) == (("Pack a bag.",), False)
    assert (now.blocks[0].lines, now.is_current) == (("Pack two bags.",), True)
    with pytest.raises(NotFound):
        page_shown(sees(homes.anita), number, 3)


def test_a_carer_says_once_that_it_is_read_and_staff_see_by_name_who_has_not(homes: Households) -> None:
    number = published(homes, FIRST)
    assert [line.number for line in pages_to_read(sees(homes.anita))] == [number]
    assert UNREAD_PAGES.count(sees(homes.anita)) == 1
    say_read(sees(homes.anita), number, 1)
    say_read(sees(homes.anita), number, 1)
    assert pages_to_read(sees(homes.anita)) == []
    assert acts(page_id(homes, number)).count("read_handbook_page") == 1
    for who in (homes.manager, homes.liaison):
        page = page_shown(sees(who), number)
        assert page.read == ["Anita Patel (Patel)"]
        assert page.waiting == ["Moira Hale (Moira)", "Tom Hale (Moira)", "Chi Okafor (Okafor)"]
    for other in (homes.moira, homes.finance):
        assert page_shown(sees(other), number).read is None


def test_staff_of_other_homes_read_no_name_of_these(homes: Households) -> None:
    number = published(homes, FIRST)
    say_read(sees(homes.anita), number, 1)
    next_door = factories.create_constellation(homes.service)
    other = factories.create_person(Role.LIAISON, homes.service, constellations=(next_door,))
    assert page_shown(sees(other), number).read == page_shown(sees(other), number).waiting == []


def test_a_new_version_that_asks_waits_again_and_a_correction_does_not(homes: Households) -> None:
    number = published(homes, FIRST)
    say_read(sees(homes.anita), number, 1)
    manager = sees(homes.manager)
    publish_page(manager, number, SMALL, draft_of(manager, number).version)
    assert pages_to_read(sees(homes.anita)) == []
    publish_page(manager, number, SECOND, draft_of(manager, number).version)
    assert [line.changed for line in pages_to_read(sees(homes.anita))] == ["Two bags."]
    with pytest.raises(rules.ReadSomethingOlder):
        say_read(sees(homes.anita), number, 2)
    for never in (0, 4):
        with pytest.raises(rules.ReadSomethingOlder):
            say_read(sees(homes.anita), number, never)


def test_what_is_withdrawn_is_gone_for_carers_and_comes_back_when_published(homes: Households) -> None:
    number = published(homes, FIRST)
    manager = sees(homes.manager)
    withdraw_page(manager, number, draft_of(manager, number).version)
    with pytest.raises(NotFound):
        page_shown(sees(homes.anita), number)
    assert pages_to_read(sees(homes.anita)) == []
    assert page_shown(manager, number).is_withdrawn
    assert publish_page(manager, number, FIRST, draft_of(manager, number).version) == 2
    assert page_shown(sees(homes.anita), number).version == 2


def test_only_what_is_out_can_be_withdrawn(homes: Households) -> None:
    number = begin_page(sees(homes.manager), FIRST)
    with pytest.raises(rules.NotPublished):
        withdraw_page(sees(homes.manager), number, 1)


def test_two_who_write_at_once_are_told_of_each_other(homes: Households) -> None:
    manager = sees(homes.manager)
    number = begin_page(manager, FIRST)
    keep_draft(manager, number, SECOND, 1)
    assert draft_of(manager, number).words == SECOND
    for act in (keep_draft, publish_page):
        with pytest.raises(ChangedMeanwhile, match="It says now: Bags: Pack two bags."):
            act(manager, number, FIRST, 1)
    with pytest.raises(ChangedMeanwhile):
        withdraw_page(manager, published(homes, FIRST), 1)


@pytest.mark.parametrize("who", ["moira", "liaison", "finance"])
def test_only_managers_write(homes: Households, who: str) -> None:
    viewer, number = sees(getattr(homes, who)), published(homes, FIRST)
    for act in (
        lambda: begin_page(viewer, FIRST),
        lambda: keep_draft(viewer, number, FIRST, 1),
        lambda: publish_page(viewer, number, FIRST, 1),
        lambda: withdraw_page(viewer, number, 1),
        lambda: draft_of(viewer, number),
    ):
        with pytest.raises(Forbidden):
            act()


def test_each_service_counts_its_own_pages(homes: Households) -> None:
    assert published(homes, FIRST) == 1
    elsewhere = sees(factories.create_person(Role.MANAGER, factories.create_service()))
    with pytest.raises(NotFound):
        page_shown(elsewhere, 1)
    assert begin_page(elsewhere, FIRST) == 1
    assert draft_of(elsewhere, 1).words == FIRST
