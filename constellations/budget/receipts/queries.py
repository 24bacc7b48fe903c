"""The receipt of a line as a file, which receipts are too old, and which files belong to one."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, select

from constellations.access import Viewer, covering, find, visible
from constellations.budget.models import BudgetSpend
from constellations.budget.receipts.models import Receipt
from constellations.budget.receipts.rules import SHELF, kept_since, receipt_name
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.core.files.giving import FileFound
from constellations.core.files.rules import MEDIA_TYPES
from constellations.core.files.shelf import Shelf
from constellations.core.settings import current_settings


def receipt_file(viewer: Viewer, spend_id: uuid.UUID) -> FileFound:
    """The receipt of a line; raises NotFound alike for not there, not theirs, and where the file is gone."""
    line = find(viewer, BudgetSpend, spend_id)
    found = receipt_of(viewer, spend_id)
    content = receipts_shelf().read(found.key) if found else None
    if found is None or content is None:
        raise NotFound
    return FileFound(content, MEDIA_TYPES[found.kind], receipt_name(found.kind, found.name, line.spent_on))


def receipt_of(viewer: Viewer, spend_id: uuid.UUID) -> Receipt | None:
    """What is known of the receipt of a line; none where it has none."""
    return session().scalars(visible(viewer, Receipt).where(Receipt.spend_id == spend_id)).one_or_none()


def receipts_shelf() -> Shelf:
    """Where the files of receipts lie."""
    return Shelf.below(current_settings().data_folder, SHELF)


def receipts_too_old(today: dt.date) -> list[Receipt]:
    """The receipts of lines whose financial year is over for longer than they are kept."""
    return list(session().scalars(covering(Viewer.system(), _too_old(select(Receipt), today)).order_by(Receipt.key)))


def number_too_old(service_id: uuid.UUID, today: dt.date) -> int:
    """How many these are of a service."""
    asked = _too_old(select(func.count()).select_from(Receipt), today).where(BudgetSpend.service_id == service_id)
    return int(session().scalars(covering(Viewer.system(), asked)).one())


def keys_in_use(keys: Collection[str]) -> set[str]:
    """Which of these keys a receipt speaks of."""
    asked = select(Receipt.key).where(Receipt.key.in_(keys))
    return set(session().scalars(covering(Viewer.system(), asked)))


def _too_old(asked: Select[Any], today: dt.date) -> Select[Any]:
    old = asked.join(BudgetSpend, BudgetSpend.id == Receipt.spend_id)
    return old.where(BudgetSpend.spent_on < kept_since(today))
