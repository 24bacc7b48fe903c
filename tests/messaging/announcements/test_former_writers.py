"""Who may write to the readers of an announcement no more changes nothing of what is out, and reminds nobody."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.clock import now
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.models import Membership
from constellations.permissions import Role
from messaging.announcements import rules
from messaging.announcements.actions import Drafted, change_announcement, remind, withdraw_announcement
from messaging.announcements.queries import announcement_shown, changeable_announcement
from tests import factories
from tests.messaging.announcements.announcing import shown, waiting, write
from tests.sleepovers.households import Households, sees


def test_who_was_the_hub_changes_nothing_any_more_and_reminds_nobody_but_may_take_it_back(homes: Households) -> None:
    later = now() + dt.timedelta(days=9)
    announced, planned = (write(homes.moira, homes.constellation, at=at) for at in (None, later))
    today = Viewer.system().today
    with transaction() as here:
        theirs = covering(Viewer.system(), select(Membership).where(Membership.home_id == homes.hub.id))
        here.scalars(theirs).one().ends_on = today
    factories.join(homes.hub, homes.constellation, starts_on=today)
    moira = sees(homes.moira)
    assert (moira.hub_of, homes.constellation.id in moira.constellation_ids) == (frozenset(), True)
    page = shown(homes.moira, announced)
    assert (page.may_change, page.may_remind, page.tally, page.may_withdraw) == (False, False, None, True)
    with pytest.raises(rules.WritesThereNoMore):
        change_announcement(moira, announced, Drafted("Moved", "Friday.", None), page.version)
    with pytest.raises(rules.WritesThereNoMore):
        changeable_announcement(moira, announced)
    with pytest.raises(rules.WritesThereNoMore):
        remind(moira, announced)
    with pytest.raises(NotFound):
        change_announcement(moira, planned, Drafted("Moved", "x", homes.constellation.id, None), 1)
    assert shown(homes.anita, announced).title == "Training"
    assert remind(sees(homes.liaison), announced) == 4
    withdraw_announcement(moira, announced)
    assert waiting(homes.anita) == []


def test_who_was_a_manager_rewrites_nothing_for_the_whole_service(homes: Households) -> None:
    announced = write(homes.manager, None)
    theirs = frozenset({homes.constellation.id})
    as_liaison = replace(sees(homes.manager), role=Role.LIAISON, constellation_ids=theirs)
    assert not announcement_shown(as_liaison, announced).may_change
    with pytest.raises(rules.WritesThereNoMore):
        change_announcement(as_liaison, announced, Drafted("Moved", "Friday.", None), 2)
    assert shown(homes.anita, announced).title == "Training"
