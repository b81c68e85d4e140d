"""What the hand-over of paper between units shows: what comes, what waits to go where, what has gone and what came of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby

from django.http import QueryDict
from msgspec import Struct

from yichuang.cases.models import Case
from yichuang.cases.status import Cargo
from yichuang.catalogue.queries import item_version
from yichuang.delivery.documents import documents
from yichuang.delivery.models import Bundle, BundleLine
from yichuang.delivery.queries import coming, gone
from yichuang.delivery.receive_bundle import Found
from yichuang.delivery.send_bundle import MOST_LINES, Sending
from yichuang.delivery.waiting import Waiting, waiting
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.models import Unit
from yichuang.people.models import Person
from yichuang.surfaces.story.names import chinese, listed, said

LONGEST_COUNT = 3
"""Digits of a number of pieces."""
LONGEST_NUMBER = 50


class Load(Struct, frozen=True):
    """One case whose papers or result wait to travel, or travel."""

    number: str
    applicant: str
    item: str
    documents: str
    pieces: int


class Heap(Struct, frozen=True):
    """What goes to one unit in one bundle."""

    to_unit: int
    unit: str
    what: str
    word: str
    loads: tuple[Load, ...]
    more: int
    """Cases that go into the next bundle."""

    @property
    def pieces(self) -> int:
        return sum(load.pieces for load in self.loads)


class Travelling(Struct, frozen=True):
    """One bundle."""

    number: str
    unit: str
    """Where it comes from, or goes to."""
    word: str
    by: str
    at: datetime
    bag: str
    loads: tuple[Load, ...]
    taken_by: str = ""
    taken_at: datetime | None = None
    differences: tuple[str, ...] = ()

    @property
    def pieces(self) -> int:
        return sum(load.pieces for load in self.loads)


# --- what waits -------------------------------------------------------------------------------------------------------


def heaps(actor: Actor) -> tuple[Heap, ...]:
    """What waits at the actor's unit, by destination (five queries)."""
    rows = sorted(waiting(actor.unit_id), key=_destination)
    units = Unit.objects.in_bulk({each.to_unit for each in rows})
    return tuple(_heap(units[unit], what, list(found)) for (unit, what), found in groupby(rows, key=_destination))


def _destination(each: Waiting) -> tuple[int, Cargo]:
    return each.to_unit, each.what


def _heap(unit: Unit, what: Cargo, rows: list[Waiting]) -> Heap:
    shown = sorted(rows, key=lambda each: each.since)[:MOST_LINES]
    loads = tuple(
        _load(each.number, each.applicant, each.item, each.version, what, each.documents, each.pieces) for each in shown
    )
    return Heap(unit.pk, _name(unit), what.value, label("cargo", what), loads, len(rows) - len(shown))


def _load(number: str, name: str, item: str, version: int, what: str, keys: Iterable[str], pieces: int) -> Load:
    words = listed(said(each) for each in documents(what, keys, item, version))
    return Load(number, name, said(item_version(item, version).name), words, pieces)


def _name(unit: Unit) -> str:
    return unit.name_zh if chinese() else unit.name_en


# --- what travels -----------------------------------------------------------------------------------------------------


def on_the_way_here(actor: Actor) -> tuple[Travelling, ...]:
    """Bundles that the actor's unit has to take over (four queries)."""
    found = coming(actor.unit_id)
    known = _Known(found)
    return tuple(_travelling(each, each.from_unit, known) for each in found)


def sent_from_here(actor: Actor) -> tuple[Travelling, ...]:
    """Bundles that the actor's unit has sent, the latest first (six queries)."""
    found = gone(actor.unit_id)
    known = _Known(found)
    return tuple(_travelling(each, each.to_unit, known) for each in found)


class _Known:
    """The cases and applicants of several bundles, read once."""

    def __init__(self, bundles: Iterable[Bundle]) -> None:
        ids = {line.case_id for bundle in bundles for line in bundle.lines.all()}
        self.cases = Case.objects.in_bulk(ids) if ids else {}
        people = {case.applicant_id for case in self.cases.values()}
        self.names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}

    def load(self, what: str, line: BundleLine) -> Load:
        case = self.cases[line.case_id]
        name = self.names.get(case.applicant_id, "")
        return _load(line.case_no, name, case.item, case.item_version, what, line.documents, line.pieces)


def _travelling(bundle: Bundle, other_end: Unit, known: _Known) -> Travelling:
    receipt = getattr(bundle, "receipt", None)
    return Travelling(
        number=bundle.number,
        unit=_name(other_end),
        word=label("cargo", bundle.what),
        by=bundle.sent_by.name,
        at=bundle.sent_at,
        bag=bundle.bag,
        loads=tuple(known.load(bundle.what, line) for line in sorted(bundle.lines.all(), key=lambda line: line.pk)),
        taken_by=receipt.taken_by.name if receipt else "",
        taken_at=receipt.taken_at if receipt else None,
        differences=tuple(
            label("bundle_difference", "one").format(
                number=each.line.case_no, listed=each.line.pieces, found=each.found, note=each.note
            )
            for each in (receipt.differences.all() if receipt else ())
        ),
    )


# --- what the forms say -----------------------------------------------------------------------------------------------


def sending(posted: QueryDict) -> Sending:
    """The bundle that the form asks for: the ticked cases, and their pieces as ``pieces.<case>``."""
    what = posted.get("what", "")
    unit = posted.get("to_unit", "")
    if what not in set(Cargo) or not (unit.isdecimal() and len(unit) < 16):  # noqa: PLR2004 - digits of an id
        raise Refusal("delivery.nothing_to_send")
    numbers = [number[:LONGEST_NUMBER] for number in posted.getlist("case")]
    pieces = {number: _count(posted, f"pieces.{number}") for number in numbers}
    return Sending(int(unit), Cargo(what), pieces, posted.get("bag", ""))


def found(posted: Mapping[str, str]) -> dict[str, Found]:
    """What the receiver counted, by case: ``found.<case>`` and ``note.<case>``."""
    numbers = [name.removeprefix("found.") for name in posted if name.startswith("found.")]
    return {
        number: Found(_count(posted, f"found.{number}", -1), posted.get(f"note.{number}", "")) for number in numbers
    }


def _count(posted: Mapping[str, str], name: str, otherwise: int = 0) -> int:
    text = posted.get(name, "").strip()
    return int(text) if text.isdecimal() and len(text) <= LONGEST_COUNT else otherwise
