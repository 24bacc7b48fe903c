"""Long lists, a page at a time."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func

from constellations.core.database import session

R = TypeVar("R")

ROWS = 25


@dataclass(frozen=True, slots=True)
class Paged(Generic[R]):
    """One page of rows, its number from 1, and the number of the last."""

    rows: list[R]
    number: int
    last: int

    @property
    def near(self) -> list[int]:
        """The pages to offer: the first, the last, and those beside this one."""
        return sorted({1, self.last, *range(max(1, self.number - 2), min(self.last, self.number + 2) + 1)})


def paged(statement: Select[R], number: int) -> Paged[R]:
    """A page of the objects that an ordered statement finds; the nearest page where there is none of that number."""
    counted: Select[Any] = statement.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    count = session().scalar(counted) or 0
    last = max(1, -(-count // ROWS))
    number = min(max(number, 1), last)
    return Paged(list(session().scalars(statement.limit(ROWS).offset((number - 1) * ROWS))), number, last)
