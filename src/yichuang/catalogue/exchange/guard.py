"""What a file from outside may be: how large, how deeply packed. Checked before anything is unpacked."""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path, PurePosixPath

from yichuang.kernel.errors import Refusal

MOST_BYTES = 50_000_000
"""Of the file itself: ten thousand items with everything take 25 MB as YAML, 10 MB as a workbook."""
MOST_UNPACKED = 400_000_000
"""Of all members together: what the machine can hold while it reads."""
MOST_RATIO = 150
"""Unpacked to packed, of members that are large: workbooks and YAML shrink ten to sixty times; a bomb a thousand."""
RATIO_FROM = 1_000_000
"""Small members may shrink as they like."""
MOST_MEMBERS = 30_000
"""Files in an archive: one an item, and a few more."""


def contents(path: Path) -> bytes:
    """The bytes of a file; refused when it is absent or too large."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Refusal("exchange.no_file", file=path.name) from error
    if size > MOST_BYTES:
        raise Refusal("exchange.too_large", file=path.name, most=MOST_BYTES // 1_000_000)
    return path.read_bytes()


def unpacked(raw: bytes, name: str) -> zipfile.ZipFile:
    """The zip in ``raw``, once its own table of contents has been judged; nothing is unpacked for that."""
    try:
        found = zipfile.ZipFile(BytesIO(raw))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refusal("exchange.not_zip", file=name) from error
    members = found.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Refusal("exchange.bomb", file=name)
    for member in members:
        if member.flag_bits & 1:
            raise Refusal("exchange.encrypted", file=name)
        if _packed_too_well(member) or not is_inside(member.filename):
            raise Refusal("exchange.bomb", file=name)
    return found


def member(found: zipfile.ZipFile, name: str, shown: str) -> bytes:
    """One member's bytes; refused when it is longer than it says or damaged."""
    declared = found.getinfo(name).file_size
    try:
        with found.open(name) as opened:
            raw = opened.read(declared + 1)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error) as error:
        raise Refusal("exchange.not_zip", file=shown) from error
    if len(raw) > declared:
        raise Refusal("exchange.bomb", file=shown)
    return raw


def is_inside(name: str) -> bool:
    """Whether a member stays in the folder that it is packed or unpacked into."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and "\x00" not in name


def _packed_too_well(member: zipfile.ZipInfo) -> bool:
    return member.file_size > RATIO_FROM and member.file_size > MOST_RATIO * max(member.compress_size, 1)
