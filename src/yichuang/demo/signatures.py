"""A drawn signature for each invented person: a few strokes that are the person's own, as a pad would send them."""

from base64 import b64encode
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

SIZE = (300, 100)
STROKES = 4
RECEIVED = "received"
"""The occasion of signing for results: a new drawing, as no hand draws the same twice."""


def drawn(name: str, occasion: str = "") -> str:
    """The data URL of a small PNG with somebody's signature; the same name signs the same way on the same occasion."""
    hand = Random(name + occasion)  # noqa: S311 - not for secrets
    picture = Image.new("1", SIZE, 1)
    pen = ImageDraw.Draw(picture)
    for stroke in range(STROKES):
        left = 30 + stroke * 60
        points = [(left + hand.randrange(70), 15 + hand.randrange(70)) for _ in range(5)]
        pen.line(points, fill=0, width=3, joint="curve")
    kept = BytesIO()
    picture.save(kept, "PNG")
    return f"data:image/png;base64,{b64encode(kept.getvalue()).decode()}"
