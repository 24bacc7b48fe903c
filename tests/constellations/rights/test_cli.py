"""`roost rights hand-over`, for who runs the machine."""

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from constellations.access import covering
from constellations.activity.queries import first_broken_link
from constellations.core.database import session
from constellations.core.errors import Forbidden
from constellations.queries import viewer_for
from constellations.rights import actions, rules
from constellations.rights.cli import rights
from constellations.rights.models import DataRequest
from constellations.rights.rules import RequestState
from tests import factories
from tests.constellations.rights.families import SYSTEM, Family, fetched, kinds_in, outing, run_job, stored
from tests.constellations.rights.test_deputies import LONG_AGO
from tests.messaging.factories import create_concern, create_message
from tests.sleepovers.households import audited


@pytest.fixture(autouse=True)
def _of_this_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("constellations.rights.cli.must_be_current", lambda: None)


def run(app: Flask, email: str) -> Result:
    """Type the command, as in another process: nothing that is open here is older than what it does."""
    session().rollback()
    return CliRunner().invoke(rights(lambda: app), ["hand-over", email])


def test_the_only_manager_gets_their_own_copy(app: Flask, family: Family) -> None:
    create_concern(
        create_message(outing(family, family.ruth, family.anita), family.ruth), family.anita, family.constellation
    )
    request_id, ruth = actions.ask_for_own_copy(viewer_for(family.ruth)), viewer_for(family.ruth)
    run_job()
    refused = run(app, family.ruth.email)
    assert (refused.exit_code, "Another manager of their service can look at it" in refused.output) == (2, True)
    factories.changed(family.ola, left_at=LONG_AGO)
    with pytest.raises(Forbidden):
        actions.hand_over_without_managers(ruth, family.ruth.id)
    done = run(app, family.ruth.email)
    assert done.exit_code == 0, done.output
    assert "is told when it can be fetched" in done.output
    run_job()
    assert (stored(request_id).state, stored(request_id).confirmed_by) == (RequestState.READY, None)
    tables = {kind["table"] for kind in kinds_in(fetched(ruth, request_id))}
    assert ("person" in tables, "concern" in tables) == (True, False)
    assert ("handed_copy_over", "state;confirmed_at") in audited(request_id)
    assert first_broken_link(SYSTEM(), family.service.id) is None


def test_where_nothing_waits_or_nobody_is_called_so_it_is_refused_plainly(app: Flask, family: Family) -> None:
    nothing = run(app, family.anita.email)
    assert (nothing.exit_code, rules.NotWaiting().words in nothing.output) == (2, True)
    nobody = run(app, "nobody@example.org")
    assert (nobody.exit_code, "There is nobody with the address nobody@example.org." in nobody.output) == (2, True)
    assert session().scalars(covering(SYSTEM(), DataRequest.__table__.select())).all() == []
