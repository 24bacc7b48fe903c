"""Every text can be read on its ground, in light and in dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re

import pytest

from tests.source import ROOT

TOKENS = (ROOT / "static/css/_tokens.scss").read_text()
TEXT = 4.5
SHAPE = 3.0

LIGHT, DARK = "light", "dark"

TEXTS = [
    *((text, ground) for text in ("ink", "quiet", "sky", "rose") for ground in ("page", "paper", "band")),
    *((text, ground) for text in ("leaf", "amber") for ground in ("page", "paper")),
    *(("ink", ground) for ground in ("stone-wash", "sky-wash", "leaf-wash", "amber-wash", "rose-wash", "lamp-wash")),
    *(("quiet", ground) for ground in ("lamp-wash", "rose-wash")),
    *((tone, f"{tone}-wash") for tone in ("sky", "leaf", "amber", "rose")),
    ("sky", "lamp-wash"),
    ("sky", "rose-wash"),
    ("on-header", "header"),
    ("header-quiet", "header"),
    ("on-primary", "primary"),
    ("on-primary", "primary-hover"),
    ("on-rose", "rose"),
    ("on-rose", "rose-hover"),
    ("on-sky", "sky"),
    ("on-leaf", "leaf"),
    ("on-lamp", "lamp"),
    ("on-focus", "focus"),
    ("on-dusk", "dusk"),
    ("quiet-on-dusk", "dusk"),
    ("star", "dusk"),
    ("lamp", "dusk"),
]
SHAPES = [
    *(("edge", ground) for ground in ("page", "paper")),
    *(("lamp-edge", ground) for ground in ("page", "paper", "lamp-wash", "band")),
    ("rose", "band"),
    ("lit", "dusk"),
    ("lamp", "dusk"),
    ("star", "pane"),
    ("thread", "dusk"),
    ("focus", "header"),
    ("focus", "dusk"),
    ("on-focus", "focus"),
]


def colours(words: str) -> dict[str, str]:
    """The colours that a part of the token file gives, by name."""
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", words))


def tokens() -> dict[str, dict[str, str]]:
    """The colours of both schemes; what dark does not change is as in light."""
    light, _, rest = TOKENS.partition("@media screen and (prefers-color-scheme: dark)")
    dark, _, _ = rest.partition("@media (prefers-contrast: more)")
    return {LIGHT: colours(light), DARK: colours(light) | colours(dark)}


def luminance(colour: str) -> float:
    """How bright a colour is, 0 to 1 (WCAG 2.2, relative luminance)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far apart two colours are, 1 to 21 (WCAG 2.2, contrast ratio)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_can_be_read_on_its_ground(scheme: str, text: str, ground: str) -> None:
    chosen = tokens()[scheme]
    assert contrast(chosen[text], chosen[ground]) >= TEXT


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_that_mean_something_can_be_seen_on_their_ground(scheme: str, shape: str, ground: str) -> None:
    chosen = tokens()[scheme]
    assert contrast(chosen[shape], chosen[ground]) >= SHAPE


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#f2b84b", "#ffffff", 1.78),
    ],
)
def test_the_measure_of_contrast_is_that_of_the_standard(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)


def test_dark_gives_a_colour_of_its_own_to_what_light_has() -> None:
    given = tokens()
    assert len(given[LIGHT]) > 30
    assert set(given[DARK]) == set(given[LIGHT])
    assert given[DARK]["page"] != given[LIGHT]["page"]


def test_components_take_every_colour_from_the_tokens() -> None:
    styles = [path for path in (ROOT / "static/css").rglob("*.scss") if path.stem not in ("_tokens", "_print")]
    assert len(styles) > 10
    assert [path.name for path in styles if re.search(r"#[0-9a-fA-F]{3,8}\b(?!\{)", path.read_text())] == []
