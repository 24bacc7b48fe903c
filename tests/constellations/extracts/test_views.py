"""The page of extracts, and the files that come from it."""

import io
import zipfile

from flask import Flask

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
