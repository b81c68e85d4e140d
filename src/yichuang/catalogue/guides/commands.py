"""Command line: build the guides. Taken up by the catalogue's own ``commands``."""

from argparse import Namespace
from pathlib import Path

from yichuang.catalogue.definition import Line
from yichuang.catalogue.guides.booklet import LANGUAGES, build
from yichuang.catalogue.guides.house import house
from yichuang.catalogue.reading import FILES, listed
from yichuang.kernel.command import Answer, Argument, Command
from yichuang.kernel.moment import now


def build_guides(given: Namespace) -> Answer:
    """Set the booklet in both languages and each line's manual, from what is published here and in use; from the
    definition files where nothing is, or with ``--files``.
    """
    found = listed(files=given.shipped)
    shelf = found.in_use()
    whose = house(given.site, on_record=found.published)
    lines = tuple(Line(each) for each in given.line) or tuple(Line)
    languages = given.language or LANGUAGES
    made = build(Path(given.folder), shelf, whose, now(), lines=lines, whole=given.all, languages=languages)
    return Answer(
        [{"file": str(each.file), "items": each.items} for each in made],
        (found.source, *(f"{each.file}: {each.items} items" for each in made)),
    )


ARGUMENTS = (
    Argument(("folder",), "where the PDFs go"),
    Argument(("--site",), "address of the public pages, for the QR codes: https://…", {"default": ""}),
    Argument(("--line",), "only this line; may be repeated", {"action": "append", "choices": [*Line], "default": []}),
    Argument(
        ("--language",),
        "only in this language; both without it",
        {"action": "append", "choices": [*LANGUAGES], "default": []},
    ),
    Argument(("--all",), "every item in full, not only the frequent ones", {"action": "store_true"}),
    FILES,
)
COMMANDS = (
    Command(
        "guides build",
        "set the public's booklet and each line's manual as PDF",
        build_guides,
        ARGUMENTS,
        needs_database=False,
    ),
)
