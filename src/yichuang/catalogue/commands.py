"""Command line: publish the definitions. What judges them: ``command_line``."""

from argparse import Namespace

from msgspec import to_builtins

from yichuang.kernel.command import Answer, Command
from yichuang.kernel.moment import now


def publish(_: Namespace) -> Answer:
    """Publish what has changed in the definitions."""
    from yichuang.catalogue.publish import publish_catalogue  # noqa: PLC0415 - needs the database

    done = publish_catalogue(now())
    line = f"{len(done.added)} new items, {len(done.changed)} new versions, {done.unchanged} unchanged"
    return Answer(to_builtins(done), (line,))


COMMANDS = (Command("catalogue publish", "store new versions of changed definitions", publish),)
