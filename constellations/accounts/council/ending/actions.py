"""Forgetting the council account of somebody."""

import uuid

from sqlalchemy import delete

from constellations.access import Viewer, covering
from constellations.accounts.council.models import CouncilAccount, CouncilWay
from constellations.core.database import session


def end_account_of(person_id: uuid.UUID) -> bool:
    """Let somebody's council account open nothing any more; gives whether there was one."""
    ways = delete(CouncilWay).where(CouncilWay.person_id == person_id)
    session().execute(covering(Viewer.system(), ways))
    theirs = delete(CouncilAccount).where(CouncilAccount.person_id == person_id).returning(CouncilAccount.person_id)
    return session().scalars(covering(Viewer.system(), theirs)).one_or_none() is not None
