"""Which files a message carries together, and how they are described."""

import pytest

from constellations.core.errors import RuleBroken
from constellations.core.files.rules import FileKind
from messaging.attachments import rules
from messaging.attachments.rules import MaySend, must_fit_together

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


@pytest.mark.parametrize(
    ("written", "kept"),
    [("", None), (" \n\t ", None), ("The\ncake ", "The cake"), ("\u202eekac", "ekac"), ("x" * 300, "x" * 300)],
)
def test_a_description_is_one_line_or_none(written: str, kept: str | None) -> None:
    assert rules.tidy_description(written) == kept


def test_a_description_of_301_letters_is_too_long() -> None:
    with pytest.raises(rules.DescriptionTooLong):
        rules.tidy_description("x" * 301)
