"""Nothing is sealed anew while one text opens with no key."""

import pytest

from constellations.sealing.rules import Sealings, SealsLost, must_all_open


def test_where_all_texts_open_nothing_is_refused() -> None:
    columns = {"concern.words": Sealings(newest=3, older=2), "handover_note.words": Sealings()}
    assert [name for name, found in columns.items() if found.lost] == []
    must_all_open(columns)


def test_a_text_that_no_key_opens_is_refused_by_the_name_of_its_column_and_how_many_there_are() -> None:
    with pytest.raises(SealsLost) as refused:
        must_all_open({"a.words": Sealings(lost=2), "b.words": Sealings(newest=1), "c.key": Sealings(older=4, lost=1)})
    assert refused.value.words == (
        "No key that Roost has opens these: a.words (2), c.key (1). Nothing was changed. Put the key that is "
        "missing back, behind the others, then try again."
    )
