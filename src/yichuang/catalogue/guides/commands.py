"""Command line: build the guides. Taken up by the catalogue's own ``commands``."""

from argparse import Namespace
from pathlib import Path

from msgspec.structs import replace

from yichuang.catalogue.definition import ItemStatus, Line
from yichuang.catalogue.guides.booklet import build
from yichuang.catalogue.guides.house import house
from yichuang.catalogue.loader import Catalogue, catalogue
from yichuang.catalogue.queries import items_in_use
from yichuang.kernel.command import Answer, Argument, Command
from yichuang.kernel.moment import now


def build_guides(given: Namespace) -> Answer:
    """Set the booklet in both languages and each line's manual, from the definition files."""
    files = catalogue()
    opened = {code: item for code, item in files.items.items() if item.first_status is ItemStatus.IN_USE}
    return _built(given, replace(files, items=opened))


def build_published(given: Namespace) -> Answer:
    """The same from what is published here and in use: what the console changed shows."""
    return _built(given, replace(catalogue(), items={item.code: item for item in items_in_use()}))


def _built(given: Namespace, shelf: Catalogue) -> Answer:
    lines = tuple(Line(each) for each in given.line) if given.line else tuple(Line)
    made = build(Path(given.folder), shelf, house(given.site), now(), lines=lines, whole=given.all)
    return Answer(
        [{"file": str(each.file), "items": each.items} for each in made],
        tuple(f"{each.file}: {each.items} items" for each in made),
    )


ARGUMENTS = (
    Argument(("folder",), "where the PDFs go"),
    Argument(("--site",), "address of the public pages, for the QR codes: https://…", {"default": ""}),
    Argument(("--line",), "only this line; may be repeated", {"action": "append", "choices": [*Line], "default": []}),
    Argument(("--all",), "every item in full, not only the frequent ones", {"action": "store_true"}),
)
COMMANDS = (
    Command(
        "guides build",
        "set the public's booklet and each line's manual as PDF, from the definition files",
        build_guides,
        ARGUMENTS,
        needs_database=False,
    ),
    Command("guides published", "the same from what is published here", build_published, ARGUMENTS),
)
