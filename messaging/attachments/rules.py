"""What may be sent with a message: which files, how many, and what is said of them; no disk, no database."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from constellations.core.errors import RuleBroken
from constellations.core.files.rules import ACCEPTED, FileKind

MOST_PHOTOS = 4
"""Photos of one message."""

LONGEST_DESCRIPTION = 300

SHELF = "messages"
"""Where their files lie, below the uploads."""

KEPT_WHEN_REMOVED = dt.timedelta(days=7)
"""How long the files of a removed message stay on the disk, where nobody reads them."""

KEPT_WITHOUT_MESSAGE = dt.timedelta(days=1)
"""How old a file must be before it is taken for one whose message never came to be."""


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


def tidy_description(written: str) -> str | None:
    """What is said of a picture, on one line; none where nothing is. Raises DescriptionTooLong."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in written).split())
    if len(words) > LONGEST_DESCRIPTION:
        raise DescriptionTooLong
    return words or None
