"""Command line: build the guides. Taken up by the catalogue's own ``commands``."""

from argparse import Namespace
from pathlib import Path

from msgspec import to_builtins

from yichuang.catalogue.definition import Line
from yichuang.catalogue.guides.booklet import House, build
from yichuang.catalogue.guides.guide import words
from yichuang.catalogue.layer_files import layers
from yichuang.catalogue.loader import catalogue, layer_in_force
from yichuang.kernel.command import Answer, Argument, Command
from yichuang.kernel.moment import now


def build_guides(given: Namespace) -> Answer:
    """Set the public's booklet in both languages and each line's manual."""
    lines = tuple(Line(each) for each in given.line) if given.line else tuple(Line)
    made = build(Path(given.folder), catalogue(), _house(given.site), now(), lines=lines)
    return Answer(
        [{"file": str(each.file), "items": each.items} for each in made],
        tuple(f"{each.file}: {each.items} items" for each in made),
    )


def _house(site: str) -> House:
    """Whose list is in force here."""
    overlay = layers().get(layer_in_force())
    if overlay is None:
        return House(words().says["national"], site=site)
    contacts = to_builtins(overlay.layer.contacts)
    return House(overlay.layer.name, contacts["consult_phone"], contacts["complaint_phone"], site)


COMMANDS = (
    Command(
        "guides build",
        "set the public's booklet and each line's manual as PDF",
        build_guides,
        (
            Argument(("folder",), "where the PDFs go"),
            Argument(("--site",), "address of the public pages, for the QR codes: https://…", {"default": ""}),
            Argument(
                ("--line",), "only this line; may be repeated", {"action": "append", "choices": [*Line], "default": []}
            ),
        ),
        needs_database=False,
    ),
)
