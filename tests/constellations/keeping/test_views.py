"""The schedule as a manager reads it, choosing how long, and the command that counts first and then removes."""

import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
import time_machine
from flask import Flask

from app import PARTS
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.jobs.models import JobRun
from constellations.keeping import rules
from constellations.keeping.actions import choose_how_long
from constellations.keeping.cli import retention
from constellations.keeping.models import HowLong
from constellations.keeping.queries import amount_kept, kind_called, line_of, printed_schedule
from constellations.notices.models import Notice
from constellations.permissions import Role
from tests import factories
from tests.client import client_of
from tests.command_line import Roost, of_this_version, typing
from tests.registers import rows
from tests.sleepovers.households import Households, acts, audited, make_households, sees
from tests.source import ROOT

AT = "/service/keeping"
YEAR_LATER = "2027-12-01T12:00Z"


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub and its satellites; she was told something on 22 November 2026."""
    found = make_households()
    factories.stored(Notice(person_id=found.moira.id, once="x", words="Something is new.", path="/notices"))
    return found


def test_a_manager_reads_every_kind_and_what_goes_tonight(
    app: Flask, homes: Households, clock: time_machine.Traveller
) -> None:
    clock.move_to(YEAR_LATER)
    manager = client_of(app, homes.manager)
    page = manager.get(AT).text
    assert AT in manager.get("/service").text
    assert [str(kept.words) for kept in PARTS.kept if str(kept.words) not in page] == []
    assert "The audit trail: ids and names of fields" in page
    one = manager.get(f"{AT}/records/notices").text
    assert ["12 months" in one, "from 3 months to 60 months" in one] == [True, True]
    assert manager.get(f"{AT}/records/nothing").status_code == HTTPStatus.NOT_FOUND


def test_a_shorter_time_is_taken_after_a_warning_of_what_goes_tonight(
    app: Flask, homes: Households, clock: time_machine.Traveller
) -> None:
    clock.move_to("2027-03-01T12:00Z")
    manager, here = client_of(app, homes.manager), f"{AT}/records/notices"
    answer = manager.post(here, data={"amount": "3", "version": "0"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Notices, and that a Monday digest went out: 1 would be removed tonight, for good." in answer.text
    assert 'name="sure"' in answer.text
    page = manager.post(here, data={"amount": "3", "version": "0", "sure": "y"}, follow_redirects=True).text
    assert ["Saved." in page, "3 months, chosen here" in page] == [True, True]
    assert rows(HowLong.kind, HowLong.amount, HowLong.version) == [("notices", 3, 1)]
    for wrong in ("0", "2", "61", ""):
        answer = manager.post(here, data={"amount": wrong, "version": "1"})
        assert "Choose from 3 months to 60 months." in answer.text
    fixed = manager.post(f"{AT}/records/pulse", data={"amount": "3", "version": "0"})
    assert fixed.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert set(acts(homes.service.id)) == {"chose_how_long"}
    assert audited(homes.service.id) == [("chose_how_long", "notices")]


def test_what_was_chosen_while_less_was_allowed_is_read_as_the_least(
    app: Flask, homes: Households, clock: time_machine.Traveller
) -> None:
    """Notices once were kept for a month by who chose so: of a level that a month came to, people were told twice."""
    factories.stored(HowLong(service_id=homes.service.id, kind="notices", amount=1))
    kept = kind_called("notices")
    assert amount_kept(sees(homes.manager), homes.service.id, kept) == 3
    clock.move_to("2027-02-22T12:00Z")
    assert line_of(sees(homes.manager), kept).tonight == 0
    clock.move_to("2027-02-23T12:00Z")
    assert line_of(sees(homes.manager), kept).tonight == 1
    manager = client_of(app, homes.manager)
    assert "3 months, chosen here" in manager.get(AT).text
    saved = manager.post(f"{AT}/records/notices", data={"amount": "3", "version": "1"}, follow_redirects=True)
    assert "Saved." in saved.text


def test_how_long_is_for_managers_and_never_chosen_over_anothers_choice(homes: Households) -> None:
    kept = kind_called("talk_people")
    for person in (homes.moira, homes.liaison, homes.finance):
        with pytest.raises(Forbidden):
            choose_how_long(sees(person), kept, 6, 0)
    manager = sees(homes.manager)
    choose_how_long(manager, kept, 6, 0)
    with pytest.raises(ChangedMeanwhile, match="6 months"):
        choose_how_long(manager, kept, 7, 0)
    with pytest.raises(rules.NothingToChoose):
        choose_how_long(manager, kind_called("pulse"), 3, 0)
    choose_how_long(manager, kept, None, 1)
    assert (line_of(manager, kept).amount, line_of(manager, kept).time) == (None, "for ever")
    elsewhere = sees(factories.create_person(Role.MANAGER, factories.create_service()))
    assert line_of(elsewhere, kept).version == 0
    with pytest.raises(NotFound):
        line_of(sees(factories.create_person(Role.REGIONAL, region=factories.create_region())), kept)


@pytest.fixture
def roost(app: Flask, homes: Households, capsys: pytest.CaptureFixture[str]) -> Iterator[Roost]:
    """`roost retention …`."""
    with of_this_version():
        yield typing(app, capsys, retention, "retention")


def test_the_command_counts_first_and_then_removes_with_a_row_in_the_ledger(
    roost: Roost, homes: Households, clock: time_machine.Traveller
) -> None:
    clock.move_to(YEAR_LATER)
    counted = roost("run", "--dry-run", "--kind", "notices")
    assert (counted.status, counted.said) == (0, f"{homes.service.key}  notices  12 months             1 would go\n")
    assert len(rows(Notice.id)) == 1
    removed = roost("run")
    assert removed.status == 0
    assert "done: Removed for good: Notices, and that a Monday digest went out: 1." in removed.said
    assert (rows(Notice.id), len(rows(JobRun.name))) == ([], 2)
    assert re.search(r"notices +12 months +0 would go", roost("run", "--dry-run").said)
    wrong = roost("run", "--kind", "everything")
    assert (wrong.status != 0, "There is no kind of record called everything." in wrong.wrong) == (True, True)
    again = roost("run", "--kind", "notices")
    assert (again.status, again.said) == (0, "nothing due: nothing was too old\n" * 2)


def test_the_printed_schedule_is_that_of_the_code() -> None:
    printed = (ROOT / "docs/governance/retention-schedule.md").read_text()
    assert printed == printed_schedule(PARTS.kept, PARTS.lasting), "`make docs` prints it"
