"""Of whom the rows of a table are, and what becomes of them: packages declare theirs, `app.py` hands them over."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Table

from constellations.core.database import Base
from constellations.rights.erasing.rules import Erased

EXTENSION, ERASERS = "roost_personal_data", "roost_erasers"


class Erasure(StrEnum):
    """What becomes of a row when whom it is about is erased."""

    REMOVE = "remove"
    PSEUDONYMISE = "pseudonymise"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Of whom the rows of a table are, and what becomes of them; `words` say what they are, for people.

    The ways to whom a row is about are names of columns, with a dot where a key is followed: `message_id.sender_id` is
    who sent the message. A column without a foreign key names the table too, and the column there where that is not its
    id: `subject_id:stay.child_id`, `id:ask_child@ask_id.child_id`.

    `of_person`: whom it is about, or whose words it holds. `by_person`: who had a part in it (entered, agreed,
    checked); of such a row a copy shows that part, and no free words. `of_home`: the home whose carers it is about.
    `of_child`: the child it is about. `beside` are columns that name somebody whom the row is not about.

    Rows of a home that several foster in, or did, are of each of them. `since` is the way to the column that says when
    such a row came about: a copy of somebody who left tells none of later. `shared_words` are its columns in which one
    of them may be meant: a copy of another, who had no part in the row, leaves them out.

    REMOVE takes rows away that are `of_person`; PSEUDONYMISE leaves them, with the `blank` columns as they say there;
    KEEP leaves them whole: in both, the name is gone, for it stands in `person` alone. `why` says why they stay, and
    `of_a_child` what is done instead where a child is erased. Rows for which `held` holds are left as they are.

    Rows that bring a child and a home together say that it lived or stayed there: what keeps the home keeps the child.

    `secret` columns are in no copy. Rows that reach somebody by a `withheld` way are in no copy of theirs; by an
    `alone` one, in none but what they ask for themself: they wrote it for others than who answers requests. Files of
    the rows lie on a `shelf`, under what the column `key` says.
    """

    model: type[Base]
    words: str
    of_person: Sequence[str] = ()
    by_person: Sequence[str] = ()
    of_home: Sequence[str] = ()
    since: str = ""
    shared_words: Sequence[str] = ()
    of_child: Sequence[str] = ()
    beside: Sequence[str] = ()
    on_erasure: Erasure = Erasure.KEEP
    of_a_child: Erasure | None = None
    blank: Mapping[str, object] = field(default_factory=dict)
    why: str = ""
    secret: Sequence[str] = ()
    withheld: Sequence[str] = ()
    alone: Sequence[str] = ()
    shelf: str = ""
    held: Callable[[], ColumnElement[bool]] | None = None
    brings_together: bool = False

    @property
    def table(self) -> Table:
        """The table itself."""
        return self.model.metadata.tables[self.model.__tablename__]

    @property
    def ways(self) -> tuple[str, ...]:
        """Every way by which a row is of somebody."""
        return (*self.of_person, *self.by_person, *self.of_home, *self.of_child)

    def becomes(self, is_child: bool) -> Erasure:
        """What becomes of a row when the person, or the child, whom it is about is erased."""
        return self.of_a_child if is_child and self.of_a_child else self.on_erasure


def nobodys(model: type[Base], why: str) -> PersonalData:
    """A table that says nothing of anybody; `why` says what it is instead."""
    return PersonalData(model, why, why=why)


Eraser = Callable[[Erased], None]
"""Does, within the transaction that erases, what a declaration cannot say, such as writing an index anew."""


def init_rights(app: Flask, personal_data: Iterable[PersonalData], erasers: Iterable[Eraser]) -> None:
    """Take what the packages declare of their tables."""
    app.extensions[EXTENSION], app.extensions[ERASERS] = tuple(personal_data), tuple(erasers)


def declared() -> tuple[PersonalData, ...]:
    """What is declared of every table, in the order in which a copy tells it."""
    found: tuple[PersonalData, ...] = current_app.extensions[EXTENSION]
    return found


def erasers() -> tuple[Eraser, ...]:
    """What else is to be done where somebody is erased."""
    found: tuple[Eraser, ...] = current_app.extensions[ERASERS]
    return found
