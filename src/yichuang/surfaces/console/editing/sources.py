"""What can be chosen in the form: closed lists, the dictionaries, the registers, the item's own steps, other items."""

from collections.abc import Callable
from functools import cache

from yichuang.catalogue.definition import Item, Text
from yichuang.catalogue.loader import ROOM, catalogue
from yichuang.catalogue.queries import every_item
from yichuang.kernel.data_files import read_data
from yichuang.kernel.vocabulary import label, labels
from yichuang.surfaces.story.names import said

Options = tuple[tuple[str, str], ...]
"""(value, word)."""


def options(source: str, item: Item) -> Options:
    """What a source offers, in the reader's language."""
    if source in SOURCES:
        return SOURCES[source](item)
    return tuple((value, label(source, value)) for value in labels()[source])


def name_of(source: str, key: str, item: Item) -> str:
    """What an entry of a source is called; its key where the source does not have it."""
    return next((word for value, word in options(source, item) if value == key), key)


def resolved(source: str, typed: str, item: Item) -> str:
    """The key of what somebody typed or picked: a name in either language, another name, or the key; empty for none."""
    wanted = typed.strip().casefold()
    for key, names in _names(source, item):
        if wanted and wanted in {key.casefold(), *(name.casefold() for name in names)}:
            return key
    return ""


def _names(source: str, item: Item) -> list[tuple[str, tuple[str, ...]]]:
    shelf = catalogue()
    if source == "evidence":
        return [(key, (*_both(kind.name), *kind.aliases)) for key, kind in shelf.evidence_types.items()]
    if source == "element":
        return [(key, _both(element.name)) for key, element in shelf.elements.items()]
    if source == "items":
        return [(other.code, _both(other.name)) for other in every_item() if other.code != item.code]
    return [(key, (word,)) for key, word in options(source, item)]


def _both(text: Text) -> tuple[str, str]:
    return text.zh, text.en


def _evidence(_: Item) -> Options:
    return tuple((key, said(kind.name)) for key, kind in catalogue().evidence_types.items())


def _elements(_: Item) -> Options:
    return tuple((key, said(element.name)) for key, element in catalogue().elements.items())


def _steps(item: Item) -> Options:
    return tuple((step.key, said(step.name)) for step in item.steps)


def _items(item: Item) -> Options:
    return tuple((other.code, said(other.name)) for other in every_item() if other.code != item.code)


@cache
def _registers(_: str = "") -> Options:
    found = read_data(ROOM / "registers.yaml", dict[str, dict[str, object]])
    return tuple((key, f"{key} {entry['name']}") for key, entry in found.items())


def _topics(_: Item) -> Options:
    """Some topics of persons and of organisations bear the same name."""
    of_organisations = label("console_editing", "of_organisations")
    return tuple(
        (key, of_organisations.format(topic=word) if key.startswith("organisation") else word)
        for key, word in ((key, label("topic", key)) for key in labels()["topic"])
    )


SOURCES: dict[str, Callable[[Item], Options]] = {
    "evidence": _evidence,
    "element": _elements,
    "steps": _steps,
    "items": _items,
    "register": lambda _: _registers(),
    "topic": _topics,
}
"""Sources that are no closed list, or not one word a value."""
