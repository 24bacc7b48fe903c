"""Nothing is sealed anew while one text opens with no key, and keys change in an order that locks nobody out."""

import re
import subprocess

import pytest

from constellations.sealing.rules import (
    Rotation,
    Sealings,
    SealsLost,
    must_all_open,
    next_step,
    what_to_set,
    what_to_use,
)


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


@pytest.mark.parametrize(
    ("keys", "older", "wants_new", "is_in_use", "step"),
    [
        (1, 0, False, True, Rotation.BEGIN),
        (1, 0, False, False, Rotation.BEGIN),
        (2, 0, False, False, Rotation.USE),
        (2, 0, False, True, Rotation.FINISH),
        (2, 0, True, False, Rotation.BEGIN),
        (2, 0, True, True, Rotation.BEGIN),
        (2, 3, False, True, Rotation.RENEW),
        (2, 3, True, False, Rotation.RENEW),
    ],
)
def test_what_was_begun_comes_to_its_end_before_there_are_new_keys(
    keys: int, older: int, wants_new: bool, is_in_use: bool, step: Rotation
) -> None:
    assert next_step(keys, {"concern.words": Sealings(newest=1, older=older)}, wants_new, is_in_use) is step


def test_one_instance_is_told_what_to_set_and_several_to_learn_the_keys_first() -> None:
    one, several = (what_to_set("NEW-SECRET", "NEW-FIELD", has_many).splitlines() for has_many in (False, True))
    assert [line[:2] for line in one if line[0].isdigit()] == ["1.", "2.", "3.", "4."]
    assert [line[:2] for line in several if line[0].isdigit()] == ["1.", "2.", "3.", "4.", "5."]
    assert any("ROOST_FIELD_KEYS=NEW-FIELD,…" in line for line in one)
    learned = next(n for n, line in enumerate(several) if "ROOST_FIELD_KEYS=…,NEW-FIELD" in line)
    used = next(n for n, line in enumerate(several) if "ROOST_FIELD_KEYS=NEW-FIELD,…" in line)
    assert learned < used
    assert not any("…,NEW-FIELD" in line for line in one)


def test_who_has_learnt_the_keys_is_told_to_use_them_and_not_that_any_may_leave_before() -> None:
    lines = what_to_use().splitlines()
    assert [line[:2] for line in lines if line[0].isdigit()] == ["1.", "2.", "3."]
    used, renewed, left = (
        next(n for n, line in enumerate(lines) if word in line)
        for word in ("ROOST_FIELD_KEYS=", "roost keys rotate", "may leave")
    )
    assert used < renewed < left


@pytest.mark.parametrize("has_many", [False, True])
def test_what_is_set_can_be_sourced_by_a_shell_that_prints_no_key(has_many: bool) -> None:
    said = what_to_set("NEW-SECRET", "NEW-FIELD=", has_many).replace("…", "OLD,OLDER")
    lines = [line.strip() for line in said.splitlines() if re.match(r"\s+[A-Z_]+=", line)]
    assert len(lines) == (5 if has_many else 3)
    for line in lines:
        name = line.partition("=")[0]
        ended = subprocess.run(["sh", "-c", f"set -a; {line}\nenv"], capture_output=True, text=True, check=True, env={})
        assert f"{line}\n" in ended.stdout, name
        assert ended.stderr == "", name
