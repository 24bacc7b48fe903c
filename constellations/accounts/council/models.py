"""A service's council sign-in, the council accounts of people, and the ways to a council's page that were begun."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.columns import HASH
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.core.sealed import Sealed
from constellations.permissions import Permission


class CouncilSignIn(Base):
    """The tenant of a service's council, and as which application Roost asks there.

    The secret is read only where it is used. Where it `is_only_way`, staff who are connected come in no other way.
    """

    __tablename__ = "council_sign_in"
    __table_args__ = ({"info": GUARDED_TABLE},)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    tenant_id: Mapped[str]
    client_id: Mapped[str]
    client_secret: Mapped[str] = mapped_column(Sealed, deferred=True)
    is_only_way: Mapped[bool] = mapped_column(default=False)
    entered_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    entered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Who sets the service; whoever signs in does so before there is a viewer."""
        return is_key(cls.service_id, viewer.service_id) if viewer.may(Permission.SET_SERVICE) else false()


class CouncilAccount(Base):
    """Whom a council's account stands for: by the ids of tenant and person there, never by an address."""

    __tablename__ = "council_account"
    __table_args__ = (UniqueConstraint("tenant_id", "object_id"), {"info": GUARDED_TABLE})
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    tenant_id: Mapped[str]
    object_id: Mapped[str]
    connected_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    last_used_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own."""
        return is_key(cls.person_id, viewer.person_id)


class CouncilWay(Base):
    """One way to a council's page and back, good once and for a while; with a person, begun to connect them.

    Of the state only a hash is kept: it lies in the browser that began.
    """

    __tablename__ = "council_way"
    __table_args__ = ({"info": GUARDED_TABLE},)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    state_hash: Mapped[str] = mapped_column(HASH, unique=True)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    nonce: Mapped[str]
    verifier: Mapped[str]
    good_until: Mapped[dt.datetime] = mapped_column(index=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:  # noqa: ARG003  # nobody is nobody, whoever asks
        """Nobody; it is found by its state."""
        return false()
