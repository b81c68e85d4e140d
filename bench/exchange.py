"""``exchange``: ten thousand items, and ten thousand rows of a workbook, out and in as drafts.

The items are the real ones under invented codes. Goal: 10,000 rows in under a minute (the catalogue's own promise).
"""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from bench.report import Figure
from yichuang.catalogue import queries
from yichuang.catalogue.definition import Item, Level
from yichuang.catalogue.exchange import archive, workbook
from yichuang.catalogue.exchange.sheets import rows
from yichuang.catalogue.exchange.take_in import preview, take_in
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.models import ItemDraft
from yichuang.catalogue.publish import publish_catalogue
from yichuang.organisation.actor import Actor
from yichuang.organisation.terms import Role

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
ROWS = 10_000
GOAL = "< 60"
EDITOR = Actor(1, 1, "bench", 1, "/1/", Level.COUNTY, None, (), frozenset({Role.ADMIN}))

T = TypeVar("T")


def run(arguments: list[str]) -> Sequence[Figure]:
    """Seconds for each way."""
    wanted = int(arguments[0]) if arguments else ROWS
    publish_catalogue(NOW)
    queries.forget()
    with tempfile.TemporaryDirectory() as folder:
        return [*_of_items(Path(folder), wanted), *_of_rows(Path(folder), wanted)]


def _of_items(folder: Path, wanted: int) -> Iterator[Figure]:
    """Everything of so many items as an archive."""
    found = replace(catalogue(), items={item.code: item for item in islice(_items(), wanted)})
    yield Figure("items of the archive", wanted, "items")
    _, seconds = _timed(lambda: archive.write(found, folder / "all.zip"))
    yield Figure("archive written", seconds, "s", GOAL)
    read, reading = _timed(lambda: archive.read(folder / "all.zip"))
    yield Figure("archive read", reading, "s")
    _, seconds = _timed(lambda: preview(read))
    yield Figure("dry run with its report", seconds, "s")
    taken, seconds = _timed(lambda: take_in(EDITOR, read, NOW))
    yield Figure("archive read and taken in as drafts", reading + seconds, "s", GOAL)
    yield Figure("drafts made", ItemDraft.objects.filter(change=taken.change).count(), "drafts", f"== {wanted}")


def _of_rows(folder: Path, wanted: int) -> Iterator[Figure]:
    """A workbook with so many rows over all sheets, read and taken in."""
    chosen: list[Item] = []
    total = 0
    for item in _items():
        if total >= wanted:
            break
        chosen.append(item)
        total += sum(map(len, rows([item]).values()))
    _, seconds = _timed(lambda: workbook.write_workbook(chosen, folder / "all.xlsx"))
    yield Figure("rows of the workbook", total, "rows", f">= {wanted}")
    yield Figure("workbook written", seconds, "s", GOAL)
    taken, reading = _timed(lambda: workbook.read_workbook(folder / "all.xlsx"))
    read = replace(catalogue(), items={item.code: item for item in taken.items})
    _, seconds = _timed(lambda: take_in(EDITOR, read, NOW))
    yield Figure("workbook read and taken in as drafts", reading + seconds, "s", GOAL)


def _items() -> Iterator[Item]:
    """The real items again and again, each time under other codes."""
    for turn in count():
        for item in catalogue().items.values():
            yield replace(item, code=f"{item.code}-{turn}", depends_on=(), note=f"{turn}")


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    return work(), time.perf_counter() - began
