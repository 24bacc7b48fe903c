"""A photo drawn anew from its pixels, so that nothing else of the file is left: no place, no camera, no hidden part."""

import io
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageOps

from constellations.core.files.rules import (
    LONGEST_SIDE,
    PREVIEW_SIDE,
    BrokenPicture,
    TooManyPixels,
    fitted,
    must_be_decodable,
)

FORMATS = ("JPEG", "PNG", "WEBP")
"""What is tried at all: each reader that is not tried is one that cannot be attacked."""

QUALITY, PREVIEW_QUALITY = 85, 75

UNREADABLE = (
    *(OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError),
    *(struct.error, zlib.error),
)
"""What Pillow raises for files that are not what they say: it has no error of its own for all of them."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it is kept: JPEG, its size in pixels, and a small one of it."""

    whole: bytes
    preview: bytes
    width: int
    height: int


def redrawn(content: bytes) -> Picture:
    """A photo the right way up, no larger than a screen, with nothing in the file but pixels.

    Of a moving one the first picture. Raises TooManyPixels, before anything is decoded, and BrokenPicture.
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            must_be_decodable(*opened.size)
            # JPEG alone can be decoded to a half or a quarter at once.
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            # Made smaller first: all that follows needs a tenth of the room.
            whole = _on_white(ImageOps.exif_transpose(_made_smaller(_in_plain_colours(opened), LONGEST_SIDE)))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise TooManyPixels from bomb
    except UNREADABLE as unreadable:
        raise BrokenPicture from unreadable
    preview = _made_smaller(whole, PREVIEW_SIDE)
    return Picture(_as_jpeg(whole, QUALITY), _as_jpeg(preview, PREVIEW_QUALITY), *whole.size)


def _in_plain_colours(image: Image.Image) -> Image.Image:
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _on_white(image: Image.Image) -> Image.Image:
    """Its pixels alone, on a new sheet: what the file said besides stays with the old one."""
    sheet = Image.new("RGB", image.size, "white")
    sheet.paste(image, mask=image if image.mode == "RGBA" else None)
    return sheet


def _made_smaller(image: Image.Image, longest: int) -> Image.Image:
    size = fitted(*image.size, longest)
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _as_jpeg(image: Image.Image, quality: int) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
    return written.getvalue()
