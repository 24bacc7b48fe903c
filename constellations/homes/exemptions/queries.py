"""The exemptions of a home, as staff read them, and whom they name on a night."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select

from constellations.access import Viewer, covering, find, visible
from constellations.children.models import Child
from constellations.children.queries import NamedChild, children_of, children_to_choose
from constellations.core.database import session
from constellations.homes.exemptions.models import Exemption, ExemptionChild
from constellations.homes.exemptions.rules import named_by_night
from constellations.models import Home
from constellations.permissions import Permission
from constellations.rules import Span


@dataclass(frozen=True, slots=True)
class ExemptionLine:
    """An exemption, whom it names, and when it holds (half-open)."""

    exemption_id: uuid.UUID
    children: tuple[NamedChild, ...]
    since: dt.date
    until: dt.date | None
    conditions: str | None
    is_present: bool
    is_over: bool


def exempted_at(
    viewer: Viewer, home_ids: Collection[uuid.UUID], nights: Collection[dt.date]
) -> dict[uuid.UUID, dict[dt.date, frozenset[uuid.UUID]]]:
    """For each of some homes and nights the children whom its exemptions name on it; one query."""
    if not nights:
        return {home_id: {} for home_id in home_ids}
    asked = (
        select(Exemption.home_id, ExemptionChild.child_id, Exemption.starts_on, Exemption.ends_on)
        .join(Exemption, Exemption.id == ExemptionChild.exemption_id)
        .where(
            Exemption.home_id.in_(home_ids),
            Exemption.starts_on <= max(nights),
            or_(Exemption.ends_on.is_(None), Exemption.ends_on > min(nights)),
        )
    )
    named: dict[uuid.UUID, list[tuple[uuid.UUID, Span]]] = {home_id: [] for home_id in home_ids}
    rows = session().execute(covering(viewer, asked, Exemption, through=(ExemptionChild,)))
    for home_id, child_id, starts_on, ends_on in rows:
        named[home_id].append((child_id, Span(starts_on, ends_on)))
    return {home_id: named_by_night(spans, nights) for home_id, spans in named.items()}


def exemptions_of(viewer: Viewer, home_id: uuid.UUID) -> tuple[ExemptionLine, ...]:
    """The exemptions of a home, the newest first; nothing is asked for who reads of no children."""
    if not viewer.may(Permission.SEE_CHILDREN):
        return ()
    asked = visible(viewer, Exemption).where(Exemption.home_id == home_id).order_by(Exemption.starts_on.desc())
    named = (
        select(ExemptionChild.exemption_id, Child.id, Child.initials)
        .join(Exemption, Exemption.id == ExemptionChild.exemption_id)
        .join(Child, Child.id == ExemptionChild.child_id)
        .where(Exemption.home_id == home_id)
        .order_by(Child.initials, Child.key)
    )
    children: dict[uuid.UUID, list[NamedChild]] = {}
    for exemption_id, child_id, initials in session().execute(
        covering(viewer, named, Exemption, through=(ExemptionChild, Child))
    ):
        children.setdefault(exemption_id, []).append(NamedChild(child_id, initials))
    return tuple(
        ExemptionLine(
            exemption_id=row.id,
            children=tuple(children.get(row.id, ())),
            since=row.starts_on,
            until=row.ends_on,
            conditions=row.conditions,
            is_present=viewer.today in Span(row.starts_on, row.ends_on),
            is_over=row.ends_on is not None and row.ends_on <= viewer.today,
        )
        for row in session().scalars(asked)
    )


def found_exemption(viewer: Viewer, exemption_id: uuid.UUID) -> tuple[uuid.UUID, str]:
    """The home of an exemption, by id and name; raises NotFound."""
    home = find(viewer, Home, find(viewer, Exemption, exemption_id).home_id)
    return home.id, home.name


def children_to_name(viewer: Viewer, home_id: uuid.UUID) -> dict[str, str]:
    """The children whom an exemption of a home may name, those first who live there today."""
    here = {str(child.child_id) for child in children_of(viewer, [home_id]).get(home_id, ())}
    choices = children_to_choose(viewer)
    return {key: choices[key] for key in sorted(choices, key=lambda key: key not in here)}
