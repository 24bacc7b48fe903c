"""What an installed Roost fetches from the root of the site."""

from flask import Flask

from tests.client import client_of


def test_the_worker_comes_from_the_root_under_a_name_that_never_changes(app: Flask) -> None:
    answer = client_of(app).get("/service-worker.js", buffered=True)
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "notificationclick" in answer.text
    assert "Set-Cookie" not in answer.headers
