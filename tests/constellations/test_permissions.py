"""The table of roles."""

from pathlib import Path

import pytest

from constellations.access import Viewer
from constellations.core.errors import Forbidden
from constellations.permissions import ROLE_PERMISSIONS, Permission, Role, permissions_page

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


def test_the_page_of_the_documentation_says_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == permissions_page(), "run: make docs"


def test_every_role_has_a_line_and_may_use_roost() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert all(Permission.USE_ROOST in allowed for allowed in ROLE_PERMISSIONS.values())


def test_every_permission_is_somebodys() -> None:
    assert {permission for allowed in ROLE_PERMISSIONS.values() for permission in allowed} == set(Permission)


def test_finance_reads_of_no_child_and_no_night() -> None:
    refused = {Permission.SEE_NIGHTS, Permission.SEE_CHILDREN, Permission.SEE_CONSTELLATION, Permission.CONFIRM_NIGHTS}
    assert not refused & ROLE_PERMISSIONS[Role.FINANCE]


def test_a_carer_does_nothing_that_is_the_staffs() -> None:
    theirs = {Permission.OVERRULE_CHECK, Permission.KEEP_REGISTER, Permission.CLOSE_MONTH, Permission.SEE_CHILDREN}
    assert not theirs & ROLE_PERMISSIONS[Role.HUB_CARER]
    assert ROLE_PERMISSIONS[Role.HUB_CARER] == ROLE_PERMISSIONS[Role.SATELLITE_CARER]


@pytest.mark.parametrize("role", list(Role))
def test_must_refuses_what_may_denies(role: Role) -> None:
    viewer = Viewer(role=role)
    for permission in Permission:
        if viewer.may(permission):
            viewer.must(permission)
        else:
            with pytest.raises(Forbidden):
                viewer.must(permission)


def test_the_system_may_do_everything() -> None:
    assert all(Viewer.system().may(permission) for permission in Permission)
