"""Whether a PDF is only paper: pages that open, and nothing that runs, is locked or hides another file. Pure.

Every object that the reader can reach is looked at, and the raw bytes for what a tolerant viewer might reach besides.
"""

import re
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, PdfObject

from yichuang.kernel.errors import Refusal

MOST_PAGES = 200
MOST_OBJECTS = 20_000
"""A scan of 200 pages has about a thousand; beyond this the check itself would become the attack."""
DEEPEST = 60
ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/RichMediaExecute"})
"""Values of an action's /S (ISO 32000-1, 12.6.4) that do more than move on the page."""
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/XFA"})
"""Keys that hold scripts, other files, players or dynamic forms."""
MOVES = frozenset({"/GoTo", "/Named"})
"""Actions that stay in the document: what begins by itself, when it is opened or a page is turned, may do no other."""
ACTIVE_RAW = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
TRAILING = 1024
"""Bytes within which the end mark must stand; what follows it must be blank."""


def inspect_pdf(content: bytes) -> int:
    """The number of pages; a Refusal ``evidence.pdf_*`` when it is not only paper."""
    if ACTIVE_RAW.search(content):
        raise Refusal("evidence.pdf_active")
    if content[-TRAILING:].rpartition(b"%%EOF")[2].strip(b"\x00\r\n\t ") or b"%%EOF" not in content[-TRAILING:]:
        raise Refusal("evidence.pdf_broken")
    try:
        return _pages(PdfReader(BytesIO(content)))
    except Refusal:
        raise
    except Exception:  # noqa: BLE001  # the reader raises whatever a hostile file makes it raise; all of it means: unreadable
        raise Refusal("evidence.pdf_broken") from None


def _pages(reader: PdfReader) -> int:
    if reader.is_encrypted:
        raise Refusal("evidence.pdf_locked")
    pages = len(reader.pages)
    if pages == 0:
        raise Refusal("evidence.pdf_broken")
    if pages > MOST_PAGES:
        raise Refusal("evidence.pdf_too_long", pages=pages, most=MOST_PAGES)
    if any(_is_active(found) for each in _objects(reader) for found in _dictionaries(each)):
        raise Refusal("evidence.pdf_active")
    return pages


def _objects(reader: PdfReader) -> Iterator[PdfObject | None]:
    """Every object of the file's own list, used by a page or not."""
    places = [(number, generation) for generation, table in reader.xref.items() for number in table]
    places += [(number, 0) for number in reader.xref_objStm]
    if len(places) > MOST_OBJECTS:
        raise Refusal("evidence.pdf_too_complex")
    yield reader.trailer
    for number, generation in places:
        if number:
            yield reader.get_object(IndirectObject(number, generation, reader))


def _dictionaries(value: object, depth: int = 0) -> Iterator[DictionaryObject]:
    """The dictionaries inside one object; references are not followed, as what they name is looked at itself."""
    if depth > DEEPEST:
        raise Refusal("evidence.pdf_too_complex")
    if isinstance(value, DictionaryObject):
        yield value
        for inner in dict.values(value):
            yield from _dictionaries(inner, depth + 1)
    elif isinstance(value, ArrayObject):
        for inner in list.__iter__(value):
            yield from _dictionaries(inner, depth + 1)


def _is_active(found: DictionaryObject) -> bool:
    if not ACTIVE_KEYS.isdisjoint(found.keys()):
        return True
    if str(found.get("/S", "")) in ACTIVE_ACTIONS or str(found.get("/Type", "")) == "/EmbeddedFile":
        return True
    return any(not _only_moves(each) for each in _automatic(found))


def _automatic(found: DictionaryObject) -> Iterator[DictionaryObject]:
    """The actions that begin without a click (ISO 32000-1, 12.6.3); a place of the document stands there as a list."""
    nothing = NullObject()
    events = found.get("/AA", nothing).get_object()
    begun = [events[key] for key in events] if isinstance(events, DictionaryObject) else []
    begun.append(found.get("/OpenAction", nothing).get_object())
    return (each for each in begun if isinstance(each, DictionaryObject))


def _only_moves(action: DictionaryObject) -> bool:
    return str(action.get("/S", "")) in MOVES and "/Next" not in action
