"""The page of extracts, and the files that come from it."""

import io
import zipfile

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer, visible
from constellations.accounts.rules import PASSWORD_GIVEN_LATELY
from constellations.activity.models import AuditEntry
from constellations.core.database import session
from tests.client import client_of
from tests.sleepovers.households import Households


def test_a_manager_finds_every_file_and_takes_one(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.manager)
    page = client.get("/extracts").text
    assert "Local fidelity checklists" in page
    assert "The key is made with the first extract." in page
    answer = client.post("/extracts/files/unmet_figures", data={"months": "3"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="unmet_figures.csv"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert len(answer.text.splitlines()) == 4
    assert client.post("/extracts/files/nothing").status_code == 404


def test_the_tables_come_as_one_file_and_the_key_is_renewed(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.manager)
    answer = client.post("/extracts/pseudonymised")
    assert answer.mimetype == "application/zip"
    assert "-extract-2026-11-22.zip" in answer.headers["Content-Disposition"]
    assert "schema.json" in zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert "The key is number 1" in client.get("/extracts").text
    renewed = client.post("/extracts/key", data={"version": "1"}, follow_redirects=True).text
    assert "The key is renewed." in renewed
    assert "The key is number 2" in renewed
    assert client.post("/extracts/key", data={"version": "1"}).status_code == 409


def written() -> list[tuple[str, str]]:
    """Which extracts the audit trail knows, and whom each is about."""
    session().rollback()
    asked = visible(Viewer.system(), AuditEntry).where(AuditEntry.action == "took_extract").order_by(AuditEntry.seq)
    return [(entry.fields, str(entry.subject_id or "")) for entry in session().scalars(asked)]


@pytest.mark.parametrize(
    ("path", "name", "of"),
    [
        ("/needs-you.csv", "needs_you", ""),
        ("/families/{patel}/signs.csv", "signs_of_family", "{patel}"),
        ("/constellations/{constellation}/picture/ties.csv", "picture_ties", "{constellation}"),
        ("/constellations/{constellation}/picture/gatherings.csv", "picture_gatherings", "{constellation}"),
        (
            "/constellations/{constellation}/returns/2026-10/return.csv?of=families",
            "return_of_families",
            "{constellation}",
        ),
        ("/constellations/{constellation}/returns/2026-10/return.csv", "return", "{constellation}"),
        ("/constellations/{constellation}/budget.csv", "budget", "{constellation}"),
        ("/fidelity.csv?constellation={constellation}", "fidelity", "{constellation}"),
        ("/returns/period.csv?year=2026", "returns", ""),
        ("/support/dates.csv", "dates", ""),
        ("/support/milestones.csv", "milestones", ""),
        ("/support/pairs/hours.csv", "pair_hours", ""),
        ("/uplifts/2026-10.csv", "uplifts", ""),
        ("/asks/unmet/asks.csv", "unmet_asks", ""),
    ],
)
def test_a_file_that_tells_of_families_or_their_money_is_written_down_where_it_is_taken_from_its_page(
    app: Flask, homes: Households, path: str, name: str, of: str
) -> None:
    keys = {"patel": homes.patel.id, "constellation": homes.constellation.id}
    answer = client_of(app, homes.manager).get(path.format_map(keys))
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert written() == [(name, of.format_map(keys))]


def test_what_is_refused_is_not_written_down(app: Flask, homes: Households) -> None:
    assert client_of(app, homes.manager).get(f"/families/{homes.constellation.id}/signs.csv").status_code == 404
    assert client_of(app, homes.anita).get("/needs-you.csv").status_code == 403
    assert written() == []


def test_a_file_that_names_homes_asks_for_the_password_again(
    app: Flask, homes: Households, clock: time_machine.Traveller
) -> None:
    client = client_of(app, homes.manager)
    clock.shift(PASSWORD_GIVEN_LATELY)
    assert "Your password again" in client.post("/extracts/files/fidelity").text
    assert written() == []
