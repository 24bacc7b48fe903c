"""What a package brings to Roost, each as plain data; `app.py` puts the packages' parts together."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from flask import Blueprint

from constellations.actions import HistoryCheck, RoomWatcher
from constellations.cli import MakeCommand
from constellations.directory.declaration import Facet
from constellations.extracts.declaration import Extract, Table
from constellations.home_page.declaration import Panel
from constellations.jobs.declaration import Job
from constellations.live import Handler
from constellations.notices.digest.declaration import Waits
from constellations.register.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Parts:
    """What the features of a package bring.

    `home_panels` stand on the home page; `sheets` are files of the register, each builds on those before it; `jobs`
    happen at their time; `waits` are what may wait for somebody, as the Monday digest counts it; `events` are what
    browsers may send on a live line. `history_checks` are asked before the past of a service is corrected,
    `room_watchers` hear at once that a home has other room, and `commands` are typed after `roost`. `facets` stand on
    the page of a constellation; `extracts` are dashboards as files, `tables` what a pseudonymised extract is made of.
    """

    blueprints: Sequence[Blueprint] = ()
    home_panels: Sequence[Panel] = ()
    sheets: Sequence[Sheet] = ()
    jobs: Sequence[Job] = ()
    waits: Sequence[Waits] = ()
    events: Sequence[Handler] = ()
    history_checks: Sequence[HistoryCheck] = ()
    room_watchers: Sequence[RoomWatcher] = ()
    commands: Sequence[MakeCommand] = ()
    facets: Sequence[Facet] = ()
    extracts: Sequence[Extract] = ()
    tables: Sequence[Table] = ()


def together(*packages: Parts) -> Parts:
    """The parts of several packages, in this order."""
    kinds = (kind.name for kind in fields(Parts))
    return Parts(**{kind: tuple(part for package in packages for part in getattr(package, kind)) for kind in kinds})
