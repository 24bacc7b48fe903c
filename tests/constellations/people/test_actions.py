"""Adding and changing people, and ending their access."""

import threading

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.accounts.links.actions import invite
from constellations.activity.queries import first_broken_link
from constellations.core.errors import Forbidden, NotFound, RoostError
from constellations.corrections import ChangedMeanwhile
from constellations.models import Person, Service
from constellations.people import actions
from constellations.people.actions import What
from constellations.people.rules import AddressTaken, HasLeft, HomeMissing, LastManager, NoRegion
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.client import client_of
from tests.constellations.accounts.signing_in import (
    as_stored,
    deeds,
    devices,
    link_in,
    mails,
    path_of,
    sign_in,
    subjects,
    with_password,
)
from tests.constellations.feeds.standing import address_of, fetched
from tests.constellations.people.stored import audited, notices_of, person_called
from tests.factories import create_constellation, create_home, create_person, create_service

NOT_MANAGERS = [role for role in Role if role is not Role.MANAGER]


class TestAdding:
    """Adding somebody, who is not invited by that."""

    def test_a_carer_belongs_to_a_home_and_its_service(self, service: Service, manager: Viewer) -> None:
        home = create_home(service)
        added = actions.add_person(manager, "Wyn Pryce", "wyn@example.org", What(Role.SATELLITE_CARER, home.id))
        wyn = person_called("Wyn Pryce")
        assert (wyn.id, wyn.email, wyn.role) == (added, "wyn@example.org", Role.SATELLITE_CARER)
        assert (wyn.home_id, wyn.service_id, wyn.password_hash) == (home.id, service.id, None)
        assert mails(wyn) == []

    def test_it_is_written_down_once_in_each_log(self, moira: Person, service: Service, manager: Viewer) -> None:
        actions.add_person(manager, "Wyn Pryce", "wyn@example.org", What(Role.FINANCE))
        assert deeds(moira) == ["add_person"]
        assert audited(service) == [("add_person", "person", person_called("Wyn Pryce").id)]
        assert first_broken_link(Viewer.system(), service.id) is None

    def test_a_carer_without_a_home_is_refused(self, manager: Viewer) -> None:
        with pytest.raises(HomeMissing):
            actions.add_person(manager, "Wyn Pryce", "wyn@example.org", What(Role.HUB_CARER))

    def test_a_home_of_another_service_is_not_there(self, manager: Viewer) -> None:
        home = create_home(create_service())
        with pytest.raises(NotFound):
            actions.add_person(manager, "Wyn Pryce", "wyn@example.org", What(Role.HUB_CARER, home.id))

    def test_staff_belong_to_no_home_even_if_one_is_given(self, service: Service, manager: Viewer) -> None:
        actions.add_person(manager, "Wyn Pryce", "wyn@example.org", What(Role.LIAISON, create_home(service).id))
        wyn = person_called("Wyn Pryce")
        assert (wyn.home_id, wyn.service_id) == (None, service.id)

    def test_a_regional_viewer_belongs_to_the_region_alone(self, service: Service, manager: Viewer) -> None:
        actions.add_person(manager, "Wyn Pryce", "wyn@example.org", What(Role.REGIONAL))
        wyn = person_called("Wyn Pryce")
        assert (wyn.region_id, wyn.service_id, wyn.home_id) == (service.region_id, None, None)

    def test_a_service_of_no_region_has_no_regional_viewers(self, app: Flask) -> None:
        lonely = viewer_for(create_person(Role.MANAGER, create_service()))
        with pytest.raises(NoRegion):
            actions.add_person(lonely, "Wyn Pryce", "wyn@example.org", What(Role.REGIONAL))

    def test_an_address_is_taken_once_in_the_whole_installation(self, manager: Viewer) -> None:
        elsewhere = create_person(Role.FINANCE, create_service())
        with pytest.raises(AddressTaken):
            actions.add_person(manager, "Wyn Pryce", elsewhere.email, What(Role.FINANCE))

    @pytest.mark.parametrize("role", NOT_MANAGERS)
    def test_nobody_but_managers_adds_people(self, service: Service, role: Role) -> None:
        home = create_home(service)
        viewer = viewer_for(create_person(role, service, home=home))
        with pytest.raises(Forbidden):
            actions.add_person(viewer, "Wyn Pryce", "wyn@example.org", What(Role.MANAGER))


class TestChanging:
    """Changing name, role and home."""

    def test_another_role_is_audited_and_told_and_signs_out(
        self, app: Flask, service: Service, manager: Viewer
    ) -> None:
        wyn = create_person(Role.FINANCE, service)
        client = client_of(app, wyn)
        actions.change_person(manager, wyn.id, "Wyn Pryce", What(Role.MANAGER), wyn.version)
        assert (as_stored(wyn).role, as_stored(wyn).name) == (Role.MANAGER, "Wyn Pryce")
        assert client.get("/me").status_code == 401
        assert audited(service)[-1] == ("change_person", "person", wyn.id)
        assert [notice.words for notice in notices_of(wyn)] == ["Your role in Roost is now: service manager."]

    def test_another_name_alone_signs_nobody_out_and_tells_nothing(
        self, app: Flask, service: Service, manager: Viewer
    ) -> None:
        wyn = create_person(Role.FINANCE, service)
        client = client_of(app, wyn)
        actions.change_person(manager, wyn.id, "Wyn Pryce", What(Role.FINANCE), wyn.version)
        assert "Wyn Pryce" in client.get("/me").text
        assert notices_of(wyn) == []

    def test_who_is_no_liaison_worker_any_more_looks_after_nothing(self, service: Service, manager: Viewer) -> None:
        wyn = create_person(Role.LIAISON, service, constellations=(create_constellation(service),))
        actions.change_person(manager, wyn.id, wyn.name, What(Role.FINANCE), wyn.version)
        actions.change_person(manager, wyn.id, wyn.name, What(Role.LIAISON), as_stored(wyn).version)
        assert viewer_for(as_stored(wyn)).constellation_ids == frozenset()

    def test_a_stale_page_is_told_both_changes(self, service: Service, manager: Viewer) -> None:
        wyn = create_person(Role.FINANCE, service, name="Wyn")
        actions.change_person(manager, wyn.id, "Wyn Pryce", What(Role.FINANCE), 1)
        with pytest.raises(ChangedMeanwhile, match=r"It says now: Wyn Pryce, finance\. You wanted: Wyn P\., finance\."):
            actions.change_person(manager, wyn.id, "Wyn P.", What(Role.FINANCE), 1)
        assert as_stored(wyn).name == "Wyn Pryce"

    def test_somebody_of_another_service_is_not_there(self, manager: Viewer) -> None:
        other = create_person(Role.FINANCE, create_service())
        with pytest.raises(NotFound):
            actions.change_person(manager, other.id, "Mine now", What(Role.FINANCE), other.version)

    def test_another_address_kills_links_and_tells_both(self, app: Flask, service: Service, manager: Viewer) -> None:
        wyn = create_person(Role.FINANCE, service)
        before = wyn.email
        path = path_of(invite(manager, wyn.id))
        actions.change_address(manager, wyn.id, "wyn@elsewhere.example", wyn.version)
        assert client_of(app).get(path).status_code == 404
        told = {address: subjects(address) for address in (before, "wyn@elsewhere.example")}
        assert told == {
            before: {"Your invitation to Roost", "Your email address in Roost"},
            "wyn@elsewhere.example": {"Your email address in Roost"},
        }
        assert audited(service)[-1][0] == "change_address"

    def test_a_stale_page_of_an_address_is_told_both(self, service: Service, manager: Viewer) -> None:
        wyn = create_person(Role.FINANCE, service)
        actions.change_address(manager, wyn.id, "wyn@example.org", 1)
        with pytest.raises(ChangedMeanwhile, match=r"now: wyn@example\.org\. You wanted: pryce@example\.org"):
            actions.change_address(manager, wyn.id, "pryce@example.org", 1)

    def test_the_same_address_again_changes_and_tells_nothing(self, service: Service, manager: Viewer) -> None:
        wyn = create_person(Role.FINANCE, service)
        actions.change_address(manager, wyn.id, wyn.email, wyn.version)
        assert mails(wyn) == []
        assert audited(service) == []

    def test_an_address_of_somebody_else_is_refused(self, moira: Person, service: Service, manager: Viewer) -> None:
        wyn = create_person(Role.FINANCE, service)
        with pytest.raises(AddressTaken):
            actions.change_address(manager, wyn.id, moira.email, wyn.version)


class TestLeaving:
    """Ending access: at once, on every device and by every link."""

    def test_the_next_request_is_refused(self, app: Flask, service: Service, manager: Viewer) -> None:
        wyn = with_password(create_person(Role.FINANCE, service))
        phone, desk = client_of(app, wyn), client_of(app, wyn)
        client_of(app).post("/forgotten", data={"email": wyn.email})
        assert desk.get("/me").status_code == 200
        actions.end_access(manager, wyn.id)
        assert [one.get("/me").status_code for one in (phone, desk)] == [401, 401]
        assert devices(wyn) == []
        assert client_of(app).get(link_in(mails(wyn)[0])).status_code == 404
        assert sign_in(client_of(app), wyn.email).status_code == 422
        assert audited(service)[-1] == ("end_access", "person", wyn.id)

    def test_nothing_more_is_changed_of_who_has_left(self, service: Service, manager: Viewer) -> None:
        wyn = create_person(Role.FINANCE, service)
        actions.end_access(manager, wyn.id)
        with pytest.raises(HasLeft):
            actions.change_person(manager, wyn.id, "Wyn", What(Role.MANAGER), 2)
        with pytest.raises(HasLeft):
            actions.change_address(manager, wyn.id, "wyn@example.org", 2)
        with pytest.raises(HasLeft):
            actions.end_access(manager, wyn.id)

    def test_who_comes_back_needs_a_new_invitation(self, app: Flask, service: Service, manager: Viewer) -> None:
        wyn = with_password(create_person(Role.FINANCE, service))
        actions.end_access(manager, wyn.id)
        actions.let_back(manager, wyn.id)
        assert sign_in(client_of(app), wyn.email).status_code == 422
        assert client_of(app).get(path_of(invite(manager, wyn.id))).status_code == 200

    def test_the_last_manager_stays(self, app: Flask, moira: Person, manager: Viewer) -> None:
        with pytest.raises(LastManager):
            actions.end_access(manager, moira.id)
        with pytest.raises(LastManager):
            actions.change_person(manager, moira.id, moira.name, What(Role.FINANCE), moira.version)
        assert as_stored(moira).role is Role.MANAGER
        assert sign_in(client_of(app), moira.email).status_code == 302

    def test_a_manager_who_never_accepted_an_invitation_is_not_enough(
        self, moira: Person, service: Service, manager: Viewer
    ) -> None:
        second = create_person(Role.MANAGER, service)
        with pytest.raises(LastManager):
            actions.end_access(manager, moira.id)
        with_password(second)
        actions.end_access(manager, moira.id)
        assert as_stored(moira).left_at is not None

    def test_a_manager_of_another_service_is_not_enough(self, moira: Person, manager: Viewer) -> None:
        with_password(create_person(Role.MANAGER, create_service()))
        with pytest.raises(LastManager):
            actions.end_access(manager, moira.id)

    def test_two_managers_who_remove_each_other_at_once_leave_one(
        self, app: Flask, moira: Person, service: Service
    ) -> None:
        second = with_password(create_person(Role.MANAGER, service))
        ids, start, refused = [moira.id, second.id], threading.Barrier(2), []

        def remove(by: int) -> None:
            with app.app_context():
                viewer = Viewer(role=Role.MANAGER, person_id=ids[by], service_id=service.id)
                start.wait()
                try:
                    actions.end_access(viewer, ids[1 - by])
                except RoostError as error:
                    refused.append(error)

        threads = [threading.Thread(target=remove, args=(by,)) for by in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [type(error) for error in refused] == [LastManager]
        assert [as_stored(one).left_at is None for one in (moira, second)].count(True) == 1

    def test_devices_can_be_ended_without_leaving(self, app: Flask, service: Service, manager: Viewer) -> None:
        wyn = with_password(create_person(Role.FINANCE, service))
        phone = client_of(app, wyn)
        path = address_of(wyn)
        actions.sign_out_person(manager, wyn.id)
        assert phone.get("/me").status_code == 401
        assert fetched(app, path).status_code == 404
        words = "Your service has signed you out on all devices, and ended your calendar addresses."
        assert words in {notice.words for notice in notices_of(wyn)}
        assert sign_in(phone, wyn.email).status_code == 302

    @pytest.mark.parametrize("role", NOT_MANAGERS)
    def test_nobody_but_managers_ends_access(self, service: Service, moira: Person, role: Role) -> None:
        viewer = viewer_for(create_person(role, service, home=create_home(service)))
        for act in (actions.end_access, actions.let_back, actions.sign_out_person):
            with pytest.raises(Forbidden):
                act(viewer, moira.id)
