"""What a file is, by what is in it, whatever it is called; how large it becomes, and the name it bears."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.errors import RuleBroken

MEGABYTE = 1024 * 1024

LARGEST_FILE = 10 * MEGABYTE
"""In bytes, of one file as it is handed over."""

MOST_PIXELS = 40_000_000
"""Of a photo as it is handed over: a small file can hold a picture that fills a machine."""

LONGEST_SIDE = 2048
"""In pixels, of a photo as it is kept: enough for a whole screen."""

PREVIEW_SIDE = 480
"""In pixels, of what stands among the messages."""

LONGEST_NAME = 80
"""Letters of a document's name, without its ending."""

HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"heif", b"mif1", b"msf1", b"avif"})
"""What stands at the beginning of the pictures that iPhones keep, after the word `ftyp`."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
"""What does not belong into words: all that Unicode calls control characters, but tabs, ends of lines and of pages."""

PDF_ENDS_WITHIN = 2048
"""In bytes: a PDF says at its end that it ends; some programs write a little after it."""


class FileKind(StrEnum):
    """What a file is, by what is in it."""

    PHOTO = "photo"
    PDF = "pdf"
    TEXT = "text"


MEDIA_TYPES = {
    FileKind.PHOTO: "image/jpeg",
    FileKind.PDF: "application/pdf",
    FileKind.TEXT: "text/plain",
}

ENDINGS = {FileKind.PHOTO: ".jpg", FileKind.PDF: ".pdf", FileKind.TEXT: ".txt"}

ACCEPTED = {
    FileKind.PHOTO: ("image/jpeg", "image/png", "image/webp"),
    FileKind.PDF: ("application/pdf",),
    FileKind.TEXT: ("text/plain",),
}
"""What a page offers to choose; asked for these, an iPhone hands over a JPEG of what it keeps as HEIC."""


class UnknownFile(RuleBroken):
    """Neither a photo nor a document that Roost takes."""

    about = "files"

    def __init__(self) -> None:
        super().__init__(
            "Roost does not take this kind of file. Send a photo (JPEG, PNG or WebP), a PDF, or plain text (.txt)."
        )


class HeicPicture(RuleBroken):
    """A picture of a kind that many phones and computers cannot show."""

    about = "files"

    def __init__(self) -> None:
        super().__init__(
            "This photo is a HEIC file, which many phones cannot show. Send a screenshot of it; or set your "
            "iPhone’s Camera to “Most Compatible” (under Formats) and take it again."
        )


class EmptyFile(RuleBroken):
    """A file with nothing in it."""

    about = "files"

    def __init__(self) -> None:
        super().__init__("This file is empty. Choose another one.")


class FileTooLarge(RuleBroken):
    """More bytes than one file may have."""

    about = "files"

    def __init__(self) -> None:
        super().__init__(f"This file is too large: at most {LARGEST_FILE // MEGABYTE} MB. Send a smaller one.")


class BrokenDocument(RuleBroken):
    """A PDF that does not end."""

    about = "files"

    def __init__(self) -> None:
        super().__init__("This PDF is broken or not complete. Save it again, then send it.")


class TooManyPixels(RuleBroken):
    """A picture larger than any phone's usual one."""

    about = "files"

    def __init__(self) -> None:
        super().__init__(
            f"This picture is too large: at most {MOST_PIXELS // 1_000_000} megapixels. Send a screenshot of it."
        )


class BrokenPicture(RuleBroken):
    """A picture that cannot be read to its end."""

    about = "files"

    def __init__(self) -> None:
        super().__init__("This picture cannot be read: the file is broken or not complete. Choose it again.")


class NoRoom(RuleBroken):
    """The disk is full, or does not take files."""

    about = "files"

    def __init__(self) -> None:
        super().__init__("Roost cannot keep files at the moment. Send your words alone, and the file later.")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that lies on the disk under a key nobody can guess, and what is said of it beside.

    A photo has a size in pixels and no name: what a camera or a person called it is nobody's business.
    """

    key: str
    kind: FileKind
    bytes: int
    name: str | None = None
    width: int | None = None
    height: int | None = None
    description: str | None = None


def kind_of(content: bytes, name: str) -> FileKind:
    """What a file is, by its content; only of plain text the name counts too, for anything might be that.

    Raises EmptyFile, FileTooLarge, HeicPicture, BrokenDocument, UnknownFile.
    """
    if not content:
        raise EmptyFile
    if len(content) > LARGEST_FILE:
        raise FileTooLarge
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (content[:4], content[8:12]) == (
        b"RIFF",
        b"WEBP",
    ):
        return FileKind.PHOTO
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        raise HeicPicture
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-PDF_ENDS_WITHIN:]:
            raise BrokenDocument
        return FileKind.PDF
    if name.lower().endswith(".txt") and is_plain_text(content):
        return FileKind.TEXT
    raise UnknownFile


def is_plain_text(content: bytes) -> bool:
    """Whether these are words in UTF-8, neither control characters nor the beginning of a page or drawing."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if text.lstrip().startswith("<"):
        return False
    return not CONTROL.search(text)


def must_be_decodable(width: int, height: int) -> None:
    """Raise TooManyPixels for a picture that would take too much room before it is made smaller."""
    if width * height > MOST_PIXELS:
        raise TooManyPixels


def fitted(width: int, height: int, longest: int) -> tuple[int, int]:
    """The size of a picture made so small that its longer side is at most this; never larger, never nothing."""
    largest = max(width, height)
    if largest <= longest:
        return width, height
    return max(1, round(width * longest / largest)), max(1, round(height * longest / largest))


def clean_name(name: str, kind: FileKind) -> str:
    """What a document is called: no path, nothing that does not print or means something to a computer, its own ending.

    The name is shown, and never used on the disk or in an address.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = re.sub(r"\.[^.]*$", "", last)
    kept = "".join(letter for letter in stem if letter.isprintable() and letter not in '<>:"|?*%;')
    words = " ".join(kept.split())[:LONGEST_NAME].strip(" .")
    return f"{words or 'document'}{ENDINGS[kind]}"


def size_words(size: int) -> str:
    """How large a file is, as people say it: `420 kB`, `2.4 MB`."""
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{max(1, round(size / 1024))} kB"
