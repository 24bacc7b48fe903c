"""Steps in the same moment, and a process that dies half way: nothing is paid twice, nothing is half done."""

import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.database import database, session, transaction
from constellations.queries import viewer_for
from sleepovers.payments import rules
from sleepovers.payments.approving.actions import approve_claims
from sleepovers.payments.checking.actions import check_claim
from sleepovers.payments.exporting.actions import export_uplifts
from sleepovers.payments.models import Batch
from sleepovers.uplift import ClaimStatus
from tests.sleepovers.at_once import ROUNDS, at_once
from tests.sleepovers.claims.months import OCTOBER, create_around
from tests.sleepovers.payments.paths import EVERYTHING, Due, due, lines


def batches() -> list[Batch]:
    """Every batch, by number."""
    session().rollback()
    return list(session().scalars(visible(EVERYTHING, Batch).order_by(Batch.number)))


def fresh() -> Due:
    """A service of its own, with one claim."""
    return due(17)


def exporting(finance: Viewer, service_id: uuid.UUID) -> Callable[[], Batch]:
    """What somebody does who exports October."""
    return partial(export_uplifts, finance, service_id, OCTOBER)


def keep_bytes(made: list[bytes], export: Callable[[], Batch]) -> None:
    """Export, and keep the bytes of the file."""
    made.append(export().csv)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_two_who_export_at_once_have_the_same_batch(app: Flask, rounds: int) -> None:
    for _round in range(rounds):
        way = fresh().approved()
        finance, service_id = viewer_for(way.around.finance), way.around.service.id
        made: list[bytes] = []
        export = partial(keep_bytes, made, exporting(finance, service_id))
        assert at_once(app, export, export) == []
        assert len(made) == 2
        assert made[0] == made[1]
        assert [batch.service_id for batch in batches()].count(service_id) == 1


@pytest.mark.parametrize("rounds", ROUNDS)
def test_exporting_while_somebody_approves_sends_it_whole_or_not_yet(app: Flask, rounds: int) -> None:
    for _round in range(rounds):
        way = fresh()
        second = due(18, create_around(way.around.service))
        way.check()
        second.check()
        way.close()
        way.approve()
        chosen = {second.claim.id: second.claim.version}
        refused = at_once(
            app,
            partial(approve_claims, viewer_for(way.around.manager), way.month, chosen),
            exporting(viewer_for(way.around.finance), way.around.service.id),
        )
        assert refused == []
        sent = Counter(line.claim_id for line in lines() if line.service_id == way.around.service.id)
        is_sent = second.claim.status is ClaimStatus.EXPORTED
        assert sent == Counter({way.claim.id: 1} | ({second.claim.id: 1} if is_sent else {}))
        assert is_sent or second.claim.status is ClaimStatus.APPROVED


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_two_who_approve_at_once_one_does(app: Flask, rounds: int) -> None:
    for _round in range(rounds):
        way = fresh()
        way.check()
        way.close()
        chosen = {way.claim.id: way.claim.version}
        people = (viewer_for(way.around.manager), viewer_for(way.around.finance))
        refused = at_once(app, *(partial(approve_claims, person, way.month, chosen) for person in people))
        assert [type(told) for told in refused] == [rules.ClaimChanged]
        assert way.claim.approved_by in {person.person_id for person in people}


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_two_who_check_at_once_one_does(app: Flask, rounds: int) -> None:
    for _round in range(rounds):
        way = fresh()
        at = way.claim.id, way.claim.version
        people = (viewer_for(way.around.manager), viewer_for(way.around.liaison))
        refused = at_once(app, *(partial(check_claim, person, *at) for person in people))
        assert [type(told) for told in refused] == [rules.ClaimChanged]
        assert way.claim.checked_by in {person.person_id for person in people}


DIES = """
import os, signal, sys, uuid
from app import create_app
from constellations.access import Viewer
from constellations.core.clock import Month
from constellations.core.database import transaction
from constellations.core.settings import read_settings
from sleepovers.payments.exporting.actions import export_uplifts

app = create_app(read_settings({"ROOST_ENV": "test", "DATABASE_URL": sys.argv[1]}))
with app.app_context(), transaction():
    print(export_uplifts(Viewer.system(), uuid.UUID(sys.argv[2]), Month.parse(sys.argv[3])).number, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_an_export_that_fails_half_way_has_not_happened(app: Flask) -> None:
    way = fresh().approved()
    with pytest.raises(ZeroDivisionError), transaction():
        assert way.export().number / 0
    assert (batches(), lines(), way.claim.status) == ([], [], ClaimStatus.APPROVED)
    assert way.export().number == 1


@pytest.mark.proof
def test_an_export_whose_process_is_killed_half_way_has_not_happened(app: Flask) -> None:
    way = fresh().approved()
    url = database().url.render_as_string(hide_password=False)
    session().rollback()
    given = [sys.executable, "-c", DIES, url, str(way.around.service.id), str(way.month)]
    died = subprocess.run(given, capture_output=True, text=True, timeout=60, check=False)
    assert (died.stdout, died.returncode) == ("1\n", -9), died.stderr
    # PostgreSQL lets go of what a dead process held as soon as it notices.
    for _try in range(50):
        if batches() == []:
            break
        time.sleep(0.1)
    assert (batches(), way.claim.status) == ([], ClaimStatus.APPROVED)
    assert (way.export().number, way.claim.status) == (1, ClaimStatus.EXPORTED)
    assert len(lines()) == 1
