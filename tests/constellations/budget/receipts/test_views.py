"""The receipt of a line on the screen: sent with it or later, and given out inert."""

import io

from flask import Flask

from constellations.budget.models import BudgetSpend
from tests.client import client_of
from tests.photos import PDF
from tests.registers import rows
from tests.sleepovers.claims.months import create_around

SPENT = {"what": "Bowling", "spent_on": "2026-11-07", "amount": "140", "receipt": "R 17", "people": "20"}


def test_it_is_sent_with_the_line_or_later_and_read_from_the_page(app: Flask) -> None:
    around = create_around()
    place, hub = f"/constellations/{around.constellation.id}/budget", client_of(app, around.carer)
    assert 'enctype="multipart/form-data"' in hub.get(f"{place}/spend").text
    wrong = hub.post(f"{place}/spend", data={**SPENT, "files": (io.BytesIO(b"<b>"), "x.pdf")})
    assert (wrong.status_code, "Roost does not take this kind of file." in wrong.text) == (422, True)
    hub.post(f"{place}/spend", data=SPENT)
    (spend_id,) = rows(BudgetSpend.id)[0]
    here = f"/budgets/{spend_id}/receipt"
    assert f"{here}/add" in hub.get(place).text
    assert "of Bowling, Saturday 7 November 2026, £140.00" in hub.get(f"{here}/add").text
    assert "Choose a photo or a PDF." in hub.post(f"{here}/add").text
    sent = {"files": (io.BytesIO(PDF), "Bowling.pdf")}
    assert "The receipt stands with its line." in hub.post(f"{here}/add", data=sent, follow_redirects=True).text
    answer = client_of(app, around.manager).get(here)
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=Bowling.pdf"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-store"
    page = client_of(app, around.manager).get(place).text
    assert here in page
    assert f"{here}/add" not in page
