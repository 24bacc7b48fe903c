"""The receipt of a line as a file, which receipts are too old, and which files belong to one."""

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, select

from constellations.access import Viewer, covering, find, visible
from constellations.budget.models import BudgetSpend
from constellations.budget.receipts.models import Receipt
from constellations.budget.receipts.rules import SHELF, receipt_name
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.core.files.giving import FileFound
from constellations.core.files.rules import MEDIA_TYPES
from constellations.core.files.shelf import Shelf
from constellations.core.settings import current_settings
from constellations.keeping.rules import Cut
from constellations.keeping.whose.queries import nobody_held, of_service


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


def receipts_too_old(cut: Cut, most: int) -> list[Receipt]:
    """The next receipts of lines whose financial year is over for longer than a service keeps them."""
    old = _too_old(select(Receipt), cut).order_by(Receipt.key).limit(most)
    return list(session().scalars(covering(Viewer.system(), old)))


def number_too_old(cut: Cut) -> int:
    """How many these are."""
    asked = _too_old(select(func.count()).select_from(Receipt), cut)
    return int(session().scalars(covering(Viewer.system(), asked)).one())


def keys_in_use(keys: Collection[str]) -> set[str]:
    """Which of these keys a receipt speaks of."""
    asked = select(Receipt.key).where(Receipt.key.in_(keys))
    return set(session().scalars(covering(Viewer.system(), asked)))


def _too_old(asked: Select[Any], cut: Cut) -> Select[Any]:
    old = asked.join(BudgetSpend, BudgetSpend.id == Receipt.spend_id)
    return old.where(
        of_service(BudgetSpend.service_id, cut),
        BudgetSpend.spent_on < cut.since,
        nobody_held(BudgetSpend.entered_by),
        nobody_held(Receipt.added_by),
    )
