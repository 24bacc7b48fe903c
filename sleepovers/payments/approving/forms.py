"""What is asked where claims are approved: which."""

import uuid

from wtforms import SelectMultipleField
from wtforms.form import BaseForm

from constellations.core.forms import LONGEST_VERSION, Form


class ChosenField(SelectMultipleField):
    """Claims, each with the version that the page showed: `key:version`."""

    def pre_validate(self, form: BaseForm) -> None:
        """Take what is written as it should be; whether there is such a claim is found when it is looked for."""

    @property
    def claims(self) -> dict[uuid.UUID, int]:
        """What was chosen; what is no claim is left out."""
        found = {}
        for chosen in self.data or ():
            key, _, version = str(chosen).partition(":")
            if len(key) == len(str(uuid.UUID(int=0))) and version.isdecimal() and len(version) <= LONGEST_VERSION:
                found[key] = int(version)
        return {uuid.UUID(key): version for key, version in found.items() if _is_key(key)}


def _is_key(text: str) -> bool:
    return all(letter in "0123456789abcdefABCDEF-" for letter in text) and text.count("-") == 4


class ApproveForm(Form):
    """Which claims."""

    chosen = ChosenField(choices=[], validate_choice=False)
