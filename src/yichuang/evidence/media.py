"""What a handed-in file really is, decided by its content and never by its name. Pure.

Only PDF, JPEG and PNG are taken. Whatever can run, carries other files, or is two formats at once is refused. The bytes
are kept as they came: a proof is what the person handed in, so nothing is re-encoded; ``Inspected`` says what is in it.
"""

import re
import zipfile
from enum import StrEnum
from io import BytesIO

from msgspec import Struct

from yichuang.evidence.pdf import inspect_pdf
from yichuang.evidence.pictures import inspect_jpeg, inspect_png
from yichuang.kernel.errors import Refusal

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE


class MediaType(StrEnum):
    """What is taken."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


class Inspected(Struct, frozen=True):
    """A file that may be stored."""

    media_type: MediaType
    pages: int = 1
    width: int = 0
    """Pixels; 0 for a PDF."""
    height: int = 0
    has_location: bool = False
    """The picture says where it was taken; whoever passes it on should know."""


PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"dex\n",
    b"\x00asm",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
"""First bytes of Windows, Linux, macOS, Java, Android and WebAssembly programs, scripts and shortcuts."""
CONTAINERS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MSCF", b"BZh")
"""First bytes of archives and of office documents, which can hold macros."""
PDF_HEADER = b"%PDF-"
PDF_HEADER_WITHIN = 1024 + len(PDF_HEADER)
"""Bytes within which readers take a file for a PDF (PDF Reference 1.7, appendix H, note 13)."""
SCRIPTS = re.compile(rb"\s*(<\?php|<script|<!doctype html|<html|<\?xml|<svg|@echo off)", re.IGNORECASE)


def check_size(size: int) -> None:
    """Refuse an empty file and one beyond the limit, before anything of it is read."""
    if size == 0:
        raise Refusal("evidence.file_empty")
    if size > LARGEST:
        raise Refusal("evidence.file_too_large", size=_megabytes(size), largest=LARGEST // MEGABYTE)


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f}"


def inspect(content: bytes) -> Inspected:
    """What ``content`` is, if it may be stored; else the Refusal that says why not and what to do."""
    check_size(len(content))
    _refuse_what_runs(content)
    media_type = _sniffed(content)
    _refuse_two_in_one(content, media_type)
    if media_type is MediaType.PDF:
        return Inspected(media_type, pages=inspect_pdf(content))
    picture = inspect_jpeg(content) if media_type is MediaType.JPEG else inspect_png(content)
    return Inspected(media_type, 1, picture.width, picture.height, picture.has_location)


def _refuse_what_runs(content: bytes) -> None:
    if content.startswith(PROGRAMS) or SCRIPTS.match(content[:512]):
        raise Refusal("evidence.file_runs")
    if content.startswith(CONTAINERS):
        raise Refusal("evidence.file_container")


def _sniffed(content: bytes) -> MediaType:
    if content.startswith(PDF_HEADER):
        return MediaType.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    raise Refusal("evidence.file_kind")


def _refuse_two_in_one(content: bytes, media_type: MediaType) -> None:
    """Archives are read from their end: one can hang behind a picture or a PDF and opens as an archive (JAR, office). A
    PDF is read from wherever it begins: one can hide in the comment of a picture.
    """
    hidden = media_type is not MediaType.PDF and PDF_HEADER in content[:PDF_HEADER_WITHIN]
    if hidden or zipfile.is_zipfile(BytesIO(content)):
        raise Refusal("evidence.file_two_in_one")
