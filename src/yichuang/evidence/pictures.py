"""Whether a picture opens, is of a sane size, complete and nothing more; and signatures: whether there is ink on one. Pure."""

import re
from io import BytesIO

from msgspec import Struct
from PIL import Image, UnidentifiedImageError

from yichuang.kernel.errors import Refusal

MOST_PIXELS = 50_000_000
"""A4 at 600 dpi has 35 million."""
GPS = 0x8825
"""EXIF tag of the place where a picture was taken."""
PADDING = b"\x00\xff\t\n\r "
"""Blank bytes that some writers leave behind the end mark."""
JPEG_MARK = re.compile(rb"\xff([\x02-\xcf\xd9-\xfe])")
"""The next mark (ITU-T T.81, B.1.1.2), past the picture's own data, where 0xff stands before zero or a restart mark."""
JPEG_ENDS = b"\xd9"
NEXT_JPEG = re.compile(rb"[\x00\xff]*\xff\xd8(?=\xff)")
PNG_START = 8
"""Bytes before the first part of a PNG."""
PNG_FRAME = 12
"""Bytes of a part besides its data: length, kind, check sum."""
PREVIEW = 8
"""A JPEG is decoded at an eighth of its size: enough to see that every part of it is there."""


class Picture(Struct, frozen=True):
    """What was found."""

    width: int
    height: int
    has_location: bool = False


def inspect_jpeg(content: bytes) -> Picture:
    """The size of a JPEG; a Refusal ``evidence.picture_*`` when it is too large or does not open."""
    try:
        with _opened(content, "JPEG") as image:
            width, height = image.size
            has_location = GPS in image.getexif()
            image.draft(None, (max(1, width // PREVIEW), max(1, height // PREVIEW)))
            image.load()
        end = _end_of_jpeg(content)
    except _UNREADABLE:
        raise Refusal("evidence.picture_broken") from None
    _refuse_more(content, end)
    return Picture(width, height, has_location)


def inspect_png(content: bytes) -> Picture:
    """The size of a PNG; the check sum of each of its parts is verified without unpacking them."""
    try:
        with _opened(content, "PNG") as image:
            width, height = image.size
            image.verify()
        end = _end_of_png(content)
        with _opened(content, "PNG") as again:
            has_location = GPS in again.getexif()
    except _UNREADABLE:
        raise Refusal("evidence.picture_broken") from None
    _refuse_more(content, end)
    return Picture(width, height, has_location)


_UNREADABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError, MemoryError, EOFError)
"""What Pillow raises for a damaged or hostile file."""


def _opened(content: bytes, kind: str) -> Image.Image:
    """Only the header is read here, so the size is known before anything is unpacked."""
    try:
        image = Image.open(BytesIO(content), formats=(kind,))
    except Image.DecompressionBombError:
        raise Refusal("evidence.picture_too_large", most=MOST_PIXELS // 1_000_000) from None
    if image.width * image.height > MOST_PIXELS:
        raise Refusal("evidence.picture_too_large", most=MOST_PIXELS // 1_000_000)
    return image


def _end_of_jpeg(content: bytes) -> int:
    """Where the picture ends; phones put smaller ones of the same scene behind it (CIPA DC-007), which belong to it."""
    at = 0
    while mark := JPEG_MARK.search(content, at):
        at = mark.end()
        if mark[1] != JPEG_ENDS:
            at += int.from_bytes(content[at : at + 2])
        elif another := NEXT_JPEG.match(content, at):
            at = another.end()
        else:
            return at
    raise ValueError("no end mark")


def _end_of_png(content: bytes) -> int:
    """Where the part IEND ends."""
    at = PNG_START
    while at < len(content):
        kind, at = content[at + 4 : at + 8], at + PNG_FRAME + int.from_bytes(content[at : at + 4])
        if kind == b"IEND":
            return at
    raise ValueError("no end mark")


def _refuse_more(content: bytes, end: int) -> None:
    """What follows the end mark is not part of the picture: a program, an archive or a page can hang there."""
    if content[end:].strip(PADDING):
        raise Refusal("evidence.file_two_in_one")


# --- signatures -------------------------------------------------------------------------------------------------------

WIDEST = 2400
HIGHEST = 1600
DARK = 140
"""Of 255: below this a pixel counts as ink."""
LEAST_INK = 60
"""Pixels; a shaken dot of a pen has fewer, the shortest real mark on a pad of 300 × 100 has some hundred."""
LEAST_SPAN = 20
"""Pixels between the ends of the mark; a dot is no signature."""
MOST_INK = 0.5
"""Of the area; a blackened pad is none either."""


def check_signature(content: bytes) -> Picture:
    """Refuse a PNG that holds no signature: blank, a dot, or blackened."""
    picture = inspect_png(content)
    if picture.width > WIDEST or picture.height > HIGHEST:
        raise Refusal("evidence.signature_too_large", width=WIDEST, height=HIGHEST)
    try:
        ink = _ink(content)
    except _UNREADABLE:
        raise Refusal("evidence.picture_broken") from None
    box = ink.getbbox()
    amount = ink.histogram()[255]
    if box is None or amount < LEAST_INK or max(box[2] - box[0], box[3] - box[1]) < LEAST_SPAN:
        raise Refusal("evidence.signature_empty")
    if amount > MOST_INK * picture.width * picture.height:
        raise Refusal("evidence.signature_unreadable")
    return picture


def _ink(content: bytes) -> Image.Image:
    """White where the pen was, black elsewhere. What is transparent is paper."""
    with _opened(content, "PNG") as image:
        drawn = image.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    return paper.convert("L").point(lambda grey: 255 if grey < DARK else 0)
