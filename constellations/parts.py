"""What a package brings to Roost, each as plain data; `app.py` puts the packages' parts together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import chain
from typing import Any

from flask import Blueprint
from flask_babel.speaklater import LazyString

from constellations.actions import HistoryCheck, PlacementCheck, RoomWatcher
from constellations.cli import MakeCommand
from constellations.directory.declaration import Facet
from constellations.doctor.declaration import Check
from constellations.engagement.families.declaration import FamilyPanel, TileSource
from constellations.engagement.needs.declaration import Watch
from constellations.engagement.signs.rules import Sign
from constellations.extracts.declaration import Extract, Table
from constellations.going.declaration import EffectSource
from constellations.home_page.declaration import Panel
from constellations.jobs.declaration import Job
from constellations.keeping.declaration import Kept
from constellations.live import Handler
from constellations.metrics.declaration import Figure
from constellations.notices.digest.declaration import Waits
from constellations.people.declaration import ReturnWatcher
from constellations.register.sheet import Sheet
from constellations.rights.declaration import Eraser, PersonalData
from constellations.service.overview.declaration import SettingSource
from constellations.who_saw.declaration import Sightings


@dataclass(frozen=True, slots=True)
class Parts:
    """What the features of a package bring.

    `home_panels` stand on the home page; `sheets` are files of the register, each builds on those before it; `jobs`
    happen at their time; `waits` are what may wait for somebody, as the Monday digest counts it; `events` are what
    browsers may send on a live line. `history_checks` are asked before the past of a service is corrected,
    `placement_checks` before a child is said to live in a home, `room_watchers` hear at once that a home has other
    room, `return_watchers` that somebody is here again, and `commands` are typed after `roost`. `facets` stand on the
    page of a constellation; `extracts` are dashboards as files, `tables` what a pseudonymised extract is made of.

    Of the actions in the activity log `signs` says which is which sign of life of a family, `signs_taken_back` which
    takes one back, and `no_signs` names the others: a new action must be in one of them. `signs_said` has words of its
    own for some, where those of the sign would not be true. `tiles` stand on the page of a family and before its
    carers, `family_panels` beneath them before staff alone; `watches` say what else than silence makes a family need
    somebody. `effects_of_going` say what is touched when homes leave a constellation, `settings` what a service may
    set.

    `kept` are the kinds of record with how long each is kept; `lasting` says of every other table why it is not emptied
    by age; `sightings` are the logs that know who saw what.

    `personal_data` says of every table of whom its rows are, and what becomes of them when somebody is erased;
    `erasers` do then what cannot be said in that way.

    `figures` are for who watches over the installation, `checks` are what its doctor looks at, some of which keep a
    production from starting.
    """

    blueprints: Sequence[Blueprint] = ()
    home_panels: Sequence[Panel] = ()
    sheets: Sequence[Sheet] = ()
    jobs: Sequence[Job] = ()
    waits: Sequence[Waits] = ()
    events: Sequence[Handler] = ()
    history_checks: Sequence[HistoryCheck] = ()
    placement_checks: Sequence[PlacementCheck] = ()
    room_watchers: Sequence[RoomWatcher] = ()
    return_watchers: Sequence[ReturnWatcher] = ()
    commands: Sequence[MakeCommand] = ()
    facets: Sequence[Facet] = ()
    extracts: Sequence[Extract] = ()
    tables: Sequence[Table] = ()
    signs: Mapping[str, Sign] = field(default_factory=dict)
    signs_taken_back: Mapping[str, Sign] = field(default_factory=dict)
    no_signs: Collection[str] = ()
    signs_said: Mapping[str, LazyString] = field(default_factory=dict)
    tiles: Sequence[TileSource] = ()
    family_panels: Sequence[FamilyPanel] = ()
    watches: Sequence[Watch] = ()
    kept: Sequence[Kept] = ()
    lasting: Mapping[str, LazyString] = field(default_factory=dict)
    sightings: Sequence[Sightings] = ()
    personal_data: Sequence[PersonalData] = ()
    erasers: Sequence[Eraser] = ()
    figures: Sequence[Figure] = ()
    checks: Sequence[Check] = ()
    effects_of_going: Sequence[EffectSource] = ()
    settings: Sequence[SettingSource] = ()


def together(*packages: Parts) -> Parts:
    """The parts of several packages, in this order; raises ValueError where two name the same thing."""
    found: dict[str, Any] = {}
    for kind in (kind.name for kind in fields(Parts)):
        brought = [getattr(package, kind) for package in packages]
        found[kind] = _as_one(brought) if isinstance(brought[0], Mapping) else tuple(chain(*brought))
    return Parts(**found)


def _as_one(brought: Sequence[Mapping[str, object]]) -> dict[str, object]:
    names = list(chain(*brought))
    if len(set(names)) < len(names):
        raise ValueError(f"brought twice: {', '.join(sorted({name for name in names if names.count(name) > 1}))}")
    return {name: part for each in brought for name, part in each.items()}
