"""Command line verbs of the kernel."""

from argparse import Namespace

from yichuang.kernel.command import Answer, Command
from yichuang.kernel.rotate_keys import rotate_keys


def _rotate(_arguments: Namespace) -> Answer:
    done = rotate_keys()
    return Answer(done, tuple(f"{column}: {rows}" for column, rows in done.items()))


COMMANDS = (Command("keys rotate", "re-encrypt sensitive columns with the first key of YICHUANG_FIELD_KEYS", _rotate),)
