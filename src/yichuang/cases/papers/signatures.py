"""A signature drawn on a pad or a screen, made safe and small before it is printed or kept."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from yichuang.kernel.errors import Refusal

MOST_PIXELS = 4_000_000
PRINTED_SIZE = (600, 200)
"""Pixels: 50 mm wide at 300 dots an inch."""
LEAST_INK = 0.0005
"""Share of dark pixels under which the pad was merely touched."""


def clean_signature(png: bytes) -> bytes:
    """The drawing alone, as a small black-on-clear PNG, trimmed. Refuses what is no PNG, too large, or empty."""
    ink = _ink(png)
    box = ink.getbbox()
    dark = sum(ink.histogram()[128:])
    if box is None or dark < LEAST_INK * ink.width * ink.height:
        raise Refusal("papers.signature_empty")
    drawing = ink.crop(box)
    drawing.thumbnail(PRINTED_SIZE)
    black = Image.new("L", drawing.size, 0)
    out = BytesIO()
    Image.merge("LA", (black, drawing)).save(out, "PNG", optimize=True)
    return out.getvalue()


def _ink(png: bytes) -> Image.Image:
    """How dark each pixel is on white paper, 0 to 255."""
    try:
        image = Image.open(BytesIO(png), formats=["PNG"])
        if image.width * image.height > MOST_PIXELS:
            raise Refusal("papers.signature_unreadable")
        drawn = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise Refusal("papers.signature_unreadable") from None
    page = Image.new("RGBA", drawn.size, "white")
    page.alpha_composite(drawn)
    return page.convert("L").point([255 - level for level in range(256)])
