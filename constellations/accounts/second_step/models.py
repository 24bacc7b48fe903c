"""What is stored of second steps: the key of an app, sealed; recovery codes, as hashes; and who is half way in."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.accounts.second_step.rules import LETTERS_OF_NAME
from constellations.core import clock
from constellations.core.columns import HASH
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.core.sealed import Sealed


class CodeApp(Base):
    """The app of one person that shows codes: it counts once its owner has proven that it shows the right ones.

    `last_step` is the last code that was used, counted in steps of 30 seconds; none up to it is good again.
    """

    __tablename__ = "code_app"
    __table_args__ = ({"info": GUARDED_TABLE},)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(Sealed)
    last_step: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    proven_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own."""
        return is_key(cls.person_id, viewer.person_id)


class RecoveryCode(Base):
    """A code to be used once, when the phone with the app is not there: which one it is, and a hash of the rest."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("person_id", "name"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(LETTERS_OF_NAME))
    secret_hash: Mapped[str]
    made_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    used_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own."""
        return is_key(cls.person_id, viewer.person_id)


class HalfWay(Base):
    """Somebody whose password was right and whose second step is yet to come: it opens nothing but that question."""

    __tablename__ = "half_way"
    __table_args__ = ({"info": GUARDED_TABLE},)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(HASH, unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    begun_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    tries: Mapped[int] = mapped_column(default=0)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:  # noqa: ARG003  # nobody is nobody, whoever asks
        """Nobody: who is half way is not signed in."""
        return false()
