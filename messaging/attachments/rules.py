"""What may be sent with a message: which files, how many, how large, and what they are called; no disk, no database."""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from constellations.core.errors import RuleBroken
from messaging.attachments.kinds.rules import ACCEPTED, ENDINGS, MEGABYTE, FileKind

MOST_PHOTOS = 4
"""Photos of one message."""

MOST_PIXELS = 40_000_000
"""Of a photo as it is handed over: a small file can hold a picture that fills a machine."""

LONGEST_SIDE = 2048
"""In pixels, of a photo as it is kept: enough for a whole screen."""

PREVIEW_SIDE = 480
"""In pixels, of what stands among the messages."""

LONGEST_DESCRIPTION = 300

LONGEST_NAME = 80
"""Letters of a document's name, without its ending."""

KEPT_WHEN_REMOVED = dt.timedelta(days=7)
"""How long the files of a removed message stay on the disk, where nobody reads them."""

KEPT_WITHOUT_MESSAGE = dt.timedelta(days=1)
"""How old a file must be before it is taken for one whose message never came to be."""


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


class TooManyPhotos(RuleBroken):
    """More photos than a message carries."""

    about = "files"

    def __init__(self) -> None:
        super().__init__(f"Send at most {MOST_PHOTOS} photos at once. The others fit into the next message.")


class OneDocumentAlone(RuleBroken):
    """A document that comes with something else."""

    about = "files"

    def __init__(self) -> None:
        super().__init__("Send a document by itself: one for each message, and no photos with it.")


class PhotosOff(RuleBroken):
    """A photo where the service wants none."""

    about = "files"

    def __init__(self) -> None:
        super().__init__("Your service does not use photos in Roost. Ask your service manager about it.")


class DocumentsOff(RuleBroken):
    """A document where the service wants none."""

    about = "files"

    def __init__(self) -> None:
        super().__init__("Your service does not use documents in Roost. Ask your service manager about it.")


class NoConsent(RuleBroken):
    """A photo of which nobody says that it may be shown."""

    about = "consent"

    def __init__(self) -> None:
        super().__init__(
            "Tick that everybody in the picture may be shown here, or that nobody is in it. "
            "If you are not sure, ask them first."
        )


class DescriptionTooLong(RuleBroken):
    """More words under a picture than fit there."""

    about = "description"

    def __init__(self) -> None:
        super().__init__(f"Use fewer words: at most {LONGEST_DESCRIPTION} letters.")


class NoRoom(RuleBroken):
    """The disk is full, or does not take files."""

    about = "files"

    def __init__(self) -> None:
        super().__init__("Roost cannot keep files at the moment. Send your words alone, and the file later.")


@dataclass(frozen=True, slots=True)
class MaySend:
    """What a service lets its people send."""

    photos: bool
    documents: bool

    @property
    def anything(self) -> bool:
        """Whether there is anything to choose at all."""
        return self.photos or self.documents

    @property
    def accepted(self) -> tuple[str, ...]:
        """The media types that a page offers to choose."""
        kinds = [kind for kind in FileKind if (self.photos if kind is FileKind.PHOTO else self.documents)]
        return tuple(media_type for kind in kinds for media_type in ACCEPTED[kind])


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that lies on the disk under a key nobody can guess, and what is said of it beside its message.

    A photo has a size in pixels and no name: what a camera or a person called it is nobody's business.
    """

    key: str
    kind: FileKind
    bytes: int
    name: str | None = None
    width: int | None = None
    height: int | None = None
    description: str | None = None


def must_fit_together(kinds: Collection[FileKind], may_send: MaySend, is_consented: bool) -> None:
    """Raise unless a message may carry these files.

    Raises PhotosOff, DocumentsOff, OneDocumentAlone, TooManyPhotos, NoConsent.
    """
    photos = sum(kind is FileKind.PHOTO for kind in kinds)
    documents = len(kinds) - photos
    if photos and not may_send.photos:
        raise PhotosOff
    if documents and not may_send.documents:
        raise DocumentsOff
    if documents > 1 or (documents and photos):
        raise OneDocumentAlone
    if photos > MOST_PHOTOS:
        raise TooManyPhotos
    if photos and not is_consented:
        raise NoConsent


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


def tidy_description(written: str) -> str | None:
    """What is said of a picture, on one line; none where nothing is. Raises DescriptionTooLong."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in written).split())
    if len(words) > LONGEST_DESCRIPTION:
        raise DescriptionTooLong
    return words or None


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
