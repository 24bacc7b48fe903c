"""How large pictures become, what documents are called, and what is said where a file cannot be kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constellations.core.errors import RuleBroken
from constellations.core.files import rules
from constellations.core.files.rules import FileKind, clean_name, fitted, must_be_decodable

PDF, TEXT = FileKind.PDF, FileKind.TEXT


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (rules.NoRoom(), "Send your words alone"),
        (rules.TooManyPixels(), "at most 40 megapixels"),
        (rules.BrokenPicture(), "Choose it again"),
    ],
)
def test_a_refusal_says_what_to_do_beside_its_field(refused: RuleBroken, words: str) -> None:
    assert (refused.about, words in refused.words) == ("files", True)


def test_forty_million_pixels_are_decoded_and_one_more_is_not() -> None:
    must_be_decodable(8000, 5000)
    with pytest.raises(rules.TooManyPixels):
        must_be_decodable(40_000_001, 1)


@pytest.mark.parametrize(
    ("size", "longest", "becomes"),
    [
        ((4000, 3000), 2048, (2048, 1536)),
        ((3000, 4000), 480, (360, 480)),
        ((2048, 10), 2048, (2048, 10)),
        ((20, 10), 480, (20, 10)),
        ((40_000, 1), 480, (480, 1)),
    ],
)
def test_a_picture_is_made_smaller_and_never_larger(
    size: tuple[int, int], longest: int, becomes: tuple[int, int]
) -> None:
    assert fitted(*size, longest) == becomes


@pytest.mark.parametrize(
    ("name", "kind", "called"),
    [
        ("Programme.pdf", PDF, "Programme.pdf"),
        ("Summer  outing 2026.PDF", PDF, "Summer outing 2026.pdf"),
        ("../../etc/passwd", TEXT, "passwd.txt"),
        ("..\\..\\boot.ini", TEXT, "boot.txt"),
        ("C:\\Users\\me\\list.txt", TEXT, "list.txt"),
        ("/", PDF, "document.pdf"),
        ("", PDF, "document.pdf"),
        ("...", PDF, "document.pdf"),
        (".pdf", PDF, "document.pdf"),
        ("evil.pdf.exe", PDF, "evil.pdf.pdf"),
        ("cod\u202efdp.exe", PDF, "codfdp.pdf"),
        ('a"b\r\nSet-Cookie: x;y%00.pdf', PDF, "abSet-Cookie xy00.pdf"),
        ("<b>.txt", TEXT, "b.txt"),
        ("x" * 500 + ".txt", TEXT, "x" * 80 + ".txt"),
        ("Tŷ haf.txt", TEXT, "Tŷ haf.txt"),
    ],
)
def test_a_documents_name_is_no_path_and_means_nothing_to_a_computer(name: str, kind: FileKind, called: str) -> None:
    assert clean_name(name, kind) == called


@given(st.text(max_size=120))
def test_no_name_leads_anywhere(name: str) -> None:
    called = clean_name(name, PDF)
    assert called.endswith(".pdf")
    assert not set(called) & set('/\\<>:"|?*%;\r\n\0')
    assert not called.startswith(".")
    assert called.isprintable()
    assert clean_name(called, PDF) == called


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 kB"), (420 * 1024, "420 kB"), (1024 * 1024, "1.0 MB"), (2_500_000, "2.4 MB")]
)
def test_a_size_is_said_as_people_say_it(size: int, words: str) -> None:
    assert rules.size_words(size) == words
