"""Which files a message carries together, how they are described and called, and how large they become."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constellations.core.errors import RuleBroken
from messaging.attachments import rules
from messaging.attachments.kinds.rules import FileKind
from messaging.attachments.rules import MaySend, clean_name, fitted, must_be_decodable, must_fit_together

BOTH = MaySend(photos=True, documents=True)
PHOTO, PDF, TEXT = FileKind.PHOTO, FileKind.PDF, FileKind.TEXT


@pytest.mark.parametrize("kinds", [[], [PHOTO], [PHOTO] * 4, [PDF], [TEXT]])
def test_a_message_carries_four_photos_or_one_document(kinds: list[FileKind]) -> None:
    must_fit_together(kinds, BOTH, is_consented=True)
    if PHOTO not in kinds:
        must_fit_together(kinds, BOTH, is_consented=False)
    assert len(kinds) <= rules.MOST_PHOTOS


@pytest.mark.parametrize(
    ("kinds", "may_send", "is_consented", "refused"),
    [
        ([PHOTO] * 5, BOTH, True, rules.TooManyPhotos),
        ([PDF, TEXT], BOTH, True, rules.OneDocumentAlone),
        ([PHOTO, PDF], BOTH, True, rules.OneDocumentAlone),
        ([PHOTO], BOTH, False, rules.NoConsent),
        ([PHOTO], MaySend(photos=False, documents=True), True, rules.PhotosOff),
        ([PDF], MaySend(photos=True, documents=False), True, rules.DocumentsOff),
        ([TEXT], MaySend(photos=False, documents=False), False, rules.DocumentsOff),
    ],
)
def test_what_does_not_go_together_is_refused(
    kinds: list[FileKind], may_send: MaySend, is_consented: bool, refused: type[RuleBroken]
) -> None:
    with pytest.raises(refused):
        must_fit_together(kinds, may_send, is_consented)


@pytest.mark.parametrize(
    ("refused", "about", "words"),
    [
        (rules.TooManyPhotos(), "files", "at most 4 photos"),
        (rules.OneDocumentAlone(), "files", "no photos with it"),
        (rules.PhotosOff(), "files", "Ask your service manager"),
        (rules.DocumentsOff(), "files", "Ask your service manager"),
        (rules.NoConsent(), "consent", "or that nobody is in it"),
        (rules.DescriptionTooLong(), "description", "at most 300 letters"),
        (rules.NoRoom(), "files", "Send your words alone"),
        (rules.TooManyPixels(), "files", "at most 40 megapixels"),
        (rules.BrokenPicture(), "files", "Choose it again"),
    ],
)
def test_a_refusal_says_what_to_do_beside_its_field(refused: RuleBroken, about: str, words: str) -> None:
    assert (refused.about, words in refused.words) == (about, True)


@pytest.mark.parametrize(
    ("may_send", "anything", "accepted"),
    [
        (BOTH, True, ("image/jpeg", "image/png", "image/webp", "application/pdf", "text/plain")),
        (MaySend(photos=True, documents=False), True, ("image/jpeg", "image/png", "image/webp")),
        (MaySend(photos=False, documents=True), True, ("application/pdf", "text/plain")),
        (MaySend(photos=False, documents=False), False, ()),
    ],
)
def test_a_page_offers_what_the_service_lets_one_send(
    may_send: MaySend, anything: bool, accepted: tuple[str, ...]
) -> None:
    assert (may_send.anything, may_send.accepted) == (anything, accepted)


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
    ("written", "kept"),
    [("", None), (" \n\t ", None), ("The\ncake ", "The cake"), ("\u202eekac", "ekac"), ("x" * 300, "x" * 300)],
)
def test_a_description_is_one_line_or_none(written: str, kept: str | None) -> None:
    assert rules.tidy_description(written) == kept


def test_a_description_of_301_letters_is_too_long() -> None:
    with pytest.raises(rules.DescriptionTooLong):
        rules.tidy_description("x" * 301)


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
