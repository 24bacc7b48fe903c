"""A whole region as a register: made by rule, the same each time, and valid by construction."""

import csv
import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Row = tuple[object, ...]

FIRST_DAY = dt.date(2023, 10, 1)
LAST_DAY = dt.date(2026, 11, 15)
"""Everything has happened before the frozen day of the tests, but for what is agreed or asked after it."""


@dataclass(frozen=True)
class Size:
    """How large a region is."""

    services: int = 4
    constellations: int = 100
    homes_each: int = 10
    children_each: int = 3
    stays: int = 100_000


SMALL = Size(services=2, constellations=2, homes_each=8, children_each=2, stays=120)

HEADERS: dict[str, tuple[str, ...]] = {
    "services": ("service", "region"),
    "constellations": ("constellation", "service", "kind"),
    "homes": ("home", "service", "beds", "approved_children", "status", "area"),
    "memberships": ("home", "constellation", "joined_on", "role", "left_on"),
    "people": ("email", "name", "role", "home", "constellation", "service", "region"),
    "children": ("child", "service", "initials", "born", "status_from", "status"),
    "placements": ("child", "from", "home", "to"),
    "policies": (
        "service",
        "valid_from",
        "threshold",
        "basis",
        "shape",
        "eligible_roles",
        "counted_kinds",
        "counted_statuses",
    ),
    "rates": ("service", "valid_from", "per_night_pence", "flat_pence"),
    "stays": ("stay", "child", "host", "arrive", "depart", "kind", "state"),
}


class Region:
    """The rows of a region, file by file."""

    def __init__(self, size: Size = SMALL, seed: int = 2026) -> None:
        self.size, self.seed = size, seed

    def service(self, constellation: int) -> str:
        """The service of a constellation."""
        return f"Service {constellation % self.size.services + 1}"

    def home(self, constellation: int, number: int) -> str:
        """The key of a home; number 0 is the hub."""
        return f"H{constellation:03d}-{number:02d}"

    def child(self, constellation: int, home: int, number: int) -> str:
        """The key of a child."""
        return f"C{constellation:03d}-{home:02d}-{number}"

    @property
    def homes(self) -> Iterator[tuple[int, int]]:
        """Every home: its constellation and its number."""
        for constellation in range(self.size.constellations):
            for number in range(self.size.homes_each):
                yield constellation, number

    @property
    def children(self) -> Iterator[tuple[int, int, int]]:
        """Every child: constellation, home, number; hubs have none of their own placed with them."""
        for constellation, home in self.homes:
            if home:
                for number in range(self.size.children_each):
                    yield constellation, home, number

    def rows(self, file: str) -> Iterator[Row]:
        """The rows of one file, without its header."""
        made: Iterator[Row] = getattr(self, f"_{file}")()
        return made

    def _services(self) -> Iterator[Row]:
        for number in range(self.size.services):
            yield f"Service {number + 1}", "The Region"

    def _constellations(self) -> Iterator[Row]:
        for number in range(self.size.constellations):
            yield f"Constellation {number:03d}", self.service(number), "mockingbird"

    def _homes(self) -> Iterator[Row]:
        for constellation, number in self.homes:
            beds = 2 if number else 4
            yield self.home(constellation, number), self.service(constellation), beds, 3, "active", "North"

    def _memberships(self) -> Iterator[Row]:
        for constellation, number in self.homes:
            role = "satellite" if number else "hub"
            yield self.home(constellation, number), f"Constellation {constellation:03d}", "2023-01-01", role, ""

    def _people(self) -> Iterator[Row]:
        for constellation, number in self.homes:
            role = "satellite_carer" if number else "hub_carer"
            home = self.home(constellation, number)
            yield f"{home.lower()}@example.org", f"Carer {home}", role, home, "", self.service(constellation), ""
        for number in range(self.size.services):
            service = f"Service {number + 1}"
            theirs = ";".join(
                f"Constellation {c:03d}" for c in range(self.size.constellations) if self.service(c) == service
            )
            if theirs:
                yield f"liaison{number}@example.org", f"Liaison {number}", "liaison", "", theirs, service, ""
            yield f"manager{number}@example.org", f"Manager {number}", "manager", "", "", service, ""
        yield "region@example.org", "Regional Viewer", "regional", "", "", "", "The Region"

    def _children(self) -> Iterator[Row]:
        for n, (constellation, home, number) in enumerate(self.children):
            born = f"{2010 + n % 10}-{n % 12 + 1:02d}"
            status = ("looked_after", "kinship", "short_break", "adopted")[n % 4]
            yield self.child(constellation, home, number), self.service(constellation), "AB", born, "", status

    def _placements(self) -> Iterator[Row]:
        for constellation, home, number in self.children:
            yield self.child(constellation, home, number), "2023-01-01", self.home(constellation, home), ""

    def _policies(self) -> Iterator[Row]:
        for number in range(self.size.services):
            kinds, statuses = "planned;emergency;respite", "looked_after;kinship;short_break"
            service = f"Service {number + 1}"
            yield service, "2023-10-01", 16, "child_nights", "per_night_beyond", "hub", kinds, statuses

    def _rates(self) -> Iterator[Row]:
        for number in range(self.size.services):
            yield f"Service {number + 1}", "2023-10-01", 4_000, ""

    def _stays(self) -> Iterator[Row]:
        """Each child in turn, one stay after the other; most with the hub, as long as it has beds."""
        rng = random.Random(self.seed)
        children = list(self.children)
        days = (LAST_DAY - FIRST_DAY).days
        each = -(-self.size.stays // len(children))
        step = max(days // each, 1)
        made = 0
        for turn in range(each):
            for n, (constellation, home, number) in enumerate(children):
                if made == self.size.stays:
                    return
                # No later than the child's next turn, so that no child is in two places.
                arrive = FIRST_DAY + dt.timedelta(days=turn * step + (n * 7) % max(step - 6, 1))
                depart = arrive + dt.timedelta(
                    days=min(1 + rng.randrange(4), max(step - (arrive - FIRST_DAY).days % step, 1))
                )
                other = rng.randrange(1, self.size.homes_each)
                host = 0 if rng.random() < 0.6 or other == home else other
                kind = rng.choices(("planned", "respite", "emergency"), (8, 2, 1))[0]
                came = f"{arrive}T{rng.randrange(9, 20):02d}:30" if rng.random() < 0.5 else f"{arrive}"
                made += 1
                yield (
                    f"S{made:06d}",
                    self.child(constellation, home, number),
                    self.home(constellation, host),
                    came,
                    f"{depart}",
                    kind,
                    "happened",
                )


def write_region(folder: Path, size: Size = SMALL) -> Region:
    """Write a region's files into a folder."""
    region = Region(size)
    for file, header in HEADERS.items():
        write_file(folder, file, [header, *()], region.rows(file))
    return region


def write_file(folder: Path, file: str, header: list[Row], rows: Iterator[Row]) -> None:
    """Write one CSV file."""
    with (folder / f"{file}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerows(header)
        writer.writerows(rows)
