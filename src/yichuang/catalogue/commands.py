"""Command line: lint the definitions, publish them."""

from argparse import Namespace
from pathlib import Path

from msgspec import to_builtins

from yichuang.kernel.command import Answer, Argument, Command
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now


def lint(arguments: Namespace) -> Answer:
    """Judge all definitions, or those of the files named."""
    from yichuang.catalogue.lint import findings  # noqa: PLC0415 - definitions are read only when asked for
    from yichuang.catalogue.loader import catalogue  # noqa: PLC0415

    codes = [Path(name).stem for name in arguments.files]
    found = catalogue()
    for code in codes:
        if code not in found.items:
            raise Refusal("catalogue.unknown_item", item=code)
    broken = findings(found, codes or None)
    judged = len(codes) or len(found.items)
    summary = f"{judged} items, {len(broken)} findings"
    lines = (*(finding.sentence("en") for finding in broken), summary)
    data = {"items": judged, "findings": [to_builtins(finding) for finding in broken]}
    return Answer(data, lines, ok=not broken)


def publish(_: Namespace) -> Answer:
    """Publish what has changed in the definitions."""
    from yichuang.catalogue.publish import publish_catalogue  # noqa: PLC0415 - needs the database

    done = publish_catalogue(now())
    line = f"{len(done.added)} new items, {len(done.changed)} new versions, {done.unchanged} unchanged"
    return Answer(to_builtins(done), (line,))


FILES = Argument(("files",), "definitions to judge (all when none is named)", {"nargs": "*"})
COMMANDS = (
    Command("catalogue lint", "judge the item definitions", lint, (FILES,), needs_database=False),
    Command("catalogue publish", "store new versions of changed definitions", publish),
)
