"""Constellations of a liaison worker, given and taken back through the pages."""

import pytest
import time_machine
from flask import Flask

from constellations.models import Constellation, Person, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.client import RoostClient, client_of
from tests.constellations.accounts.signing_in import as_stored
from tests.constellations.people.stored import audited
from tests.factories import create_constellation, create_person, create_service


@pytest.fixture
def wren(service: Service) -> Constellation:
    """A constellation of the service."""
    return create_constellation(service, "Wren")


class TestLookingAfter:
    """Constellations of a liaison worker, for good and as cover."""

    def look_after(self, client: RoostClient, person: Person, constellation: Constellation, **days: str) -> int:
        data = {"constellation_id": str(constellation.id), "first": "2026-11-22", **days}
        return client.post(f"/people/{person.id}/looks-after", data=data).status_code

    def seen_by(self, person: Person) -> frozenset[object]:
        return viewer_for(as_stored(person)).constellation_ids

    def test_it_begins_and_ends(self, app: Flask, moira: Person, service: Service, wren: Constellation) -> None:
        lena, client = create_person(Role.LIAISON, service), client_of(app, moira)
        assert self.look_after(client, lena, wren) == 302
        assert self.seen_by(lena) == {wren.id}
        end = {"constellation_id": str(wren.id), "first": "2026-11-22"}
        assert client.post(f"/people/{lena.id}/looks-after/end", data=end).status_code == 302
        assert self.seen_by(lena) == frozenset()
        assert [line[0] for line in audited(service)] == ["begin_looking_after", "end_looking_after"]
        assert client.post(f"/people/{lena.id}/looks-after/end", data=end).status_code == 404

    def test_cover_ends_by_itself_after_its_last_day(
        self, app: Flask, moira: Person, service: Service, wren: Constellation, clock: time_machine.Traveller
    ) -> None:
        lena, client = create_person(Role.LIAISON, service), client_of(app, moira)
        assert self.look_after(client, lena, wren, last="2026-11-23", is_cover="y") == 302
        assert "(cover)" in client.get(f"/people/{lena.id}").text
        clock.move_to("2026-11-23T23:59Z")
        assert self.seen_by(lena) == {wren.id}
        clock.move_to("2026-11-24T00:00Z")
        assert self.seen_by(lena) == frozenset()

    def test_what_was_looked_after_before_today_stays_written_down(
        self, app: Flask, moira: Person, service: Service, wren: Constellation, clock: time_machine.Traveller
    ) -> None:
        lena, client = create_person(Role.LIAISON, service), client_of(app, moira)
        self.look_after(client, lena, wren, first="2026-11-01")
        client.post(
            f"/people/{lena.id}/looks-after/end", data={"constellation_id": str(wren.id), "first": "2026-11-01"}
        )
        clock.move_to("2026-11-21T12:00Z")
        assert self.seen_by(lena) == {wren.id}

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            ({"is_cover": "y"}, "Cover has a last day."),
            ({"last": "2026-11-21"}, "The last day is before the first."),
            ({"first": "1999-12-31"}, "That day is too far away."),
            ({"first": "2028-01-01"}, "That day is too far away."),
            ({"first": "soon"}, "Enter a day, such as 27/11/2026."),
        ],
    )
    def test_days_that_make_no_sense_are_refused(
        self, app: Flask, moira: Person, service: Service, wren: Constellation, days: dict[str, str], words: str
    ) -> None:
        lena = create_person(Role.LIAISON, service)
        data = {"constellation_id": str(wren.id), "first": "2026-11-22", **days}
        answer = client_of(app, moira).post(f"/people/{lena.id}/looks-after", data=data)
        assert answer.status_code == 422
        assert words in answer.text
        assert self.seen_by(lena) == frozenset()

    def test_twice_at_a_time_is_refused(self, app: Flask, moira: Person, service: Service, wren: Constellation) -> None:
        lena, client = create_person(Role.LIAISON, service), client_of(app, moira)
        assert self.look_after(client, lena, wren, last="2026-11-30") == 302
        assert self.look_after(client, lena, wren, first="2026-11-30") == 422
        assert self.look_after(client, lena, wren, first="2026-11-01", last="2026-11-22") == 422
        assert self.look_after(client, lena, wren, first="2026-12-01") == 302

    def test_a_constellation_of_another_service_is_no_choice(self, app: Flask, moira: Person, service: Service) -> None:
        lena, elsewhere = create_person(Role.LIAISON, service), create_constellation(create_service())
        assert self.look_after(client_of(app, moira), lena, elsewhere) == 422
        assert self.seen_by(lena) == frozenset()

    @pytest.mark.parametrize("role", [Role.FINANCE, Role.MANAGER])
    def test_only_liaison_workers_look_after_single_ones(
        self, app: Flask, moira: Person, service: Service, wren: Constellation, role: Role
    ) -> None:
        assert self.look_after(client_of(app, moira), create_person(role, service), wren) == 422
