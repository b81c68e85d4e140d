"""What is said to somebody who wrote a command wrongly: both languages, the next step, and as JSON where that was asked for.

argparse says it in English only and ends the process itself; here its sentence becomes a :class:`Refusal` instead.
"""

import re
from argparse import ArgumentParser
from typing import NoReturn

from yichuang.kernel.errors import Refusal

HIGHEST_PORT = 65_535
"""RFC 6335 section 6: port numbers have 16 bits."""

SENTENCES = (
    ("server.usage_missing", re.compile(r"the following arguments are required: (?P<names>.+)")),
    ("server.usage_unknown", re.compile(r"unrecognized arguments: (?P<given>.+)")),
    ("server.usage_choice", re.compile(r"argument (?P<name>.+?): invalid choice: (?P<given>.+) \(choose from (?P<known>.+)\)")),
    ("server.usage_value", re.compile(r"argument (?P<name>.+?): invalid .+ value: (?P<given>.+)")),
    ("server.usage_no_value", re.compile(r"argument (?P<name>.+?): expected .+argument.*")),
)  # fmt: skip
"""What argparse says of a wrong command line, and the refusal that says it in both languages."""


class Parser(ArgumentParser):
    """An argument parser that refuses as the rest of the house does; its subparsers are of the same kind."""

    def error(self, message: str) -> NoReturn:
        """Never prints nor exits. Raises ``Refusal``."""
        for code, sentence in SENTENCES:
            if found := sentence.fullmatch(message):
                raise Refusal(code, command=self.prog, **found.groupdict())
        raise Refusal("server.usage", command=self.prog, said=message)


def first_port(given: str, together: int) -> int:
    """The first of ``together`` ports side by side. Raises ``Refusal`` for what cannot be one."""
    highest = HIGHEST_PORT - together + 1
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given) <= highest:
        raise Refusal("server.port_impossible", given=given, highest=highest, together=together)
    return int(given)
