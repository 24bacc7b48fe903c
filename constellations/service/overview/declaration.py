"""What a setting is on the page of all of them: features declare theirs, `app.py` hands them over as a list."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from constellations.access import Viewer
from constellations.service.overview.rules import ACTS, Told

EXTENSION = "roost_settings_of_service"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting in words: what it is called, what it is now, the way to where it is changed.

    `subjects` are the tables by which the audit trail knows it, `fields` those of their fields that are this one's,
    where other settings stand in the same table.
    """

    words: str
    value: str
    path: str
    subjects: tuple[str, ...]
    fields: tuple[str, ...] = ()

    def was_changed_by(self, told: Told) -> bool:
        """Whether what the audit trail tells is a change of this one."""
        if told.subject not in self.subjects or told.action in ACTS:
            return False
        return not self.fields or not set(told.fields).isdisjoint(self.fields)


SettingSource = Callable[[Viewer], Sequence[Setting]]
"""Says what a package lets the viewer's service set, in the order in which it is shown."""


def init_settings_of_service(app: Flask, sources: Iterable[SettingSource]) -> None:
    """Take those who know what a service has set."""
    app.extensions[EXTENSION] = tuple(sources)


def settings_of_service(viewer: Viewer) -> list[Setting]:
    """Everything that the viewer's service may set."""
    sources: tuple[SettingSource, ...] = current_app.extensions[EXTENSION]
    return [setting for source in sources for setting in source(viewer)]
