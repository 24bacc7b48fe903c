"""What a file is, whatever it is called."""

import pytest

from constellations.core.errors import RuleBroken
from constellations.core.files import rules
from constellations.core.files.rules import ACCEPTED, ENDINGS, MEDIA_TYPES, FileKind, kind_of
from tests.photos import HEIC, HTML, PDF, SVG, jpeg, two_colours, written


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (jpeg(), "IMG_1.jpg", FileKind.PHOTO),
        (jpeg(), "notes.txt", FileKind.PHOTO),
        (written(two_colours(), "PNG"), "", FileKind.PHOTO),
        (written(two_colours(), "WEBP"), "x", FileKind.PHOTO),
        (PDF, "Programme.pdf", FileKind.PDF),
        (PDF, "photo.jpg", FileKind.PDF),
        (PDF + b"\n" * 2000, "Programme.pdf", FileKind.PDF),
        (b"Bring wellies.\r\n", "List.TXT", FileKind.TEXT),
        ("\ufeffCroeso i’r tŷ".encode(), "list.txt", FileKind.TEXT),
    ],
)
def test_what_a_file_is_is_found_in_it(content: bytes, name: str, kind: FileKind) -> None:
    assert kind_of(content, name) is kind


@pytest.mark.parametrize(
    ("content", "name", "refused"),
    [
        (b"", "photo.jpg", rules.EmptyFile),
        (b"x" * (rules.LARGEST_FILE + 1), "long.txt", rules.FileTooLarge),
        (HEIC, "IMG_1.HEIC", rules.HeicPicture),
        (HEIC, "IMG_1.jpg", rules.HeicPicture),
        (HTML, "photo.jpg", rules.UnknownFile),
        (HTML, "photo.txt", rules.UnknownFile),
        (b"\xef\xbb\xbf \n" + HTML, "photo.txt", rules.UnknownFile),
        (SVG, "photo.svg", rules.UnknownFile),
        (SVG, "photo.png", rules.UnknownFile),
        (b'<?xml version="1.0"?>' + SVG, "photo.txt", rules.UnknownFile),
        (written(two_colours(), "GIF"), "photo.gif", rules.UnknownFile),
        (written(two_colours(), "TIFF"), "photo.jpg", rules.UnknownFile),
        (b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64, "film.mp4", rules.UnknownFile),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "sound.webp", rules.UnknownFile),
        (b"MZ\x90\x00", "photo.jpg", rules.UnknownFile),
        (b"PK\x03\x04", "letter.docx", rules.UnknownFile),
        (b"Words.", "words", rules.UnknownFile),
        (b"Words\x00.", "words.txt", rules.UnknownFile),
        (b"\x1b[2J", "words.txt", rules.UnknownFile),
        (b"\xff\xfeW\x00", "words.txt", rules.UnknownFile),
        (PDF[:-7], "Programme.pdf", rules.BrokenDocument),
        (b" " + PDF, "Programme.pdf", rules.UnknownFile),
    ],
)
def test_what_roost_does_not_take_is_refused(content: bytes, name: str, refused: type[RuleBroken]) -> None:
    with pytest.raises(refused):
        kind_of(content, name)


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (rules.EmptyFile(), "Choose another one"),
        (rules.FileTooLarge(), "at most 10 MB"),
        (rules.HeicPicture(), "Most Compatible"),
        (rules.UnknownFile(), "JPEG, PNG or WebP"),
        (rules.BrokenDocument(), "Save it again"),
    ],
)
def test_a_refusal_says_what_to_do_beside_the_files(refused: RuleBroken, words: str) -> None:
    assert words in refused.words
    assert refused.about == "files"


def test_a_file_of_ten_megabytes_is_not_too_large() -> None:
    assert kind_of(b"x" * rules.LARGEST_FILE, "long.txt") is FileKind.TEXT


def test_every_kind_has_its_type_its_ending_and_what_is_offered() -> None:
    assert set(FileKind) == set(MEDIA_TYPES) == set(ENDINGS) == set(ACCEPTED)
    offered = {media_type for types in ACCEPTED.values() for media_type in types}
    assert not offered & {"image/*", "image/heic", "image/svg+xml", "text/html"}
