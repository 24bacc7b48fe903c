"""The code that was sent to a mobile number, as nobody can read it."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.columns import HASH
from constellations.core.database import Base


class MobileCode(Base):
    """The last code of one person, for one number: a keyed hash of it, when it was sent, and how often it was tried."""

    __tablename__ = "mobile_code"
    __table_args__ = ({"info": GUARDED_TABLE},)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    mobile: Mapped[str]
    mark: Mapped[str] = mapped_column(HASH)
    sent_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    tries: Mapped[int] = mapped_column(default=0)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own."""
        return is_key(cls.person_id, viewer.person_id)
