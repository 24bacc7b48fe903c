"""The checklists as rows of a file."""

from collections.abc import Iterable, Iterator, Sequence

from constellations.access import Viewer
from constellations.core.clock import Month
from constellations.extracts.declaration import Extract
from constellations.permissions import Permission
from sleepovers.fidelity.queries import Checked, checklists
from sleepovers.fidelity.rules import Standing
from sleepovers.fidelity.words import COLUMNS, ITEM_WORDS, TO_DO_WORDS, facts_words, own_words


def rows_of(found: Iterable[Checked]) -> Iterator[tuple[object, ...]]:
    """A row for each constellation and item, as `words.COLUMNS` names its cells; own items are said in their words."""
    for page in found:
        name = page.constellation.name
        for line in page.lines:
            to_do = str(TO_DO_WORDS[line.item]) if line.standing is not Standing.MET else ""
            yield name, str(ITEM_WORDS[line.item]), line.standing, facts_words(line), line.slips_on, to_do, None, None
        for own in page.own:
            said = own_words(own.answer)
            answer = own.answer
            day, who = (answer.answered_on, answer.who) if answer else (None, None)
            yield name, own.item.words, own.standing, said, own.until, "", day, who


def all_rows(viewer: Viewer, _months: Sequence[Month]) -> Iterator[tuple[object, ...]]:
    """The same of every constellation that the viewer sees, as it stands today."""
    return rows_of(checklists(viewer))


FIDELITY = Extract("fidelity", "Local fidelity checklists", COLUMNS, all_rows, Permission.SEE_FIDELITY)
