"""A photo drawn anew: the right way up, small enough, and nothing of the file left but its pixels."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from constellations.core.files.pictures import redrawn
from constellations.core.files.rules import BrokenPicture, TooManyPixels
from tests.photos import GPS, HTML, LEFT, RIGHT, SECRET, SVG, claims_to_be, from_a_phone, jpeg, two_colours, written

# What a JPEG itself has to say.
ITS_OWN = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


def seen(content: bytes) -> Image.Image:
    """What a browser sees of a file."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def is_near(pixel: object, colour: tuple[int, int, int]) -> bool:
    """Whether a pixel has a colour, but for what JPEG makes of it."""
    return isinstance(pixel, tuple) and all(abs(one - other) < 12 for one, other in zip(pixel, colour, strict=True))


def test_nothing_that_a_phone_wrote_about_the_photo_is_left() -> None:
    before = from_a_phone()
    assert SECRET.encode() in before
    assert seen(before).getexif().get_ifd(GPS)
    picture = redrawn(before)
    for content in (picture.whole, picture.preview):
        after = seen(content)
        assert (after.format, dict(after.getexif()), set(after.info) - ITS_OWN) == ("JPEG", {}, set())
        assert not [word for word in (SECRET.encode(), b"Exif", b"GPS", b"adobe", b"ICC") if word in content]


@pytest.mark.parametrize(
    ("orientation", "size", "first", "last"),
    [
        (1, (40, 20), LEFT, RIGHT),
        (3, (40, 20), RIGHT, LEFT),
        (6, (20, 40), LEFT, RIGHT),
        (8, (20, 40), RIGHT, LEFT),
    ],
)
def test_a_photo_is_turned_as_it_was_held(
    orientation: int, size: tuple[int, int], first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    picture = redrawn(from_a_phone(orientation))
    image = seen(picture.whole)
    assert (picture.width, picture.height) == image.size == size
    assert is_near(image.getpixel((2, 2)), first)
    assert is_near(image.getpixel((size[0] - 3, size[1] - 3)), last)


def test_a_large_photo_becomes_as_large_as_a_screen_and_its_preview_as_a_phone() -> None:
    picture = redrawn(jpeg(4200, 2100))
    assert (picture.width, picture.height) == seen(picture.whole).size == (2048, 1024)
    assert seen(picture.preview).size == (480, 240)
    assert len(picture.preview) < len(picture.whole)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_clear_becomes_white(kind: str) -> None:
    clear = Image.new("RGBA", (30, 30), (0, 0, 0, 0))
    ImageDraw.Draw(clear).rectangle((0, 0, 14, 29), fill=(*LEFT, 255))
    image = seen(redrawn(written(clear, kind, lossless=True)).whole)
    assert image.mode == "RGB"
    assert is_near(image.getpixel((3, 15)), LEFT)
    assert is_near(image.getpixel((26, 15)), (255, 255, 255))


@pytest.mark.parametrize(
    "content",
    [
        written(two_colours(mode="CMYK"), "JPEG"),
        written(two_colours(mode="L"), "JPEG"),
        written(two_colours(mode="P"), "PNG", transparency=0),
        written(two_colours(mode="1"), "PNG"),
        written(two_colours(mode="LA"), "PNG"),
        written(Image.new("I;16", (10, 10), 40_000), "PNG"),
    ],
)
def test_every_way_of_keeping_colours_becomes_the_usual_one(content: bytes) -> None:
    assert seen(redrawn(content).whole).mode == "RGB"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_one_is_kept(kind: str) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in (LEFT, RIGHT, LEFT)]
    moving = written(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)
    assert getattr(seen(moving), "n_frames", 1) == 3
    image = seen(redrawn(moving).whole)
    assert getattr(image, "n_frames", 1) == 1
    assert is_near(image.getpixel((10, 10)), LEFT)


def test_of_several_pictures_in_one_file_of_a_phone_the_first_one_is_kept() -> None:
    several = written(two_colours(), "MPO", save_all=True, append_images=[Image.new("RGB", (20, 20), RIGHT)])
    picture = redrawn(several)
    assert (seen(picture.whole).format, picture.width) == ("JPEG", 40)


@pytest.mark.parametrize("hidden", [HTML, SVG, b"PK\x03\x04" + b"x" * 40, b"<?php system($_GET['c']); ?>"])
def test_what_is_hidden_behind_or_within_a_photo_is_gone(hidden: bytes) -> None:
    for content in (jpeg() + hidden, jpeg(comment=hidden)):
        assert hidden in content
        picture = redrawn(content)
        assert hidden not in picture.whole + picture.preview
        assert b"<" + hidden[1:8] not in picture.whole


@pytest.mark.parametrize(("width", "height"), [(8000, 6000), (10_000, 10_000), (30_000, 30_000), (2**31 - 1, 1)])
def test_a_bomb_is_refused_before_it_is_decoded(width: int, height: int) -> None:
    bomb = claims_to_be(width, height)
    assert len(bomb) < 200
    with pytest.raises(TooManyPixels):
        redrawn(bomb)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_half_a_file_is_broken(kind: str, part: float) -> None:
    whole = written(Image.effect_noise((60, 60), 80).convert("RGB"), kind)
    with pytest.raises(BrokenPicture):
        redrawn(whole[: int(len(whole) * part)])


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff", HTML, SVG, written(two_colours(), "GIF"), b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_photo_is_broken(content: bytes) -> None:
    with pytest.raises(BrokenPicture):
        redrawn(content)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("whole", [from_a_phone(), written(two_colours(), "PNG"), written(two_colours(), "WEBP")])
def test_a_file_with_any_bytes_changed_is_drawn_or_refused(whole: bytes) -> None:
    @settings(max_examples=60, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, len(whole) - 1), st.binary(min_size=1, max_size=12))
    def change(at: int, instead: bytes) -> None:
        try:
            picture = redrawn(whole[:at] + instead + whole[at + len(instead) :])
        except (BrokenPicture, TooManyPixels):
            return
        assert SECRET.encode() not in picture.whole

    change()
