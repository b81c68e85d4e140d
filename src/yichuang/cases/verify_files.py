"""Whether what the record names lies on the disk: scans, signatures and issued papers, each under the SM3 of its content.

The whole verification is :func:`verify_all`: the record itself (:mod:`yichuang.cases.verify`) and these files.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from msgspec import Struct
from msgspec.structs import replace

from yichuang.cases.verify import Fault, Report, verify
from yichuang.evidence import files
from yichuang.evidence.models import StoredFile
from yichuang.kernel.errors import Refusal
from yichuang.licences import store
from yichuang.licences.models import IssuedPaper


class Shelf(Struct, frozen=True):
    """One kind of files."""

    table: str
    named: "QuerySet[Any, str]"
    """The digests that its column ``sm3`` names."""
    path_of: Callable[[str], Path]
    read: Callable[[str], bytes]
    """Refuses a file whose content is no longer what its name says."""


SHELVES = (
    Shelf("evidence_storedfile", StoredFile.objects.values_list("sm3", flat=True), files.path_of, files.read_file),
    Shelf("licences_issuedpaper", IssuedPaper.objects.values_list("sm3", flat=True), store.path_of, store.fetch),
)


def verify_all(say: Callable[[int], None] | None = None, *, read_files: bool = False) -> Report:
    """Verify the record, and that every file it names is there; with ``read_files`` that it is what it was, too."""
    report = verify(say)
    return replace(report, faults=(*report.faults, *_file_faults(read_files=read_files)))


def _file_faults(*, read_files: bool) -> Iterator[Fault]:
    for shelf in SHELVES:
        for digest in shelf.named.distinct().iterator():
            kind = _wrong(shelf, digest, read_files=read_files)
            if kind:
                yield Fault(0, "", 0, kind, f"{shelf.table} {digest}")


def _wrong(shelf: Shelf, digest: str, *, read_files: bool) -> str:
    """A word of ``command_line.BROKEN``; empty when nothing is wrong with the file."""
    try:
        if not shelf.path_of(digest).exists():
            return "file_lost"
        if read_files:
            shelf.read(digest)
    except (Refusal, OSError):
        return "file_damaged"
    return ""
