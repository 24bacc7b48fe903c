"""What is looked for beside a name: a child's initials, what a home was called, and words that somebody typed."""

import datetime as dt

from flask import Flask
from sqlalchemy import select

from constellations.access import covering
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Home
from constellations.notices.models import Notice
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rights import actions, rules
from constellations.rights.erasing.queries import preview
from constellations.rights.rules import Subject
from messaging.models import Message
from sleepovers.returns.models import MonthlyReturn
from sleepovers.returns.rules import ReturnState
from tests import factories
from tests.client import client_of
from tests.constellations.rights.families import SYSTEM, Family, outing, run_job
from tests.messaging.factories import create_message


def erased(family: Family, subject: Subject, also: str) -> None:
    """Erase somebody, as two managers agree."""
    request_id = actions.ask_for_erasure(viewer_for(family.ruth), subject, also)
    actions.confirm(viewer_for(family.ola), request_id)
    assert run_job() == 1


def bodies() -> list[str]:
    """What all messages say."""
    return list(session().scalars(covering(SYSTEM(), select(Message.body).order_by(Message.seq))))


def test_the_initials_of_a_child_are_offered_and_found_in_their_very_letters(app: Flask, family: Family) -> None:
    create_message(outing(family, family.anita), family.anita, "JB came. JBX and jb did not; so JB’s bed is free.")
    child = Subject(child_id=family.child.id)
    would = preview(child, family.service.id)
    assert (would.usual, would.named, would.is_shared) == (("JB",), 1, False)
    assert 'value="JB"' in client_of(app, family.ruth).get(f"/rights/children/{family.child.id}?erase=yes").text
    erased(family, child, "JB")
    word = rules.pseudonym(family.child.id, "child")
    assert bodies() == [f"{word} came. JBX and jb did not; so {word}’s bed is free."]


def test_initials_that_another_child_has_are_not_offered_and_the_page_says_so(app: Flask, family: Family) -> None:
    factories.create_child(family.service)
    would = preview(Subject(child_id=family.child.id), family.service.id)
    assert (would.usual, would.is_shared) == ((), True)
    page = client_of(app, family.ruth).get(f"/rights/children/{family.child.id}?erase=yes").text
    assert "Another child has the same initials" in page


def test_a_word_that_is_too_short_is_told_beside_the_field(app: Flask, family: Family) -> None:
    path = f"/rights/people/{family.zeb.id}"
    refused = client_of(app, family.ruth).post(path, data={"do": "erase", "also": "Zebedee, z"})
    assert (refused.status_code, "“z” stands in too much" in refused.text) == (422, True)
    assert 'value="Zebedee, z"' in refused.text


def reported(family: Family) -> MonthlyReturn:
    """A return that was submitted, and a notice, both of which name the home."""
    month = Month(2026, 9)
    said = {"resignations": 0, "endings": 0, "snapshot": {"homes": [{"home": "Marigold House", "nights": 3}]}}
    at = {"submitted_at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC), "submitted_by": family.anita.id}
    of = {"service_id": family.service.id, "constellation_id": family.constellation.id}
    made = MonthlyReturn(state=ReturnState.SUBMITTED, month=month, month_end=month.end, **of, **said, **at)
    words = "Marigold House can host, says Zebedee."
    factories.stored(made, Notice(person_id=family.anita.id, once="x", words=words, path="/"))
    return made


def test_what_an_erased_home_was_called_goes_from_returns_and_notices(app: Flask, family: Family) -> None:
    factories.changed(family.home, name="Marigold House")
    made = reported(family)
    zeb = Subject(person_id=family.zeb.id)
    assert preview(zeb, family.service.id).homes == ("Marigold House",)
    page = client_of(app, family.ruth).get(f"/rights/people/{family.zeb.id}?erase=yes").text
    assert "What their home is called is looked for too: Marigold House." in page
    erased(family, zeb, "Zebedee")
    instead = rules.pseudonym(family.home.id, "home")
    [snapshot] = session().scalars(
        covering(SYSTEM(), select(MonthlyReturn.snapshot).where(MonthlyReturn.id == made.id))
    )
    assert snapshot == {"homes": [{"home": instead, "nights": 3}]}
    notices = session().scalars(covering(SYSTEM(), select(Notice.words).where(Notice.once == "x"))).all()
    assert notices == [f"{instead} can host, says {rules.pseudonym(family.zeb.id, 'carer')}."]


def test_what_a_home_is_called_stays_while_another_one_or_somebody_else_has_it(family: Family) -> None:
    factories.changed(family.home, name="Marigold House")
    zeb = Subject(person_id=family.zeb.id)
    other = factories.create_home(family.service, "Marigold House")
    assert preview(zeb, family.service.id).homes == ()
    factories.changed(other, name="Another")
    assert preview(zeb, family.service.id).homes == ("Marigold House",)
    factories.create_person(Role.SATELLITE_CARER, home=family.home, name="Clem Quillfeather")
    assert preview(zeb, family.service.id).homes == ()


def test_a_home_that_is_called_by_its_reference_alone_keeps_it(family: Family) -> None:
    factories.changed(family.home, name="H-12", key="H-12")
    create_message(outing(family, family.anita), family.anita, "H-12 was paid.")
    erased(family, Subject(person_id=family.zeb.id), "")
    assert bodies() == ["H-12 was paid."]
    assert session().scalars(covering(SYSTEM(), select(Home.key).where(Home.id == family.home.id))).one() == "H-12"
