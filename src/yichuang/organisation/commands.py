"""Command line verbs of the organisation."""

from argparse import Namespace

from yichuang.kernel.command import Answer, Command
from yichuang.organisation.second_factor import reseal_codes


def _reseal(_arguments: Namespace) -> Answer:
    done = reseal_codes()
    return Answer({"devices": done}, (f"one-time-code devices: {done}",))


COMMANDS = (
    Command("codes reseal", "re-encrypt one-time-code secrets with the first key; run it after keys rotate", _reseal),
)
