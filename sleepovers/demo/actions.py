"""Filling an empty Roost with the demo service."""

import csv
import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from constellations.access import Viewer, visible
from constellations.activity.actions import record
from constellations.children.models import Child, NotTogether
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.core.errors import RuleBroken
from constellations.core.ids import new_id
from constellations.core.passwords import hash_password
from constellations.cover.models import HubCover
from constellations.feeds.keeping.actions import settle_debt
from constellations.homes.exemptions.actions import grant_exemption
from constellations.models import Constellation, Home, HomeTerms, Person, Service
from constellations.register.actions import load_register
from constellations.rules import StayAuthority
from sleepovers.availability.actions import say_away, say_free_tonight, set_pattern
from sleepovers.availability.rules import written_pattern
from sleepovers.claims.actions import flag_uplifts
from sleepovers.demo.answering.actions import let_them_answer
from sleepovers.demo.asking.actions import let_them_ask
from sleepovers.demo.cards.actions import fill_in_stay_cards
from sleepovers.demo.caring.actions import let_them_care
from sleepovers.demo.checklist.actions import let_checklist_be_answered
from sleepovers.demo.engaging.actions import let_weeks_pass
from sleepovers.demo.families import SERVICE, Row, address, child_key, family_rows, sibling_keys
from sleepovers.demo.gathering.actions import let_tablets_follow, let_them_gather
from sleepovers.demo.library.actions import let_them_look_up
from sleepovers.demo.paying.actions import SEPTEMBER, let_september_be_paid
from sleepovers.demo.region.actions import let_neighbours_be_counted
from sleepovers.demo.reporting.actions import let_them_report
from sleepovers.demo.rights.actions import let_rights_be_asked_for
from sleepovers.demo.room import AWAY, COVER, PATTERNS, ROOM_TONIGHT
from sleepovers.demo.standing_in.actions import let_somebody_stand_in
from sleepovers.demo.stays import stay_rows
from sleepovers.demo.supporting.actions import let_them_support
from sleepovers.demo.talking.actions import let_them_announce, let_them_find_a_day, let_them_talk
from sleepovers.demo.thriving.actions import let_them_thrive

PASSWORD = "lanterns by the river at dusk"  # noqa: S105  # of people who do not exist, where there are no others
"""What every person of the demo service signs in with; Roost in production refuses to make them."""

NOT_TOGETHER = (("Marsh", "CP"), ("Novak", "ES"))
SOLO = ("Sayed", "YA")
AUTHORITY = {
    ("Okafor", "SD"): StayAuthority.ASK_FIRST,
    ("Sayed", "YA"): StayAuthority.NOT_ALLOWED,
}


SOCIAL_WORKERS = {("Patel", "JB"): "Nina Crewe", ("Okafor", "SD"): "Owen Tait"}
EXEMPTED = ("Fielding", (("Fielding", "LT"), ("Fielding", "OT"), ("Fielding", "NT"), ("Novak", "ES")))
"""A home, and whom it may foster together although they are more than three and no siblings."""

HOLD_REVIEWED = ("Sayed", dt.timedelta(days=14))
"""A home on hold, and in how many days that is looked at again."""


def fill_with_demo(viewer: Viewer) -> bool:
    """Load the demo service; false, with nothing changed, where it is there. Raises RuleBroken beside real services."""
    services = session().scalars(visible(viewer, Service)).all()
    if SERVICE in {service.key for service in services}:
        return False
    if services:
        raise RuleBroken("This Roost holds services of its own. The demo service goes only into an empty one.")
    _load(viewer, {**family_rows(), "stays": stay_rows(clock.today())})
    _add_what_no_register_holds(viewer)
    _say_who_has_room(viewer)
    let_them_ask(viewer)
    fill_in_stay_cards(viewer)
    let_them_talk(viewer)
    let_them_announce(viewer)
    let_them_find_a_day(viewer)
    service = session().scalars(visible(viewer, Service)).one()
    running = Month.of(clock.today())
    months = {SEPTEMBER, SEPTEMBER.shifted(1), running.shifted(-1), running}
    flag_uplifts(viewer, service.id, sorted(months))
    let_september_be_paid(viewer)
    let_them_care(viewer)
    let_them_gather(viewer)
    let_them_answer(viewer)
    let_them_thrive(viewer)
    let_them_report(viewer)
    let_them_support(viewer)
    let_them_look_up(viewer)
    let_weeks_pass(viewer)
    let_tablets_follow(viewer)
    settle_debt(viewer, service.id)
    let_checklist_be_answered(viewer)
    let_somebody_stand_in(viewer)
    let_neighbours_be_counted(viewer)
    let_rights_be_asked_for(viewer)
    return True


def _load(viewer: Viewer, files: Mapping[str, Sequence[Row]]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "demo"
        folder.mkdir()
        for name, rows in files.items():
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
        outcome = load_register(viewer, folder)
    if outcome.problems:
        raise RuleBroken(f"The demo service does not fit its own register: {outcome.problems[0]}")


def _add_what_no_register_holds(viewer: Viewer) -> None:
    hashed = hash_password(PASSWORD)
    with transaction() as here:
        service = here.scalars(visible(viewer, Service).where(Service.key == SERVICE)).one()
        service.name = "Alderbrook Fostering (demo)"
        service.out_of_hours_phone = "0300 555 0100"
        for person in here.scalars(visible(viewer, Person)):
            person.password_hash = hashed
        children = {child.key: child for child in here.scalars(visible(viewer, Child))}
        for child in children.values():
            child.stay_authority = StayAuthority.DELEGATED
        for (family, initials), authority in AUTHORITY.items():
            children[child_key(family, initials)].stay_authority = authority
        children[child_key(*SOLO)].is_solo = True
        first, second = sorted(children[child_key(*one)].id for one in NOT_TOGETHER)
        here.add(NotTogether(first_id=first, second_id=second))
        for keys in sibling_keys():
            group = new_id()
            for key in keys:
                children[key].sibling_group = group
        for one, worker in SOCIAL_WORKERS.items():
            children[child_key(*one)].social_worker_email = address(worker)
        _add_exemption_and_review(viewer, children)
        record(viewer, "filled_with_demo", service.id, service_id=service.id)


def _say_who_has_room(viewer: Viewer) -> None:
    today = clock.today()
    with transaction() as here:
        homes = {home.key: home.id for home in here.scalars(visible(viewer, Home))}
        for key, closed in PATTERNS.items():
            set_pattern(viewer, homes[key], closed, written_pattern(()))
        for key, (goes, is_back) in AWAY.items():
            say_away(viewer, homes[key], today + dt.timedelta(days=goes), today + dt.timedelta(days=is_back))
        for key in ROOM_TONIGHT:
            say_free_tonight(viewer, homes[key])
        around = {each.key: each.id for each in here.scalars(visible(viewer, Constellation))}
        for key, (covering, begins, ends) in COVER.items():
            first, end = (today + dt.timedelta(days=ahead) for ahead in (begins, ends))
            here.add(HubCover(constellation_id=around[key], home_id=homes[covering], starts_on=first, ends_on=end))


def _add_exemption_and_review(viewer: Viewer, children: Mapping[str, Child]) -> None:
    homes = {home.key: home for home in session().scalars(visible(viewer, Home))}
    home, named = EXEMPTED
    child_ids = [children[child_key(*one)].id for one in named]
    grant_exemption(viewer, homes[home].id, child_ids, dt.date(2026, 10, 1), None, "Weekends only.")
    held, ahead = HOLD_REVIEWED
    terms = session().scalars(visible(viewer, HomeTerms).where(HomeTerms.home_id == homes[held].id)).one()
    terms.review_on = clock.today() + ahead
