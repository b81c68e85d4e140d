"""What the bureau has added to the two dictionaries, as this process knows it. Pure: ``queries`` reads it and tells it here.

The dictionaries that the catalogue hands out are the shipped entries with the bureau's own behind them: whoever holds one
sees an entry as soon as the process has read it, so that no item is ever read whose form or proofs are unknown.
"""

from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from enum import StrEnum
from typing import Any, TypeVar

from msgspec import Struct

from yichuang.catalogue.definition import Element, EvidenceType, Item

Entry = Element | EvidenceType
E = TypeVar("E", Element, EvidenceType)


class Dictionary(StrEnum):
    """The dictionaries that all items share; also the names of their files."""

    ELEMENTS = "elements"
    EVIDENCE_TYPES = "evidence_types"


SHAPES: Mapping[str, type[Element] | type[EvidenceType]] = {
    Dictionary.ELEMENTS: Element,
    Dictionary.EVIDENCE_TYPES: EvidenceType,
}


class OwnEntries(Struct, frozen=True, eq=False):
    """The bureau's own entries by key. Compared by identity: one reading is one."""

    elements: Mapping[str, Element] = {}
    evidence_types: Mapping[str, EvidenceType] = {}
    mark: int = 0
    """Tells one state of the table from another: the numbers of its rows in force, added up. None ever leaves."""

    def of(self, dictionary: str) -> Mapping[str, Entry]:
        """The entries of one dictionary."""
        return self.elements if dictionary == Dictionary.ELEMENTS else self.evidence_types

    @property
    def count(self) -> int:
        """How many entries there are in both."""
        return len(self.elements) + len(self.evidence_types)


NONE = OwnEntries()


def each_of(entries: OwnEntries) -> Iterator[tuple[Dictionary, Entry]]:
    """Every entry with its dictionary, elements first."""
    for dictionary in Dictionary:
        yield from ((dictionary, entry) for _, entry in sorted(entries.of(dictionary).items()))


def keys_named(item: Item) -> tuple[set[str], set[str]]:
    """The elements that an item's form asks for, and the kinds of proof that it asks for, takes back or wants to see."""
    at_pick_up = {key for output in item.outputs for key in (output.surrenders, *output.collected_with) if key}
    return {field.element for field in item.form}, {material.evidence for material in item.materials} | at_pick_up


class _Process:
    """What this process knows, and whom it asks whether that is still so."""

    known = NONE
    keeps_up: Callable[[], None] = staticmethod(lambda: None)


def known() -> OwnEntries:
    """What this process has been told last."""
    return _Process.known


def tell(entries: OwnEntries) -> None:
    """From now on these are the bureau's own entries."""
    _Process.known = entries


def kept_up_by(reader: Callable[[], None]) -> Callable[[], None]:
    """Decorator of the one who reads the entries and tells them here, where that is due."""
    _Process.keeps_up = staticmethod(reader)
    return reader


def keep_up() -> None:
    """Let the entries be read anew where that is due."""
    _Process.keeps_up()


class Together(Mapping[str, E]):
    """The shipped entries, and behind them the bureau's own. A shipped entry always means what it ships as."""

    def __init__(self, shipped: Mapping[str, E], dictionary: Dictionary) -> None:
        self._shipped: Mapping[str, E] = shipped
        self._dictionary = dictionary
        self._now: tuple[OwnEntries, Mapping[str, E]] = (NONE, shipped)

    def _whole(self) -> Mapping[str, E]:
        entries, whole = self._now
        if entries is not _Process.known:
            entries = _Process.known
            own: Any = entries.of(self._dictionary)
            whole = {**own, **self._shipped} if own else self._shipped
            self._now = (entries, whole)
        return whole

    def __getitem__(self, key: str) -> E:
        return self._whole()[key]

    def __contains__(self, key: object) -> bool:
        return key in self._whole()

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def keys(self) -> KeysView[str]:
        """As they are at this moment, and so they stay for whoever walks through them."""
        return self._whole().keys()

    def items(self) -> ItemsView[str, E]:
        """As they are at this moment."""
        return self._whole().items()

    def values(self) -> ValuesView[E]:
        """As they are at this moment."""
        return self._whole().values()
