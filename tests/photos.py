"""Photos and documents for tests, made here: small, large, turned, moving, and not what they say."""

import io
import struct
import zlib

from PIL import Image

LEFT, RIGHT = (200, 30, 30), (30, 30, 200)

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F

SECRET = "12 Quiet Lane"
"""What no file that Roost keeps may say."""


def two_colours(width: int = 40, height: int = 20, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), LEFT)
    image.paste(RIGHT, (width // 2, 0, width, height))
    return image.convert(mode)


def jpeg(width: int = 40, height: int = 20, **how: object) -> bytes:
    """A JPEG of that."""
    return written(two_colours(width, height), "JPEG", quality=95, **how)


def written(image: Image.Image, kind: str, **how: object) -> bytes:
    """A picture as the bytes of a file."""
    stream = io.BytesIO()
    image.save(stream, kind, **how)
    return stream.getvalue()


def from_a_phone(orientation: int = 6) -> bytes:
    """A JPEG as a phone keeps it: turned, and full of words about where and by whom it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = orientation, SECRET
    exif.get_ifd(GPS).update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><exif:GPSLatitude>{SECRET}</exif:GPSLatitude></x:xmpmeta>".encode()
    return jpeg(exif=exif, xmp=xmp, comment=SECRET.encode())


def claims_to_be(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is of this size."""
    image = written(Image.new("RGB", (1, 1)), "PNG")
    head = b"IHDR" + struct.pack(">II", width, height) + image[24:29]
    return image[:12] + head + struct.pack(">I", zlib.crc32(head)) + image[33:]


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64

HTML = b"<!DOCTYPE html><script>alert(1)</script>"

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
