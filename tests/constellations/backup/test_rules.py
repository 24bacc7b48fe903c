"""What a backup says of itself, what goes and what stays, and how two states compare."""

import datetime as dt
import uuid

import pytest

from constellations.backup.rules import (
    SMALL,
    AnotherBackup,
    BackupBroken,
    ChainHead,
    Compared,
    Contents,
    FileFacts,
    KeyWithin,
    Kind,
    Manifest,
    NotABackup,
    NotEmpty,
    OfNewerRoost,
    OtherKind,
    WithinItself,
    compare_contents,
    compare_files,
    holds_key,
    is_left_out,
    must_suit,
    name_of,
    read_manifest,
    stopped_half_way,
    superseded,
    table_of,
    was_put_back,
)
from constellations.register.rules import TOKEN_BYTES, name_of_upload

AT = dt.datetime(2026, 11, 27, 3, 15, tzinfo=dt.UTC)
HEAD = ChainHead(seq=3, hash="a" * 64)
HELD = Contents(revision="0033", tables={"home": 2, "child": 5}, chains={"one": HEAD})
HANDED_OVER = name_of_upload(uuid.UUID(int=1), "0a" * TOKEN_BYTES)
FACTS = FileFacts(size=3, sha256="f" * 64)


def manifest(**other: object) -> Manifest:
    """A whole one."""
    files = {"database.sqlite": FACTS, "uploads/messages/ab/abc": FACTS}
    said = {"format": 1, "made_at": AT, "version": "0.1.0", "kind": "sqlite", "contents": HELD, "files": files}
    return Manifest.model_validate({**said, **other})


def test_a_backup_is_named_by_its_time_in_utc() -> None:
    summer = dt.datetime(2026, 6, 1, 1, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert (name_of(AT), name_of(summer)) == ("roost-20261127T031500Z", "roost-20260601T003000Z")


@pytest.mark.parametrize(
    ("keep", "gone"),
    [(1, ["roost-20261125T031500Z", "roost-20261126T031500Z"]), (2, ["roost-20261125T031500Z"]), (3, []), (9, [])],
)
def test_beyond_the_newest_so_many_the_older_go_and_nothing_else(keep: int, gone: list[str]) -> None:
    there = ["photos", "roost-20261126T031500Z", "roost-20261127T031500Z", "roost-20261125T031500Z"]
    assert superseded([*there, "roost-20261124T031500Z.partial"], keep) == gone


def test_only_a_backup_that_was_never_finished_is_taken_for_one() -> None:
    there = ["roost-20261126T031500Z.partial", "roost-20261127T031500Z", "photos.partial", "roost-2026.partial"]
    assert stopped_half_way(there) == ["roost-20261126T031500Z.partial"]


def test_what_a_backup_says_can_be_read_again() -> None:
    assert read_manifest(manifest().model_dump_json()) == manifest()


@pytest.mark.parametrize(
    "name",
    ["../database.sqlite", "/etc/passwd", "uploads/../../x", "uploads\\..\\x", "roost.db", "keys/secret_key", "", "."],
)
def test_a_manifest_leads_nowhere_out_of_its_folder(name: str) -> None:
    with pytest.raises(NotABackup, match="other files than a backup has"):
        read_manifest(manifest(files={"database.sqlite": FACTS, name: FACTS}).model_dump_json())


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": "x"}', "\x00"])
def test_what_is_no_manifest_is_no_backup(text: str) -> None:
    with pytest.raises(NotABackup, match="cannot be read"):
        read_manifest(text)


def test_a_backup_without_its_database_is_none() -> None:
    with pytest.raises(NotABackup):
        read_manifest(manifest(files={"uploads/messages/ab/abc": FACTS}).model_dump_json())


def test_a_form_that_is_not_known_yet_is_of_a_newer_roost() -> None:
    with pytest.raises(OfNewerRoost, match="Install that version"):
        read_manifest(manifest(format=2, version="9.0").model_dump_json())


def test_a_backup_goes_into_its_own_kind_of_database_and_into_no_older_roost() -> None:
    must_suit(manifest(), Kind.SQLITE, knows_step=True)
    with pytest.raises(OtherKind, match="a backup of sqlite"):
        must_suit(manifest(), Kind.POSTGRESQL, knows_step=True)
    with pytest.raises(OfNewerRoost, match=r"A newer Roost \(0.1.0\)"):
        must_suit(manifest(), Kind.SQLITE, knows_step=False)


def test_each_kind_has_a_file_of_its_own() -> None:
    assert [kind.file for kind in Kind] == ["database.sqlite", "database.dump"]


@pytest.mark.parametrize(
    ("beginning", "holds"),
    [
        (b"the key is k3y-of-roost\n", True),
        (b"nothing of it", False),
        (b"k3y-of-roost" + b"x" * SMALL, False),
        (b"", False),
    ],
)
def test_a_small_file_with_a_key_in_it_is_found(beginning: bytes, holds: bool) -> None:
    assert holds_key(beginning, ["another", "k3y-of-roost"]) is holds


def test_files_that_are_missing_or_changed_are_named() -> None:
    expected = {"a": FACTS, "b": FACTS, "c": FACTS}
    assert compare_files(expected, {"a": FACTS, "b": FileFacts(size=3, sha256="0"), "more": FACTS}) == ["b", "c"]


def test_what_was_put_back_is_compared_table_by_table_and_chain_by_chain() -> None:
    assert all(line.is_good for line in compare_contents(HELD, HELD))
    assert len(compare_contents(HELD, HELD)) == 3
    other = Contents(revision="0033", tables={"home": 1}, chains={})
    wrong = {line.what: (line.expected, line.found) for line in compare_contents(HELD, other) if not line.is_good}
    assert wrong == {
        "rows of child": ("5", "no table"),
        "rows of home": ("2", "1"),
        "audit chain one": (f"3 {'a' * 12}", "none"),
        "tables": ("2", "1"),
        "rows": ("7", "1"),
        "audit chains": ("1", "0"),
    }


def test_a_chain_that_ends_elsewhere_is_another_chain() -> None:
    altered = Contents(revision="0033", tables=HELD.tables, chains={"one": ChainHead(seq=3, hash="b" * 64)})
    assert [line.what for line in compare_contents(HELD, altered) if not line.is_good] == ["audit chain one"]


def test_the_lines_stand_beneath_each_other() -> None:
    shown = table_of([Compared("rows", "12", "12"), Compared("files", "3", "2")]).splitlines()
    assert shown == ["            in the backup  here", "ok   rows   12             12", "NOT  files  3              2"]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (BackupBroken(["b", "a"]), "2 of the backup's files are missing or were changed: a, b."),
        (NotEmpty("The database"), "The database is not empty."),
        (KeyWithin("/backups/key"), "A key of Roost lies in /backups/key."),
        (WithinItself(), "Backups must not lie among the uploads"),
        (AnotherBackup(), "Another process is making a backup"),
        (NotABackup("it has no manifest"), "That is no backup of Roost: it has no manifest."),
    ],
)
def test_each_refusal_says_what_is_so(error: NotEmpty, says: str) -> None:
    assert error.words.startswith(says)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("uploads/rights/ab/abcd", True),
        ("uploads/messages/ab/abcd", False),
        ("uploads/rightsize/ab", False),
        (f"uploads/{HANDED_OVER}/register/children.csv", True),
        (f"uploads/messages/{HANDED_OVER}/abcd", False),
        (f"{HANDED_OVER}/file", False),
        ("uploads", False),
        ("database.dump", False),
    ],
)
def test_copies_of_what_is_held_about_somebody_and_what_was_not_loaded_are_left_out(name: str, is_one: bool) -> None:
    assert is_left_out(name) is is_one


def test_a_database_was_put_back_where_each_chain_stands_as_it_stood() -> None:
    chains = {"s": ChainHead(seq=3, hash="a")}
    backup = Contents(revision="0042", tables={"person": 2}, chains=chains)
    assert was_put_back(backup, Contents(revision="0044", tables={"person": 2, "more": 0}, chains=chains))
    assert not was_put_back(backup, backup.model_copy(update={"chains": {"s": ChainHead(seq=4, hash="b")}}))
    nothing = backup.model_copy(update={"chains": {}})
    assert not was_put_back(nothing, nothing)
