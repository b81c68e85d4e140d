"""The colours keep their promise: 4.5:1 by day and by night, 7:1 in the large scale and at the kiosk."""

import re
from functools import cache

import pytest

from yichuang.surfaces.design import sprite

STATIC = sprite.HERE / "static/design"
PARTS = ("house", "controls", "parts", "layouts", "living")
DAY, NIGHT = ":root, [data-scheme=light]", "[data-scheme=dark]"
LARGE_DAY, LARGE_NIGHT = ":root[data-large], [data-scale=kiosk]", ":root[data-scheme=dark][data-large]"
KIOSK_INSIDE = "[data-scheme=dark] [data-scale=kiosk]:not([data-scheme=light])"
GROUNDS = ("paper", "surface", "sunken", "primary-soft")
WORDS = ("ink", "muted", "primary", "primary-strong", "accent", "done", "soon", "overdue", "overdue-strong")
FILLED = [(f"on-{base}", f"{base}{shade}") for base in ("primary", "overdue") for shade in ("", "-strong")]
SCHEMES = [((DAY,), 4.5), ((DAY, NIGHT), 4.5), ((DAY, LARGE_DAY), 7.0), ((DAY, NIGHT, LARGE_DAY, LARGE_NIGHT), 7.0)]


@cache
def rules() -> dict[str, dict[str, str]]:
    """The colours that each rule of tokens.css sets."""
    text = re.sub(r"/\*.*?\*/", "", (STATIC / "tokens.css").read_text("utf-8"), flags=re.DOTALL)
    text = text.replace("@media screen {", "")
    found = {}
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        colours = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", body))
        if colours:
            found[" ".join(selector.split()).replace('"', "")] = colours
    return found


def scheme(layers: tuple[str, ...]) -> dict[str, str]:
    """The colours in force when these rules apply, later ones over earlier ones."""
    colours: dict[str, str] = {}
    for layer in layers:
        colours |= next(values for selector, values in rules().items() if selector.startswith(layer))
    return colours


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one_to_one():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_there_are_four_sets_of_colours_and_each_names_the_same_words():
    assert len(rules()) == 4
    assert rules().keys() == {
        ":root, [data-scheme=light]",
        "[data-scheme=dark]",
        ":root[data-large], [data-scale=kiosk]",
        f"{LARGE_NIGHT}, [data-scheme=dark][data-scale=kiosk], {KIOSK_INSIDE}",
    }
    assert len({frozenset(colours) for colours in rules().values()}) == 1


@pytest.mark.parametrize(("layers", "least"), SCHEMES)
def test_words_are_readable_on_every_ground(layers, least):
    colours = scheme(layers)
    too_faint = {
        (word, ground): round(contrast(colours[word], colours[ground]), 2)
        for word in WORDS
        for ground in GROUNDS
        if contrast(colours[word], colours[ground]) < least
    }
    assert not too_faint


@pytest.mark.parametrize(("layers", "least"), SCHEMES)
def test_words_on_filled_buttons_and_banners_are_readable(layers, least):
    colours = scheme(layers)
    assert all(contrast(colours[word], colours[ground]) >= least for word, ground in FILLED)
    assert contrast(colours["paper"], colours["ink"]) >= least, "toasts are written in paper on ink"


@pytest.mark.parametrize(("layers", "least"), SCHEMES)
def test_the_edge_of_a_field_and_the_focus_ring_are_visible(layers, least):
    """WCAG 2.2 SC 1.4.11: 3:1 for what shows where a control is."""
    colours = scheme(layers)
    assert all(
        contrast(colours[line], colours[ground]) >= 3 for line in ("edge", "accent") for ground in ("paper", "surface")
    )


def test_components_take_every_colour_from_the_tokens():
    own = [
        f"{part}.css: {line.strip()[:80]}"
        for part in PARTS
        for line in (STATIC / f"{part}.css").read_text("utf-8").splitlines()
        if re.search(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(", line) and ".signature" not in line and ":root:root" not in line
    ]
    assert not own, "only the white paper of a signature and of print may name a colour"


def test_each_token_that_a_component_reads_is_set():
    everything = {part: (STATIC / f"{part}.css").read_text("utf-8") for part in (*PARTS, "tokens")}
    given = set(re.findall(r"(--[\w-]+):", "".join(everything.values())))
    read = set(re.findall(r"var\((--[\w-]+)\)", "".join(everything.values())))
    assert read <= given
