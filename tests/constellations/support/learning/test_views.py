"""The pages of learning logs."""

from flask import Flask

from tests.client import client_of
from tests.constellations.events.families import Families
from tests.constellations.support.learning.factories import create_learning


def test_a_carer_reads_the_own_log_and_staff_verify_it(app: Flask) -> None:
    families = Families()
    create_learning(families.anita)
    carer, liaison = client_of(app, families.anita), client_of(app, families.liaison)
    assert "/learning" in carer.get("/me").text
    page = carer.get("/learning").text
    for words in ("1 hour 30 minutes since 1 April", "First aid", "waits for your liaison worker"):
        assert words in page
    assert "1 course of a carer waits for your word." in liaison.get("/").text
    waiting = liaison.get("/learning").text
    assert "Anita Patel</a>: First aid" in waiting
    action = waiting.split('action="/learning/')[1].split('"')[0]
    done = liaison.post(f"/learning/{action}", follow_redirects=True).text
    assert "Nothing waits." in done
    log = liaison.get(f"/people/{families.anita.id}/learning").text
    assert "What Anita Patel learned" in log
    assert "Lee Quinn" in log
    assert "courses, hours and days" in client_of(app, families.manager).get(f"/people/{families.anita.id}").text
    assert "verified" in carer.get("/learning").text


def test_an_empty_log_says_what_will_stand_there(app: Flask) -> None:
    page = client_of(app, Families().grace).get("/learning").text
    assert "A training stands here as soon as its register says who came" in page
