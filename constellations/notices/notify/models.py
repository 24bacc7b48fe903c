"""A service's own account at GOV.UK Notify."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.database import Base
from constellations.core.sealed import Sealed
from constellations.permissions import Permission


class NotifyAccount(Base):
    """The key of a service's account, who entered it and when, and the ids of its templates.

    Without a template, that way is not used. The key is read only where it is used; `key_end` are its last letters, by
    which people tell keys apart.
    """

    __tablename__ = "notify_account"
    __table_args__ = ({"info": GUARDED_TABLE},)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    api_key: Mapped[str] = mapped_column(Sealed, deferred=True)
    key_end: Mapped[str]
    mail_template: Mapped[str | None]
    text_template: Mapped[str | None]
    entered_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    entered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Who sets the service; the jobs that send are the system."""
        return is_key(cls.service_id, viewer.service_id) if viewer.may(Permission.SET_SERVICE) else false()
