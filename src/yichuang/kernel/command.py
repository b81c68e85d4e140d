"""The shape of a command line verb: each room lists its own as ``COMMANDS`` in ``commands.py``, or in
``command_line.py`` where its commands are something else.

``./run yichuang <name> [arguments] [--json]`` runs it; a command returns an :class:`Answer`, never prints.
"""

from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct


class Argument(Struct, frozen=True):
    """One argument as argparse takes it."""

    flags: tuple[str, ...]
    """``("path",)`` for a positional, ``("--year", "-y")`` for an option."""
    help: str
    options: Mapping[str, Any] = {}
    """Further keywords of ``add_argument``: type, default, choices, action, nargs."""


class Answer(Struct, frozen=True):
    """What a command found or did."""

    data: Any
    """Anything msgspec can encode; printed with ``--json``."""
    lines: tuple[str, ...] = ()
    """The same for people, one per line."""
    ok: bool = True
    """False: the process ends with status 1."""


class Command(Struct, frozen=True):
    """One verb of the command line."""

    name: str
    """One word or two: ``migrate``, ``audit verify``."""
    help: str
    run: Callable[[Namespace], Answer]
    arguments: tuple[Argument, ...] = ()
    needs_database: bool = True
