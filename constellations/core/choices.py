"""The options of a field that one chooses from, as WTForms takes them."""

from collections.abc import Mapping
from typing import cast

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its hints


def options(words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Make the options of a select, radio or checkbox field: what is sent, and the words that stand for it."""
    made = [SelectChoice(sent, read) for sent, read in words.items()]
    # The hints are of a WTForms that took pairs; the one that runs warns of them.
    return cast("list[tuple[str, str]]", made)
