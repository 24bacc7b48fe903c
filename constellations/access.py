"""Who asks, and what of the database they see: everything is reached through the viewer."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol, TypeVar, cast

from flask_babel import gettext
from sqlalchemy import ColumnElement, Delete, Select, Table, Update, false
from sqlalchemy import select as _select
from sqlalchemy.orm import InstrumentedAttribute

from constellations.core import clock
from constellations.core.database import Base, session
from constellations.core.errors import Forbidden, NotFound
from constellations.core.tripwire import ASKED, EVERYTHING, GUARDED, SEEN, tables_named
from constellations.core.words import listed_words
from constellations.permissions import CARERS, ROLE_PERMISSIONS, SERVICE_WIDE, STAFF, Permission, Role

Key = InstrumentedAttribute[uuid.UUID] | InstrumentedAttribute[uuid.UUID | None]
"""A column of keys, which may hold none."""

GUARDED_TABLE = {GUARDED: True}
"""`Table.info` of a model whose rows are not everyone's; the model declares `seen_by` too."""


@dataclass(frozen=True, slots=True)
class StandsIn:
    """That somebody, who is `own`, is for some days the deputy of somebody with a role."""

    person_id: uuid.UUID
    name: str
    role: Role
    own: Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who asks, as the database has them at this moment; `role` none is the system itself."""

    role: Role | None
    today: dt.date = field(default_factory=clock.today)
    person_id: uuid.UUID | None = None
    name: str = ""
    service_id: uuid.UUID | None = None
    region_id: uuid.UUID | None = None
    home_id: uuid.UUID | None = None
    constellation_ids: frozenset[uuid.UUID] = frozenset()
    hub_of: frozenset[uuid.UUID] = frozenset()
    covers: frozenset[uuid.UUID] = frozenset()
    stands_in: frozenset["StandsIn"] = frozenset()

    @classmethod
    def system(cls) -> "Viewer":
        """Jobs and commands, who see everything: a word one can search for."""
        return cls(role=None, name="Roost")

    @property
    def hub_or_cover_of(self) -> frozenset[uuid.UUID]:
        """The constellations whose hub their home is, or covers for today."""
        return self.hub_of | self.covers

    @property
    def roles(self) -> frozenset[Role]:
        """What they act as: `role`, which says what they see, and as deputy also their own and those of others."""
        own = {role for one in self.stands_in for role in (one.own, one.role)}
        return frozenset(own if self.role is None else {self.role, *own})

    @property
    def own_role(self) -> Role | None:
        """What they are themself, whomever they stand in for."""
        return next((one.own for one in self.stands_in), self.role)

    @property
    def acts_as_own(self) -> bool:
        """Whether `role` is their own, not that of somebody they stand in for."""
        return self.role is self.own_role

    @property
    def stands_in_for(self) -> frozenset[uuid.UUID]:
        """Those whose deputy they are today."""
        return frozenset(one.person_id for one in self.stands_in)

    @property
    def names(self) -> frozenset[uuid.UUID]:
        """All under whose name they act: what takes two people takes one more than these."""
        return self.stands_in_for | ({self.person_id} if self.person_id else frozenset())

    @property
    def title(self) -> str:
        """Their name, and for whom they stand in, as every page shows it."""
        names = listed_words(sorted(one.name for one in self.stands_in))
        return gettext("%(name)s for %(others)s", name=self.name, others=names) if names else self.name

    @property
    def is_system(self) -> bool:
        """Whether this is a job or a command."""
        return self.role is None

    @property
    def is_staff(self) -> bool:
        """Whether the service employs them; carers and regional viewers are not staff."""
        return self.role in STAFF

    @property
    def is_carer(self) -> bool:
        """Whether they foster."""
        return self.role in CARERS

    @property
    def sees_whole_service(self) -> bool:
        """Whether no constellation of their service is hidden from them."""
        return self.role in SERVICE_WIDE

    def may(self, permission: Permission) -> bool:
        """Whether one of their roles allows it; the system may do everything."""
        if self.role is None or permission in ROLE_PERMISSIONS[self.role]:
            return True
        return bool(self.stands_in) and any(permission in ROLE_PERMISSIONS[role] for role in self.roles)

    def must(self, permission: Permission) -> None:
        """Raise Forbidden unless their role allows it."""
        if not self.may(permission):
            raise Forbidden


class Seen(Protocol):
    """A model that says which of its rows a viewer sees."""

    id: Any
    __table__: Table

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The condition on its rows: of the viewer alone, for it is kept and used again."""
        ...


M = TypeVar("M", bound=Base)
S = TypeVar("S", bound="Select[*tuple[Any, ...]] | Update | Delete")


def visible(viewer: Viewer, model: type[M]) -> Select[M]:
    """The rows of a model that the viewer sees."""
    return covering(viewer, _select(model), model)


def covering(viewer: Viewer, statement: S, *models: type[Base], through: tuple[type[Base], ...] = ()) -> S:
    """Narrow a statement to what the viewer sees of each model it names.

    `through` are models that the statement reaches only by a key of a row already covered (a stay's
    child, a night's home): naming them is allowed, and no condition is added.
    """
    if viewer.is_system:
        return cast("S", statement.execution_options(**{SEEN: EVERYTHING}))
    found = [_seen_of(model, viewer) for model in models]
    conditions = tuple(condition for condition, _named in found)
    seen = {model.__tablename__ for model in through}.union(*(named for _condition, named in found))
    before = statement.get_execution_options()
    options = {SEEN: before.get(SEEN, frozenset()) | seen, ASKED: before.get(ASKED, ()) + conditions}
    return cast("S", statement.where(*conditions).execution_options(**options))


@lru_cache(maxsize=2048)
def _seen_of(model: type[Base], viewer: Viewer) -> tuple[ColumnElement[bool], frozenset[str]]:
    """The condition on a model for a viewer, and every table that may be named with it; one page asks many times."""
    condition = condition_on(model, viewer)
    named = (table.name for table in tables_named(_select(1).where(condition)))
    return condition, frozenset((model.__tablename__, *named))


def is_key(column: Key, key: uuid.UUID | None) -> ColumnElement[bool]:
    """Whether a column holds this key; with no key never, where SQL would find the rows that hold none."""
    return false() if key is None else column == key


def condition_on(model: type[Base], viewer: Viewer) -> ColumnElement[bool]:
    """What a model declares of its rows for this viewer, who is not the system."""
    declared: type[Seen] = model  # type: ignore[assignment]  # every guarded model is Seen: a test checks it
    return declared.seen_by(viewer)


def find(viewer: Viewer, model: type[M], key: uuid.UUID) -> M:
    """The row with this id, if the viewer sees it; raises NotFound alike for not there and not theirs."""
    declared: type[Seen] = model  # type: ignore[assignment]  # as above
    found = session().scalars(visible(viewer, model).where(declared.id == key)).one_or_none()
    if found is None:
        raise NotFound
    return found


def hold(viewer: Viewer, model: type[M], key: uuid.UUID) -> M:
    """The same as `find`, but nobody else changes the row before the transaction ends."""
    declared: type[Seen] = model  # type: ignore[assignment]  # as above
    # Rows that refer to this one may still be added meanwhile: closing a month adds claims of homes.
    found = visible(viewer, model).where(declared.id == key).with_for_update(key_share=True)
    row = session().scalars(found.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound
    return row
